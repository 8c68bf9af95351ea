"""Acts that cross each other: what one person begins, another one ends otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
import pytest_asyncio

from backend import clock
from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import NotPossible
from backend.events import deliver, number_new
from backend.events.delivery import failing
from backend.instructions.actions import Saying, issue
from backend.instructions.models import Instruction
from backend.statistics.rebuild import rebuild
from backend.submissions import queries as cases
from backend.submissions.models import (
    DisputeReason,
    Handling,
    Kind,
    Outcome,
    State,
    Submission,
    Verdict,
    WithdrawalReason,
)
from backend.submissions.workflow import Act
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import ReturnReason, Support, SupportState, Task, TaskState
from backend.tasks.workflow import SupportAct
from backend.wiring import REACTIONS
from tests.instructions.cast import a_leader
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
from tests.tasks.test_returns import MONDAY, on

CITY, NEIGHBOUR = "320500", "320583"


@pytest_asyncio.fixture
async def cast(database: str) -> Cast:
    """The people of a case, all in their seats on Monday."""
    with clock.set_to(MONDAY):
        return await the_cast()


async def two_tasks(cast: Cast) -> list[Task]:
    """Return Monday's tasks of two departments."""
    case = await a_filed_case(cast)
    both = [tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)]
    return await tasks.accept_and_dispatch(
        case, assignments=both, kind=Kind.GENERAL, actor=cast.clerk
    )


async def replies(task: Task, actor: Actor) -> None:
    """Answer a task as it stands, and let it pass where that is due."""
    task = await Task.get(id=task.id)
    await tasks.answer(task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=actor)


async def case_of(task: Task) -> Submission:
    """Return the case of a task as it stands."""
    return await Submission.get(id=task.submission_id)


async def disputed(task: Task, reason: DisputeReason, actor: Actor) -> Submission:
    """Let the firm dispute, and everybody hear of it."""
    answer = Answer(Verdict.NOT_SOLVED, reason=reason)
    await surveys.evaluate(await case_of(task), answer=answer, actor=actor)
    await number_new()
    await deliver(REACTIONS)
    return await case_of(task)


async def facts(task: Task) -> dict[str, object]:
    """Return the facts of the present round."""
    row = await Handling.filter(submission_id=task.submission_id).order_by("-round").first()
    assert row is not None
    return {name: getattr(row, name) for name in ("due_at", "paused_due_at", "in_time", "done_at")}


