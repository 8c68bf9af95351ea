"""The firm speaks again: within a day it may change its mind, and for ten it may dispute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.errors import Conflict
from backend.submissions import queries as cases
from backend.submissions.models import Grade, Handling, Kind, Outcome, State, Submission, Verdict
from backend.submissions.workflow import Act
from backend.surveys import actions
from backend.surveys.actions import Answer
from backend.surveys.models import Evaluation, Invitation, InvitationState
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, Cast, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def satisfied(cast: Cast) -> Submission:
    """Return a case that its firm closed with a good grade."""
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    await actions.evaluate(case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED), actor=cast.firm)
    return await Submission.get(id=case.id)


async def grades(case: Submission) -> set[Grade | None]:
    """Return the grade as the three places tell it."""
    evaluation = await Evaluation.get(submission_id=case.id, round=1)
    facts = await Handling.get(submission_id=case.id, round=1)
    return {(await Submission.get(id=case.id)).grade, evaluation.grade, facts.grade}


async def test_a_closed_case_may_be_disputed_for_ten_working_days_as_it_is_offered() -> None:
    cast = await the_cast()
    case = await satisfied(cast)
    with clock.moved_by(timedelta(days=3)):
        assert Act.DISPUTE in cases.viewer_acts(case, cast.firm)
        await actions.evaluate(
            case, answer=Answer(Verdict.NOT_SOLVED, Grade.VERY_DISSATISFIED), actor=cast.firm
        )
    assert (await Submission.get(id=case.id)).state is State.DISPUTED
    assert await grades(case) == {Grade.SATISFIED}


async def test_a_dispute_within_the_day_may_bring_another_grade() -> None:
    cast = await the_cast()
    case = await satisfied(cast)
    await actions.evaluate(
        case, answer=Answer(Verdict.NOT_SOLVED, Grade.DISSATISFIED), actor=cast.firm
    )
    assert await grades(case) == {Grade.DISSATISFIED}


async def test_an_answer_without_a_grade_never_erases_one() -> None:
    cast = await the_cast()
    case = await satisfied(cast)
    await actions.evaluate(case, answer=Answer(Verdict.PARTLY), actor=cast.firm)
    assert await grades(case) == {Grade.SATISFIED}


async def test_two_people_of_one_firm_do_not_overwrite_each_other() -> None:
    cast = await the_cast()
    case = await satisfied(cast)
    with pytest.raises(Conflict):
        await actions.evaluate(
            case,
            answer=Answer(Verdict.PARTLY, Grade.DISSATISFIED),
            actor=cast.firm,
            expected_version=case.version - 1,
        )
    assert await grades(case) == {Grade.SATISFIED}


async def test_a_sender_that_read_the_invitation_before_the_answer_sends_nothing() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    await actions.invite(case)
    read_before = await Invitation.get(submission_id=case.id)
    await actions.evaluate(case, answer=Answer(Verdict.SOLVED), actor=cast.firm)
    await Submission.filter(id=case.id).update(state=State.ANSWERED)  # as the sender had read it
    with pytest.raises(Conflict):
        await actions.send_link(read_before)
    assert (await Invitation.get(submission_id=case.id)).state is InvitationState.VOID
    assert (await Handling.get(submission_id=case.id)).invited_at is None
