"""What offices write beside a case names no firm to those who may not learn which it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend import clock, graph
from backend.actor import Actor, Role, Scope
from backend.db import Row
from backend.graph import encode_id
from backend.instructions.models import SentToLeader
from backend.organizations.models import Organization
from backend.schema import schema
from backend.submissions import actions
from backend.submissions.models import Submission, Visibility, Withdrawal, WithdrawalReason
from backend.tasks import actions as tasks
from backend.tasks.models import Milestone, Support, Task
from tests.instructions.cast import a_leader, an_office_of
from tests.submissions.cast import DISTRICT, Cast, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")

NAME = "苏州明远精密机械有限公司"
OF_TASKS = (
    "assignment reply detail sentBackReason returnText rulingText extensionReason "
    "extensionDecision plan withoutSupportReason endText sampleText"
)
OF_SUPPORTS = "assignment opinion declineText rulingText"
WORDS = f"""query($id: ID!) {{ submission(id: $id) {{
  withdrawal {{ text findingNote }}
  tasks(first: 5) {{ nodes {{ {OF_TASKS} milestones(first: 5) {{ nodes {{ text }} }}
    supports(first: 5) {{ nodes {{ {OF_SUPPORTS} }} }} }} }}
  timeline(first: 50) {{ nodes {{ name payload }} }} }} }}"""
NODE = f"""query($id: ID!) {{ node(id: $id) {{ ... on SentToLeader {{ note }}
  ... on Support {{ {OF_SUPPORTS} }} }} }}"""


async def a_talked_of_case(cast: Cast, visibility: Visibility) -> Submission:
    """Return a case about which every office wrote the name of the firm wherever it can write."""
    await Organization.filter(id=cast.firm_id).update(name=NAME)
    filing = actions.Filing(firm_id=cast.firm_id, body="请协调续贷。", visibility=visibility)
    case = await actions.file(filing, actor=cast.firm)
    hrss = await body("HRSS")
    given = tasks.Assignment(cast.lead_id, text=NAME, supports=(tasks.Asked(hrss.id, NAME),))
    [task] = await tasks.accept_and_dispatch(case, assignments=[given], actor=cast.clerk)
    columns = dict.fromkeys(("".join(_snake(name)) for name in OF_TASKS.split()), NAME)
    await Task.filter(id=task.id).update(**columns)
    of_support = dict.fromkeys(("".join(_snake(name)) for name in OF_SUPPORTS.split()), NAME)
    await Support.filter(task_id=task.id).update(**of_support)
    await Submission.filter(id=case.id).update(dispute_count=1)
    task = await Task.get(id=task.id)
    steps = [tasks.Planned(date(2099, 1, 1), f"走访{NAME}")]
    await tasks.list_long_term(task, plan=NAME, milestones=steps, actor=cast.supervisor)
    return await Submission.get(id=case.id)


def _snake(name: str) -> list[str]:
    return [f"_{each.lower()}" if each.isupper() else each for each in name]


async def asked(document: str, row: Row, actor: Actor) -> str:
    """Return everything a document gives to somebody."""
    context = graph.Context(actor=actor)
    variables = {"id": encode_id(type(row).__name__, row.id)}
    answer: Any = await schema.execute(document, variable_values=variables, context_value=context)
    assert answer.errors is None
    await context.settle()
    return f"{answer.data}"


async def test_of_a_firm_that_hides_departments_and_coordinators_read_no_name() -> None:
    cast = await the_cast()
    case = await a_talked_of_case(cast, Visibility.CONFIDENTIAL)
    [support] = await Support.all()
    supporter = await somebody(Role.OFFICER, await body("HRSS"))
    for actor in (cast.officer, supporter, cast.coordinator, cast.supervisor):
        row = support if actor is supporter else case
        read = await asked(NODE if actor is supporter else WORDS, row, actor)
        assert "某企业" in read, actor.roles
        assert NAME not in read, actor.roles
    assert (await asked(WORDS, case, cast.clerk)).count(NAME) >= 18
    assert await Milestone.all().count() == 1


async def test_an_auditor_and_a_program_read_no_name_of_any_case() -> None:
    cast = await the_cast()
    case = await a_talked_of_case(cast, Visibility.NORMAL)
    auditor = await somebody(Role.AUDITOR, await body("FED"), area_code=DISTRICT)
    clerk = cast.clerk
    program = Actor(clerk.person_id, "", clerk.seats, frozenset({Scope.READ}))
    for actor in (auditor, program):
        read = await asked(WORDS, case, actor)
        assert "某企业" in read, actor.roles
        assert NAME not in read, actor.roles
    assert NAME in await asked(WORDS, case, cast.officer)


async def test_why_a_hidden_firm_withdrew_and_what_was_found_name_nobody() -> None:
    cast = await the_cast()
    await Organization.filter(id=cast.firm_id).update(name=NAME)
    filing = actions.Filing(
        firm_id=cast.firm_id, body="请协调续贷。", visibility=Visibility.CONFIDENTIAL
    )
    case = await actions.file(filing, actor=cast.firm)
    asked_me = WithdrawalReason.SOMEBODY_ASKED_ME
    await tasks.withdraw(case, reason=asked_me, text=f"有人找{NAME}", actor=cast.firm)
    await Withdrawal.filter(submission_id=case.id).update(finding_note=NAME)
    read = await asked(WORDS, case, cast.supervisor)
    assert "有人找某企业" in read
    assert NAME not in read
    assert NAME in await asked(WORDS, case, cast.firm)


async def test_why_a_case_is_before_a_leader_names_no_hidden_firm_to_his_office() -> None:
    cast = await the_cast()
    case = await a_talked_of_case(cast, Visibility.CONFIDENTIAL)
    leader = await a_leader()
    office = await an_office_of(leader)
    row = await SentToLeader.create(
        submission_id=case.id,
        leader_id=leader.person_id,
        sent_by_id=cast.clerk.person_id,
        note=f"请阅{NAME}",
        sent_at=clock.now(),
    )
    assert "请阅某企业" in await asked(NODE, row, office)
    assert NAME in await asked(NODE, row, leader)
