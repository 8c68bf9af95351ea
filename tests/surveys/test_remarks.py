"""What a firm remarks is read by others without the names of anybody behind it."""

from __future__ import annotations

import pytest

from backend.accounts.actions import enrol, give_role
from backend.actor import Role
from backend.organizations.models import Organization
from backend.submissions.models import Grade, Kind, Outcome, Submission, Verdict
from backend.surveys import actions
from backend.surveys.actions import Answer
from backend.surveys.models import Evaluation
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def test_a_remark_names_neither_the_firm_nor_any_of_its_people() -> None:
    cast = await the_cast()
    await Organization.filter(id=cast.firm_id).update(name="苏州明远精密机械有限公司")
    colleague = await enrol("欧阳远", phone="19900007711", is_demo=False)
    firm = await Organization.get(id=cast.firm_id)
    await give_role(colleague, Role.ENTREPRENEUR, organization=firm)
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    said = "明远的欧阳远很满意，电话19900007711"
    await actions.evaluate(
        case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED, text=said), actor=cast.firm
    )
    kept = await Evaluation.get(submission_id=case.id)
    assert (kept.comment, kept.redacted_comment) == (said, "某企业的某某很满意，电话[电话]")