async def test_a_task_cancelled_within_its_pause_is_not_late(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        first, second = await two_tasks(cast)
    with clock.set_to(on(12, 7)):  # the last day
        await tasks.ask(await Task.get(id=first.id), question="合同？", actor=cast.officer)
        await replies(second, cast.indit_officer)
    with clock.set_to(on(12, 9)):
        await tasks.cancel(await Task.get(id=first.id), reason="不再需要", actor=cast.coordinator)
    case = await case_of(first)
    assert case.state is State.ANSWERED
    told = await facts(first)
    assert told["in_time"] is True
    assert told["done_at"] == on(12, 7)
    await rebuild()
    assert await facts(first) == told


async def test_withdrawn_late_the_facts_are_told_again_alike(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
    with clock.set_to(on(12, 10)):
        case = await case_of(task)
        await tasks.withdraw(
            case, reason=WithdrawalReason.NO_LONGER_NEEDED, text="", actor=cast.firm
        )
    kept = await facts(task)
    await rebuild()
    assert await facts(task) == kept


async def test_a_department_that_a_leader_names_twice_has_the_next_round_once(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        first, second = await two_tasks(cast)
        mayor = await a_leader()
        await replies(first, cast.officer)
        saying = Saying(text="请再核实。", department_ids=(cast.lead_id,))
        await issue(await case_of(first), saying, actor=mayor)
        [again] = await Task.filter(department_id=cast.lead_id, state=TaskState.ASSIGNED)
        await replies(second, cast.indit_officer)
        await replies(again, cast.officer)
        await tasks.pass_review(await Task.get(id=again.id), actor=cast.coordinator)
        case = await disputed(first, DisputeReason.NOT_CONTACTED, cast.firm)
    assert await failing() == []
    assert (case.state, case.round) == (State.IN_HANDLING, 2)
    new = {task.department_id: task.previous_task_id for task in await queries.of_round(case)}
    assert new == {cast.lead_id: again.id, cast.indit_id: second.id}


async def test_a_round_on_a_leaders_word_is_linked_to_the_one_before(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        mayor, task = await a_leader(), await a_task(cast, kind=Kind.GENERAL)
        await replies(task, cast.officer)
        case = await disputed(task, DisputeReason.NOT_SOLVED, cast.firm)
        await issue(case, Saying(text="请办。", department_ids=(cast.lead_id,)), actor=mayor)
    [new] = await queries.of_round(await case_of(task))
    assert (new.round, new.previous_task_id) == (2, task.id)


async def test_one_of_two_tasks_of_a_department_cancelled_it_still_leads(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        first, _ = await two_tasks(cast)
        mayor = await a_leader()
        await replies(first, cast.officer)
        saying = Saying(text="请再核实。", department_ids=(cast.lead_id,))
        await issue(await case_of(first), saying, actor=mayor)
        [again] = await Task.filter(department_id=cast.lead_id, state=TaskState.ASSIGNED)
        await tasks.cancel(again, reason="不再需要", actor=cast.coordinator)
    case = await case_of(first)
    assert str(cast.lead_id) in case.lead_ids
    assert await sql.count(Submission, cases.visible_to(cast.officer)) == 1


async def test_disputed_in_another_area_a_person_of_it_decides(cast: Cast) -> None:
    local = await body(f"INDIT-{DISTRICT}")
    officer = await somebody(Role.OFFICER, local)
    with clock.set_to(MONDAY):
        task = await a_task(cast, lead_id=local.id, kind=Kind.GENERAL)
        await replies(task, officer)
        await tasks.move_to_area(
            await case_of(task), area_code=NEIGHBOUR, reason="已迁址", actor=cast.clerk
        )
        case = await disputed(task, DisputeReason.NOT_CONTACTED, cast.firm)
    assert await failing() == []
    assert case.state is State.DISPUTED
    assert Act.REDO in cases.viewer_acts(case, cast.coordinator)


async def test_whoever_worked_on_it_in_the_old_district_sees_a_moved_case_no_more(
    cast: Cast,
) -> None:
    local = await body(f"INDIT-{DISTRICT}")
    officer = await somebody(Role.OFFICER, local)
    with clock.set_to(MONDAY):
        task = await a_task(cast, lead_id=local.id, kind=Kind.GENERAL)
        await replies(task, officer)
        assert await sql.count(Submission, cases.visible_to(officer)) == 1
        await tasks.move_to_area(
            await case_of(task), area_code=NEIGHBOUR, reason="已迁址", actor=cast.clerk
        )
    assert await sql.count(Submission, cases.visible_to(officer)) == 0


async def test_a_district_department_that_is_asked_beside_does_not_go_to_another_district(
    cast: Cast,
) -> None:
    local = await body(f"INDIT-{DISTRICT}")
    officer = await somebody(Role.OFFICER, local)
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.request_support(task, supports=[tasks.Asked(local.id)], actor=cast.clerk)
        with pytest.raises(NotPossible):
            await tasks.move_to_area(
                await case_of(task), area_code=NEIGHBOUR, reason="已迁址", actor=cast.clerk
            )
        await tasks.move_to_area(
            await case_of(task), area_code=CITY, reason="市级事权", actor=cast.clerk
        )
    assert await sql.count(Submission, cases.visible_to(officer)) == 1


async def test_a_correction_ends_what_the_old_word_asked_beside_another_task(cast: Cast) -> None:
    health, hrss = await body("HEALTH"), await body("HRSS")
    officer = await somebody(Role.OFFICER, health)
    with clock.set_to(MONDAY):
        mayor = await a_leader()
        task = await a_task(cast, kind=Kind.GENERAL)
        old = await issue(
            await case_of(task),
            Saying(text="请办。", department_ids=(cast.lead_id, health.id)),
            actor=mayor,
        )
        assert await sql.count(Submission, cases.visible_to(officer)) == 1
        corrected = Saying(
            text="改由人社局办。",
            department_ids=(hrss.id,),
            corrects=await Instruction.get(id=old.id),
        )
        await issue(await case_of(task), corrected, actor=mayor)
    [asked] = await Support.all()
    assert asked.state is SupportState.CANCELLED
    assert (await Task.get(id=task.id)).open_support_count == 0
    assert await sql.count(Submission, cases.visible_to(officer)) == 0


async def test_what_waits_for_a_decision_can_be_decided(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.COMPLEX)
        await tasks.request_extension(
            task,
            due_on=clock.today() + timedelta(days=24),
            reason="材料多",
            interim_reply="正在核实",
            actor=cast.officer,
        )
        assert await sql.count(Task, queries.extension_asked()) == 1
        await replies(task, cast.officer)
        assert (await Task.get(id=task.id)).state is TaskState.COMPLETION_CLAIMED
        assert await sql.count(Task, queries.extension_asked()) == 0


async def test_where_the_coordinator_comes_to_lead_others_rule_on_who_declined(cast: Cast) -> None:
    health = await body("HEALTH")
    with clock.set_to(MONDAY):
        fed = await somebody(Role.FEDERATION, await body("FED"))
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.request_support(task, supports=[tasks.Asked(health.id)], actor=cast.clerk)
        [asked] = await Support.all()
        await tasks.decline_support(
            asked,
            reason=ReturnReason.OTHER,
            text="不归我们",
            actor=await somebody(Role.OFFICER, health),
        )
        task = await Task.get(id=task.id)
        await tasks.request_return(
            task, reason=ReturnReason.OTHER, text="请改派", actor=cast.officer
        )
        await tasks.rule(task, text="改派", department_id=cast.indit_id, actor=cast.coordinator)
    [asked] = await Support.all()
    assert queries.support_acts(asked, cast.coordinator) == []
    assert SupportAct.RULE_SUPPORT in queries.support_acts(asked, fed)
