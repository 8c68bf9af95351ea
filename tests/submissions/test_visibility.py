"""Who sees which case, task, reply and answer: the whole table of roles, asked of the database."""

from __future__ import annotations

import pytest

from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.accounts.models import LeaderLevel
from backend.actor import ANONYMOUS, Actor, Role, Scope
from backend.db import sql
from backend.submissions import queries as cases
from backend.submissions.models import Kind, Outcome, Reply, Submission, Verdict, Visibility
from backend.surveys import actions as surveys
from backend.surveys import queries as answers
from backend.surveys.actions import Answer
from backend.surveys.models import Evaluation
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import Task
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def sees(actor: Actor) -> dict[str, int]:
    """Count what the actor sees of everything there is."""
    return {
        "cases": await sql.count(Submission, cases.visible_to(actor)),
        "tasks": await sql.count(Task, queries.visible_to(actor)),
        "replies": await sql.count(Reply, cases.replies_visible_to(actor)),
        "answers": await sql.count(Evaluation, answers.visible_to(actor)),
    }


async def an_evaluated_case(cast: Cast) -> Submission:
    """Return a case with a task, a reply and an answer."""
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    await surveys.evaluate(case, answer=Answer(Verdict.SOLVED), actor=cast.firm)
    return case


EVERYTHING = {"cases": 1, "tasks": 1, "replies": 1, "answers": 1}
NOT_THE_ANSWER = {**EVERYTHING, "answers": 0}
NOTHING = dict.fromkeys(EVERYTHING, 0)


async def test_each_role_sees_what_the_table_says_and_no_more() -> None:
    cast = await the_cast()
    await an_evaluated_case(cast)
    leaders = await body("MAYOR")
    expected = [
        (cast.firm, EVERYTHING),
        (cast.supervisor, EVERYTHING),
        (cast.clerk, NOT_THE_ANSWER),
        (cast.coordinator, NOT_THE_ANSWER),
        (cast.officer, NOT_THE_ANSWER),
        (cast.indit_officer, NOTHING),
        (await somebody(Role.LEADER, leaders), NOT_THE_ANSWER),
        (await somebody(Role.ADMIN, await body("FED")), NOTHING),
        (await somebody(Role.ENTREPRENEUR, await body("COMM")), NOTHING),
        (ANONYMOUS, NOTHING),
    ]
    for actor, counts in expected:
        assert await sees(actor) == counts, actor.roles


async def test_a_district_sees_its_own_and_never_another_district() -> None:
    cast = await the_cast()
    await an_evaluated_case(cast)
    federation = await body("FED-320506")
    assert await sees(await somebody(Role.FEDERATION, federation)) == NOT_THE_ANSWER
    neighbour = await body("FED-320583")
    assert await sees(await somebody(Role.FEDERATION, neighbour)) == NOTHING


async def test_a_deputy_leader_sees_nothing_until_he_has_a_portfolio() -> None:
    cast = await the_cast()
    await an_evaluated_case(cast)
    person = await enrol("分管领导", phone="19900019999", is_demo=False)
    await give_role(
        person, Role.LEADER, organization=await body("DEPUTY"), leader_level=LeaderLevel.DEPUTY
    )
    assert await sees(await actor_of_person(person.id)) == NOTHING


async def test_the_firm_reads_a_reply_only_when_it_is_shown() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.COMPLEX)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    assert (await sees(cast.firm))["replies"] == 0
    assert (await sees(cast.coordinator))["replies"] == 1
    await tasks.pass_review(task, actor=cast.coordinator)
    assert (await sees(cast.firm))["replies"] == 1


async def test_a_confidential_firm_is_hidden_from_the_department() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    assert cases.identity_visible(cast.firm, case)
    assert cases.identity_visible(cast.clerk, case)
    assert not cases.identity_visible(cast.officer, case)
    assert not cases.identity_visible(cast.coordinator, case)


async def test_a_token_sees_no_more_than_its_scopes() -> None:
    cast = await the_cast()
    case = await an_evaluated_case(cast)
    writes_only = Actor(
        cast.clerk.person_id, "", cast.clerk.seats, frozenset({Scope.SUBMISSIONS_WRITE})
    )
    assert await sees(writes_only) == NOTHING
    reads = Actor(cast.clerk.person_id, "", cast.clerk.seats, frozenset({Scope.READ}))
    assert (await sees(reads))["cases"] == 1
    assert not cases.identity_visible(reads, case)
