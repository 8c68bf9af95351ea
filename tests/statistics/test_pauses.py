"""Waiting for the firm is not being late, and no past day's figure changes with what came after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest_asyncio

from backend import clock
from backend.organizations.remembered import forget_everything
from backend.statistics.counting import count
from backend.statistics.rebuild import rebuild
from backend.statistics.selection import Asked, select
from backend.submissions.models import Handling, Kind, Outcome, Submission, Verdict
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks import jobs as task_jobs
from backend.tasks.models import Task, TaskState
from tests.statistics.test_rebuild import facts
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, the_cast

AREA = "320500"


def on(month: int, day: int, hour: int = 10) -> datetime:
    """Return an hour of a day of 2026 in Shanghai."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour - 8)


MONDAY = on(11, 23)


@pytest_asyncio.fixture
async def cast(database: str) -> AsyncIterator[Cast]:
    """The people of a case, on a Monday."""
    forget_everything()
    with clock.set_to(MONDAY):
        yield await the_cast()


async def two_departments(cast: Cast, *, kind: Kind = Kind.CONSULT) -> list[Task]:
    """Return the tasks of the lead and of the second department of one case."""
    case = await a_filed_case(cast)
    assignments = [tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)]
    return await tasks.accept_and_dispatch(
        case, kind=kind, assignments=assignments, actor=cast.clerk
    )


async def answer(cast: Cast, task: Task) -> None:
    """Let the task's officer file his reply."""
    await task.refresh_from_db()
    officer = cast.officer if task.department_id == cast.lead_id else cast.indit_officer
    await tasks.answer(task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=officer)


async def ask(cast: Cast, task: Task) -> None:
    """Let the task's officer ask the firm."""
    officer = cast.officer if task.department_id == cast.lead_id else cast.indit_officer
    await tasks.ask(task, question="合同编号？", actor=officer)


async def on_time(day: date) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the on-time figures of a day: by the effective due and by the original one."""
    numbers = await count(await select(Asked(AREA, as_of=day)))
    return numbers.of("onTime"), numbers.of("onTimeByOriginalDue")


async def told_then(days: dict[date, object], until: date) -> None:
    """Note the figures of every day from the last one noted, each as it ends."""
    day = max(days, default=MONDAY.date() - timedelta(days=1)) + timedelta(days=1)
    while day <= until:
        with clock.set_to(clock.end_of(day) - timedelta(microseconds=1)):
            days[day] = await on_time(day)
        day += timedelta(days=1)


async def assert_told_again(days: dict[date, object]) -> None:
    """Every day's figures are still what they were then, and follow from the events alone."""
    with clock.set_to(on(12, 30)):
        assert {day: await on_time(day) for day in days} == days
        stored = await facts()
        await rebuild()
        assert await facts() == stored


async def test_an_open_pause_over_the_due_day_is_not_late_and_stays_so(cast: Cast):
    lead, second = await two_departments(cast)
    await answer(cast, second)
    days: dict[date, object] = {}
    await told_then(days, date(2026, 11, 29))
    with clock.set_to(on(11, 30)):
        await ask(cast, lead)
    await told_then(days, date(2026, 12, 6))
    assert days[date(2026, 12, 1)] == ((0, 0), (0, 1))
    with clock.set_to(on(12, 20)):
        await task_jobs.resume({"task_id": str(lead.id)})
    assert days[date(2026, 12, 6)] == ((0, 0), (0, 1))
    with clock.set_to(on(12, 20)):
        assert await on_time(date(2026, 12, 7)) == ((0, 1), (0, 1))
    await assert_told_again(days)


async def test_a_round_is_on_time_when_each_department_kept_its_own_due(cast: Cast):
    lead, second = await two_departments(cast)
    await answer(cast, lead)
    await ask(cast, second)
    days: dict[date, object] = {}
    await told_then(days, date(2026, 11, 30))
    with clock.set_to(on(12, 1, 0)):
        await task_jobs.resume({"task_id": str(second.id)})
    await told_then(days, date(2026, 12, 6))
    with clock.set_to(on(12, 7, 23)):
        await answer(cast, second)
    await told_then(days, date(2026, 12, 8))
    kept = await Handling.get(submission_id=lead.submission_id)
    assert (kept.due_at, kept.paused_due_at) == (on(11, 30, 24), on(12, 7, 24))
    assert (kept.done_at, kept.in_time) == (on(12, 7, 23), True)
    assert days[date(2026, 12, 8)] == ((1, 1), (0, 1))
    await assert_told_again(days)


