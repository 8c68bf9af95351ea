"""Rulings, extensions, plans and cancellations: no past day's figure changes, all is told again."""

from __future__ import annotations

from datetime import date

from backend import clock
from backend.actor import Role
from backend.statistics.counting import count
from backend.statistics.selection import Asked, select
from backend.submissions.models import Handling
from backend.tasks import actions as tasks
from backend.tasks.models import ReturnReason, Task
from tests.statistics.test_pauses import (
    AREA,
    answer,
    assert_told_again,
    cast,
    on,
    on_time,
    told_then,
    two_departments,
)
from tests.submissions.cast import BY_CALL, Cast, a_task, body, somebody

__all__ = ["cast"]

Days = dict[date, object]


async def returned(cast: Cast) -> Task:
    """Return Monday's CONSULT task, due on the 30th, as its department wants to be rid of it."""
    task = await a_task(cast)
    await tasks.request_return(task, reason=ReturnReason.OTHER, text="请改派", actor=cast.officer)
    return task


async def ruled_elsewhere(cast: Cast, task: Task) -> Task:
    """Rule that HRSS has it."""
    hrss = await body("HRSS")
    return await tasks.rule(
        await Task.get(id=task.id), text="改派", department_id=hrss.id, actor=cast.coordinator
    )


async def answered_by_hrss(task: Task) -> None:
    """Let HRSS answer."""
    from backend.submissions.models import Outcome

    officer = await somebody(Role.OFFICER, await body("HRSS"))
    await tasks.answer(task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=officer)


async def of_department(code: str, day: date) -> tuple[int, int]:
    """Return the on-time figure of a department."""
    asked = Asked(AREA, as_of=day, department_codes=(code,))
    return (await count(await select(asked))).of("onTime")


async def test_ruled_in_time_the_new_department_has_its_own_due(cast: Cast) -> None:
    task = await returned(cast)
    due = task.due_at
    days: Days = {}
    await told_then(days, date(2026, 11, 25))
    with clock.set_to(on(11, 26)):
        new = await ruled_elsewhere(cast, task)
    assert new.due_at > due
    with clock.set_to(clock.end_of(date(2026, 12, 2))):
        await told_then(days, date(2026, 12, 2))
    with clock.set_to(on(12, 3)):
        await answered_by_hrss(new)
    await told_then(days, date(2026, 12, 12))
    await assert_told_again(days)


async def test_ruled_late_the_days_before_stay_late_and_the_new_department_is_not(
    cast: Cast,
) -> None:
    task = await returned(cast)
    days: Days = {}
    late = clock.end_of(clock.date_in("Asia/Shanghai", task.due_at))
    day_after_due = clock.date_in("Asia/Shanghai", late)
    await told_then(days, day_after_due)
    assert days[day_after_due] == ((0, 1), (0, 1))
    with clock.set_to(clock.end_of(day_after_due)):
        new = await ruled_elsewhere(cast, task)
    facts = await Handling.get(submission_id=task.submission_id)
    assert (facts.previous_due_at, facts.new_due_from) == (task.due_at, facts.handed_over_at)
    with clock.set_to(new.due_at):
        pass
    await told_then(days, date(2026, 12, 10))
    assert days[date(2026, 12, 10)] == ((0, 0), (0, 1))
    with clock.set_to(on(12, 31)):
        assert await of_department("COMM", day_after_due) == (0, 1)
        assert await of_department("HRSS", day_after_due) == (0, 0)
        assert await of_department("COMM", date(2026, 12, 10)) == (0, 0)
    await assert_told_again(days)


async def test_an_extension_moves_the_effective_due_and_never_the_first(cast: Cast) -> None:
    lead, second = await two_departments(cast)
    days: Days = {}
    with clock.set_to(on(11, 25)):
        await tasks.request_extension(
            lead,
            due_on=date(2026, 12, 4),
            reason="需会商",
            interim_reply="稍后答复",
            actor=cast.officer,
        )
    await told_then(days, date(2026, 11, 26))
    with clock.set_to(on(11, 27)):
        await tasks.decide_extension(
            await Task.get(id=lead.id), is_granted=True, text="", actor=cast.coordinator
        )
        await answer(cast, second)
    await told_then(days, date(2026, 12, 2))
    assert days[date(2026, 12, 1)] == ((0, 0), (0, 1))
    with clock.set_to(on(12, 3)):
        await answer(cast, lead)
    await told_then(days, date(2026, 12, 6))
    assert days[date(2026, 12, 6)] == ((1, 1), (0, 1))
    await assert_told_again(days)


async def test_a_task_cancelled_late_leaves_the_round_late(cast: Cast) -> None:
    lead, second = await two_departments(cast)
    days: Days = {}
    await answer(cast, lead)
    await told_then(days, date(2026, 12, 1))
    with clock.set_to(on(12, 2)):
        await tasks.cancel(await Task.get(id=second.id), reason="不必再办", actor=cast.clerk)
    await told_then(days, date(2026, 12, 4))
    facts = await Handling.get(submission_id=lead.submission_id)
    assert facts.in_time is False
    assert days[date(2026, 12, 4)] == ((0, 1), (0, 1))
    await assert_told_again(days)


async def test_a_task_cancelled_in_time_is_not_waited_for(cast: Cast) -> None:
    lead, second = await two_departments(cast)
    days: Days = {}
    with clock.set_to(on(11, 25)):
        await answer(cast, second)
        await tasks.cancel(await Task.get(id=lead.id), reason="重复", actor=cast.coordinator)
    await told_then(days, date(2026, 12, 4))
    assert days[date(2026, 12, 4)] == ((1, 1), (1, 1))
    with clock.set_to(on(12, 31)):
        assert await of_department("INDIT", date(2026, 12, 4)) == (1, 1)
    await assert_told_again(days)


async def test_a_plan_keeps_the_case_open_and_in_time_while_it_is_reported(cast: Cast) -> None:
    task = await a_task(cast)
    days: Days = {}
    plan = [tasks.Planned(date(2026, 12, 20), "设计")]
    await told_then(days, date(2026, 11, 24))
    with clock.set_to(on(11, 25)):
        await tasks.list_long_term(task, plan="分期", milestones=plan, actor=cast.supervisor)
    await told_then(days, date(2026, 12, 14))
    with clock.set_to(on(12, 15)):
        await tasks.report_milestone(task, text="设计中", actor=cast.officer)
    await told_then(days, date(2026, 12, 29))
    assert days[date(2026, 12, 29)] == ((0, 0), (0, 1))
    assert await on_time(date(2026, 11, 23)) == ((0, 0), (0, 0))
    await assert_told_again(days)
