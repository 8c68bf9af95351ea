"""A case goes from one area to another: one thread, one promise, and no district sees another."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend import clock, events
from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import DomainError
from backend.events.models import Event
from backend.submissions import actions, queries, traces
from backend.submissions.models import Kind, Move, Outcome, State, Submission, Verdict
from backend.submissions.queries import viewer_acts
from backend.submissions.workflow import OPEN_STATES, Act
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks import queries as task_queries
from backend.tasks.models import Task
from tests.submissions.cast import (
    BY_CALL,
    DISTRICT,
    Cast,
    a_filed_case,
    a_task,
    body,
    somebody,
    the_cast,
)

pytestmark = pytest.mark.usefixtures("database")
CITY, NEIGHBOUR = "320500", "320583"


async def clerk_of(area_code: str) -> Actor:
    """Return the Federation's clerk of a district."""
    return await somebody(Role.FEDERATION, await body(f"FED-{area_code}"))


async def sees(actor: Actor) -> int:
    return await sql.count(Submission, queries.visible_to(actor))


async def steps_seen(actor: Actor, case_id: UUID) -> list[str]:
    """Return the names of the steps of a case that somebody sees, oldest first."""
    theirs = sql.Where("event.thread_id = ?", (case_id,)) & events.visible_to(actor)
    return [event.name for event in await sql.rows(Event, theirs, order="event.id")]


async def moved(cast: Cast, *, to: str = CITY) -> Submission:
    """Return a case that its district gave away."""
    case = await a_filed_case(cast)
    own = await clerk_of(DISTRICT)
    await tasks.move_to_area(case, area_code=to, reason="市级事权", actor=own)
    return case


@pytest.mark.parametrize("to", [CITY, NEIGHBOUR])
async def test_the_area_that_receives_it_sees_the_whole_thread_and_the_old_one_its_own_part(
    to: str,
) -> None:
    cast = await the_cast()
    old = await clerk_of(DISTRICT)
    new = cast.clerk if to == CITY else await clerk_of(NEIGHBOUR)
    case = await moved(cast, to=to)
    assert (case.area_code, case.state) == (to, State.FILED)
    assert (await sees(old), await sees(new)) == (0, 1)
    await actions.open_case(case, actor=new)
    assert await steps_seen(old, case.id) == ["submission.filed", "submission.moved_away"]
    theirs = ["submission.filed", "submission.moved", "submission.opened"]
    both = ["submission.filed", "submission.moved_away", *theirs[1:]]
    assert await steps_seen(new, case.id) == (both if to == CITY else theirs)
    assert await steps_seen(cast.firm, case.id) == theirs
    assert await sql.count(Move, traces.moves_visible_to(old)) == 1
    if to == CITY:
        other = await clerk_of(NEIGHBOUR)
        assert (await steps_seen(other, case.id), await sees(other)) == ([], 0)
        assert await sql.count(Move, traces.moves_visible_to(other)) == 0


async def test_the_firms_promise_stays_and_verifying_is_due_anew() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    promised, verify_due = case.promised_due_at, case.verify_due_at
    assert verify_due is not None
    with clock.set_to(verify_due):
        await tasks.move_to_area(case, area_code=CITY, reason="市级事权", actor=cast.clerk)
    assert case.promised_due_at == promised
    assert case.verify_due_at is not None
    assert case.verify_due_at > verify_due


async def test_an_accepted_case_is_dispatched_within_a_time_of_its_own() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.accept(case, actor=cast.clerk)
    due = case.dispatch_due_at
    assert due is not None
    with clock.set_to(due):
        await tasks.move_to_area(case, area_code=CITY, reason="市级事权", actor=cast.coordinator)
    assert case.dispatch_due_at is not None
    assert case.dispatch_due_at > due


async def test_tasks_go_along_where_their_department_works_for_the_new_area() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    due = task.due_at
    case = await Submission.get(id=task.submission_id)
    new, old = await clerk_of(NEIGHBOUR), await clerk_of(DISTRICT)
    await tasks.move_to_area(case, area_code=NEIGHBOUR, reason="企业已迁址", actor=cast.clerk)
    await task.refresh_from_db()
    assert (task.area_code, task.due_at) == (NEIGHBOUR, due)
    assert await sql.count(Task, task_queries.visible_to(new)) == 1
    assert await sql.count(Task, task_queries.visible_to(old)) == 0
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=case.id)
    await surveys.evaluate(case, answer=Answer(Verdict.SOLVED), actor=cast.firm)
    told_later = {"task.answered", "submission.answered", "submission.confirmed", "survey.graded"}
    assert not told_later & set(await steps_seen(old, case.id))


async def test_a_case_with_a_district_department_at_work_does_not_go_to_another_district() -> None:
    cast = await the_cast()
    local = await body(f"INDIT-{DISTRICT}")
    task = await a_task(cast, lead_id=local.id)
    case = await Submission.get(id=task.submission_id)
    with pytest.raises(DomainError) as refused:
        await tasks.move_to_area(case, area_code=NEIGHBOUR, reason="已迁址", actor=cast.clerk)
    assert refused.value.code == "NOT_POSSIBLE"
    case = await Submission.get(id=case.id)
    assert case.area_code == DISTRICT
    await tasks.move_to_area(case, area_code=CITY, reason="市级事权", actor=cast.clerk)
    assert (await Task.get(id=task.id)).area_code == CITY


async def test_the_federation_or_the_coordinator_of_the_area_moves_and_nobody_else() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    neighbour = await clerk_of(NEIGHBOUR)
    for actor in (cast.firm, cast.supervisor, cast.officer, neighbour):
        with pytest.raises(DomainError) as refused:
            await tasks.move_to_area(case, area_code=CITY, reason="市级事权", actor=actor)
        assert refused.value.code == "NOT_ALLOWED"
    for state in State:
        case.state = state
        for actor in (cast.clerk, cast.coordinator):
            assert (Act.MOVE in viewer_acts(case, actor)) is (state in OPEN_STATES)


async def test_a_move_asks_for_another_area_and_a_reason() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    for area_code, reason in ((DISTRICT, "同区"), ("999999", "无此区"), (CITY, " ")):
        with pytest.raises(DomainError) as refused:
            await tasks.move_to_area(case, area_code=area_code, reason=reason, actor=cast.clerk)
        assert refused.value.path[0] == "input"
    assert await Move.all().count() == 0


async def test_a_case_that_comes_back_is_whole_again() -> None:
    cast = await the_cast()
    old = await clerk_of(DISTRICT)
    case = await moved(cast)
    await tasks.move_to_area(case, area_code=DISTRICT, reason="区级事权", actor=cast.clerk)
    assert await sees(old) == 1
    assert (await steps_seen(old, case.id))[-1] == "submission.moved"
    assert await Move.filter(submission_id=case.id).count() == 2


async def test_opinions_of_a_past_case_are_not_told_to_the_area_it_left() -> None:
    cast = await the_cast()
    old = await somebody(Role.SUPERVISOR, await body(f"FED-{DISTRICT}"))
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    said = Answer(Verdict.NOT_SOLVED)
    await surveys.evaluate(case, answer=said, actor=cast.firm)
    case = await Submission.get(id=case.id)
    assert "survey.graded" in await steps_seen(old, case.id)
    await tasks.move_to_area(case, area_code=CITY, reason="市级事权", actor=cast.coordinator)
    assert "survey.graded" not in await steps_seen(old, case.id)
    assert "submission.disputed" in await steps_seen(old, case.id)