async def test_one_department_that_missed_its_due_makes_the_round_late(cast: Cast):
    lead, second = await two_departments(cast)
    await ask(cast, second)
    days: dict[date, object] = {}
    await told_then(days, date(2026, 11, 30))
    assert days[date(2026, 11, 30)] == ((0, 1), (0, 1))
    with clock.set_to(on(12, 1)):
        await tasks.reply(await Task.get(id=second.id), text="编号 7", actor=cast.firm)
        await answer(cast, second)
        await answer(cast, lead)  # after its due: reviewed before it goes out
        await tasks.pass_review(await Task.get(id=lead.id), actor=cast.coordinator)
    await told_then(days, date(2026, 12, 8))
    kept = await Handling.get(submission_id=lead.submission_id)
    assert (kept.done_at, kept.in_time) == (on(12, 1), False)
    assert second.due_at == on(12, 7, 24)
    assert days[date(2026, 12, 8)] == ((0, 1), (0, 1))
    await assert_told_again(days)


async def test_a_reply_in_review_when_it_is_due_counts_from_the_day_it_went_out(cast: Cast):
    """COMPLEX, due on 14 December, the second department a week later; both filed in time."""
    lead, second = await two_departments(cast, kind=Kind.COMPLEX)
    await ask(cast, second)
    days: dict[date, object] = {}
    await told_then(days, date(2026, 12, 10))
    with clock.set_to(on(12, 11)):
        await task_jobs.resume({"task_id": str(second.id)})
        await answer(cast, lead)
    await told_then(days, date(2026, 12, 15))
    with clock.set_to(on(12, 16)):
        await tasks.pass_review(await Task.get(id=lead.id), actor=cast.coordinator)
        await answer(cast, second)
    await told_then(days, date(2026, 12, 22))
    with clock.set_to(on(12, 23)):
        await tasks.pass_review(await Task.get(id=second.id), actor=cast.clerk)
    await told_then(days, date(2026, 12, 23))
    assert days[date(2026, 12, 13)] == ((0, 0), (0, 0))
    assert days[date(2026, 12, 14)] == days[date(2026, 12, 22)] == ((0, 1), (0, 1))
    assert days[date(2026, 12, 23)] == ((1, 1), (0, 1))
    await assert_told_again(days)


async def test_two_rounds_with_questions_follow_from_the_events(cast: Cast):
    """Silence, a reply, a filing sent back, a dispute, and a second round with its own question."""
    lead, second = await two_departments(cast)
    await ask(cast, lead)
    await ask(cast, second)
    days: dict[date, object] = {}
    await told_then(days, date(2026, 11, 24))
    with clock.set_to(on(11, 25)):
        await tasks.reply(await Task.get(id=second.id), text="编号 7", actor=cast.firm)
        await answer(cast, second)
    await told_then(days, date(2026, 12, 2))
    with clock.set_to(on(12, 3)):
        await task_jobs.resume({"task_id": str(lead.id)})
        await answer(cast, lead)
        case = await Submission.get(id=lead.submission_id)
        await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
        case = await Submission.get(id=lead.submission_id)
        again, other = await tasks.redo(case, actor=cast.clerk)
        await ask(cast, again)
    await told_then(days, date(2026, 12, 6))
    with clock.set_to(on(12, 7)):
        await tasks.reply(await Task.get(id=again.id), text="编号 8", actor=cast.firm)
        for task in (again, other):
            await answer(cast, task)
        filed = await Task.get(id=again.id)
        assert filed.state is TaskState.COMPLETION_CLAIMED
        await tasks.send_back(filed, reason="请写明依据", actor=cast.coordinator)
        await answer(cast, again)
        await tasks.pass_review(await Task.get(id=again.id), actor=cast.coordinator)
        await tasks.pass_review(await Task.get(id=other.id), actor=cast.clerk)
    await told_then(days, date(2026, 12, 12))
    rounds = await Handling.filter(submission_id=lead.submission_id).order_by("round")
    assert [one.in_time for one in rounds] == [True, True]
    assert [one.paused_due_at for one in rounds] == [on(12, 7, 24), on(12, 10, 24)]
    assert days[date(2026, 12, 12)] == ((1, 1), (0, 1))
    await assert_told_again(days)
