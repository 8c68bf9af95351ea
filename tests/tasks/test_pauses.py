"""A question to the firm stops the department's clock: by exactly how much, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend import clock
from backend.errors import NotPossible
from backend.submissions.models import Handling, Kind
from backend.tasks import actions as tasks
from backend.tasks import jobs as task_jobs
from backend.tasks import queries
from backend.tasks.models import Task, TaskState
from backend.tasks.workflow import TaskAct
from tests.submissions.cast import Cast, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def on(month: int, day: int, hour: int = 10) -> datetime:
    """Return an hour of a day of 2026 in Shanghai; 24 is the end of the day."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour - 8)


def end_of(month: int, day: int) -> datetime:
    """Return the exclusive end of a day."""
    return on(month, day, 24)


MONDAY, FRIDAY = on(11, 23), on(11, 20)


async def a_dispatched_task(cast: Cast, at: datetime, *, kind: Kind = Kind.GENERAL) -> Task:
    """Return a task whose clock starts `at`."""
    with clock.set_to(at):
        return await a_task(cast, kind=kind)


async def asked(cast: Cast, task: Task, at: datetime) -> datetime:
    """Ask the firm `at`; return when the pause ends by itself."""
    with clock.set_to(at):
        await tasks.ask(task, question="合同编号？", actor=cast.officer)
    assert task.waiting_until is not None
    return task.waiting_until


async def replied(cast: Cast, task: Task, at: datetime) -> None:
    """Let the firm reply `at`."""
    with clock.set_to(at):
        await tasks.reply(task, text="编号 7", actor=cast.firm)


async def ended_by_time(task: Task, at: datetime) -> None:
    """Let the worker come by `at`."""
    with clock.set_to(at):
        await task_jobs.resume({"task_id": str(task.id)})
    await task.refresh_from_db()
    assert task.state is TaskState.IN_PROGRESS


@pytest.mark.parametrize(
    ("start", "until", "before", "after"),
    [
        (MONDAY, end_of(11, 30), end_of(12, 7), end_of(12, 14)),
        (FRIDAY, end_of(11, 27), end_of(12, 4), end_of(12, 11)),
    ],
    ids=["Monday", "Friday"],
)
@pytest.mark.parametrize("late", [timedelta(), SECOND, timedelta(days=6)], ids=str)
async def test_silence_moves_the_due_by_five_working_days_however_late_the_worker_comes(
    start: datetime, until: datetime, before: datetime, after: datetime, late: timedelta
) -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, start)
    assert task.due_at == before
    assert await asked(cast, task, start) == until
    await ended_by_time(task, until + late)
    assert (task.due_at, task.paused_workdays) == (after, 5)
    assert task.original_due_at == before


async def test_a_firm_that_replies_after_its_time_moves_no_more_than_one_that_is_silent() -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, MONDAY)
    until = await asked(cast, task, MONDAY)
    await replied(cast, task, until + timedelta(days=3))
    assert (task.due_at, task.paused_workdays) == (end_of(12, 14), 5)


@pytest.mark.parametrize(
    ("start", "reply_at", "due", "counted"),
    [
        (MONDAY, on(11, 23, 17), end_of(12, 7), 0),
        (MONDAY, on(11, 24, 9), end_of(12, 8), 1),
        (MONDAY, on(11, 25), end_of(12, 9), 2),
        (FRIDAY, on(11, 21), end_of(12, 4), 0),
        (FRIDAY, on(11, 23), end_of(12, 7), 1),
    ],
    ids=["the same day", "Tuesday", "Wednesday", "Saturday", "over the weekend"],
)
async def test_a_reply_moves_the_due_by_the_working_days_it_took(
    start: datetime, reply_at: datetime, due: datetime, counted: int
) -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, start)
    await asked(cast, task, start)
    await replied(cast, task, reply_at)
    assert (task.due_at, task.paused_workdays) == (due, counted)


async def test_asked_on_the_last_day_the_due_never_falls_inside_the_pause() -> None:
    cast = await the_cast()
    last_day = on(12, 4)
    answered, silent = [await a_dispatched_task(cast, FRIDAY) for _ in range(2)]
    await asked(cast, answered, last_day)
    await replied(cast, answered, on(12, 5))
    assert (answered.due_at, answered.paused_workdays) == (end_of(12, 7), 1)
    until = await asked(cast, silent, last_day)
    await ended_by_time(silent, until)
    assert silent.due_at == until == end_of(12, 11)


async def test_a_question_after_the_due_moves_nothing() -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, MONDAY)
    until = await asked(cast, task, on(12, 8))
    assert task.paused_due_at == task.due_at == end_of(12, 7)
    await ended_by_time(task, until)
    assert (task.due_at, task.paused_workdays) == (end_of(12, 7), 5)


async def test_all_questions_of_a_task_have_ten_working_days() -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, MONDAY)
    await asked(cast, task, MONDAY)
    await replied(cast, task, on(11, 26))
    assert await asked(cast, task, on(11, 26)) == end_of(12, 3)
    await ended_by_time(task, end_of(12, 3))
    assert await asked(cast, task, on(12, 4)) == end_of(12, 8)
    await ended_by_time(task, end_of(12, 8))
    assert (task.due_at, task.paused_workdays) == (end_of(12, 21), 10)
    assert TaskAct.ASK not in queries.viewer_acts(task, cast.officer)
    with pytest.raises(NotPossible, match="used up"):
        await asked(cast, task, on(12, 9))


async def test_an_urgent_task_waits_a_day_for_one_question_and_two_for_all() -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, MONDAY, kind=Kind.URGENT)
    assert task.due_at == MONDAY + 24 * HOUR
    assert await asked(cast, task, MONDAY) == MONDAY + 24 * HOUR
    await replied(cast, task, MONDAY + 20 * HOUR)
    assert (task.due_at, task.paused_seconds) == (MONDAY + 44 * HOUR, 20 * 3600)
    again = MONDAY + 30 * HOUR
    assert await asked(cast, task, again) == again + 24 * HOUR
    await ended_by_time(task, again + timedelta(days=9))
    assert task.due_at == MONDAY + 68 * HOUR
    last = MONDAY + 60 * HOUR
    assert await asked(cast, task, last) == last + 4 * HOUR
    await replied(cast, task, last + timedelta(days=2))
    assert (task.due_at, task.paused_seconds) == (MONDAY + 72 * HOUR, 48 * 3600)
    assert TaskAct.ASK not in queries.viewer_acts(task, cast.officer)
    with pytest.raises(NotPossible, match="used up"):
        await asked(cast, task, last + timedelta(days=2))


async def test_the_case_keeps_its_first_due_and_the_moved_one_beside_it() -> None:
    cast = await the_cast()
    task = await a_dispatched_task(cast, MONDAY)
    await asked(cast, task, MONDAY)
    waiting = await Handling.get(submission_id=task.submission_id)
    assert (waiting.due_at, waiting.paused_due_at) == (end_of(12, 7), end_of(12, 14))
    await replied(cast, task, on(11, 24))
    going_on = await Handling.get(submission_id=task.submission_id)
    assert (going_on.due_at, going_on.paused_due_at) == (end_of(12, 7), end_of(12, 8))
