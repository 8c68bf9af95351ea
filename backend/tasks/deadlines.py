"""The department's clock: from dispatch, half as long for a second round, stopped by a question.

A question to the firm stops the clock for five working days at most, all questions of a task for ten;
where the target runs by the clock (URGENT), for 24 hours and 48. A pause ends with the firm's reply
or when its time is up, whichever comes first: whoever notices late lengthens nothing. The day of the
question does not count, the last day of the pause does. The due instant never falls inside a pause;
but a question that comes after it moves nothing: late stays late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from backend.organizations import queries as organizations
from backend.submissions.models import Kind
from backend.tasks.models import Task
from backend.workdays import Due, Target, targets

PAUSE_WORKDAYS = 5
"""A question to the firm pauses for so long at most."""
ALL_PAUSES_WORKDAYS = 10
"""All pauses of one task together move its due date by so much at most."""
PAUSE_SECONDS = 24 * 3600
"""The same for a target in clock hours: one question,"""
ALL_PAUSES_SECONDS = 48 * 3600
"""and all of them."""

_MOMENT = timedelta(microseconds=1)


def second_target(kind: Kind) -> Target:
    """Return the target of a redone round: half of the first, rounded up."""
    first = targets.resolve(kind)
    if first.clock_hours is not None:
        return Target(clock_hours=-(-first.clock_hours // 2))
    return Target(workdays=-(-(first.workdays or 1) // 2))


def target_of(task: Task) -> Target:
    """Return the target of the task's round."""
    return targets.resolve(task.kind) if task.round == 1 else second_target(task.kind)


async def due(kind: Kind, *, assigned_at: datetime, area_code: str, round_number: int) -> Due:
    """Return when the department's reply is due."""
    calendar = await organizations.calendar_of(area_code)
    target = targets.resolve(kind) if round_number == 1 else second_target(kind)
    return targets.due_by(target, assigned_at, calendar)


async def contact_due(kind: Kind, *, assigned_at: datetime, area_code: str) -> datetime:
    """Return by when the department has to have reached the firm."""
    calendar = await organizations.calendar_of(area_code)
    return targets.due_by(targets.first_contact(kind), assigned_at, calendar).exclusive_end


def may_pause(task: Task) -> bool:
    """Say whether the task has any of its pauses left."""
    if target_of(task).clock_hours is not None:
        return task.paused_seconds < ALL_PAUSES_SECONDS
    return task.paused_workdays < ALL_PAUSES_WORKDAYS


async def pause_end(task: Task, *, since: datetime) -> datetime:
    """Return when a pause that begins at `since` ends by itself; the task must have some left."""
    if target_of(task).clock_hours is not None:
        left = ALL_PAUSES_SECONDS - task.paused_seconds
        return since + timedelta(seconds=min(PAUSE_SECONDS, left))
    calendar = await organizations.calendar_of(task.area_code)
    days = min(PAUSE_WORKDAYS, ALL_PAUSES_WORKDAYS - task.paused_workdays)
    return calendar.due_after(calendar.date_of(since), days).exclusive_end


@dataclass(frozen=True, slots=True)
class Pause:
    """What one pause comes to: the due instant after it and what it takes of the allowance."""

    due_at: datetime
    workdays: int = 0
    seconds: int = 0
    is_provisional: bool = False


async def pause_of(task: Task, *, since: datetime, until: datetime) -> Pause:
    """Return what a pause from `since` to `until` comes to; `until` is within the allowance."""
    if target_of(task).clock_hours is not None:
        return _by_the_clock(task, since=since, until=until)
    calendar = await organizations.calendar_of(task.area_code)
    last_moment = max(since, until - _MOMENT)
    waited = calendar.workdays_between(calendar.date_of(since), calendar.date_of(last_moment))
    if since >= task.due_at:
        return Pause(task.due_at, workdays=waited)
    last_day = calendar.date_of(task.due_at - _MOMENT)
    moved = Due(last_day, task.due_at)
    if waited:
        moved = calendar.due_after(last_day, waited)
    if moved.exclusive_end <= last_moment:
        # Asked on the last day and answered on a day off: the next working day is left.
        waited += 1
        moved = calendar.due_after(last_day, waited)
    return Pause(moved.exclusive_end, workdays=waited, is_provisional=moved.provisional)


def _by_the_clock(task: Task, *, since: datetime, until: datetime) -> Pause:
    waited = max(until - since, timedelta())
    moved = task.due_at + waited if since < task.due_at else task.due_at
    return Pause(moved, seconds=ceil(waited.total_seconds()))


async def after_pause(task: Task, *, now: datetime) -> dict[str, object]:
    """Return the columns of a task whose pause is found to be over `now`."""
    if task.paused_at is None or task.waiting_until is None:
        return {}
    pause = await pause_of(task, since=task.paused_at, until=min(now, task.waiting_until))
    return {
        "paused_at": None,
        "waiting_until": None,
        "paused_due_at": None,
        "question": None,
        "due_at": pause.due_at,
        "paused_workdays": task.paused_workdays + pause.workdays,
        "paused_seconds": task.paused_seconds + pause.seconds,
        "due_is_provisional": task.due_is_provisional or pause.is_provisional,
    }


@dataclass(slots=True)
class TaskClock:
    """One task's part in its round: `due_at` counts its pauses, an open one as if it ran out.

    `filed_at` is when the reply that counts was filed, `done_at` when it had passed.
    """

    first_due_at: datetime
    due_at: datetime
    filed_at: datetime | None = None
    done_at: datetime | None = None

    def is_filed_in_time(self) -> bool:
        """Say whether the reply was filed before the task's own due."""
        return self.filed_at is not None and self.filed_at < self.due_at

    def is_done_in_time(self) -> bool:
        """Say whether the reply had also passed by then."""
        return self.done_at is not None and self.done_at < self.due_at


def clock_of(task: Task) -> TaskClock:
    """Return the task's part in its round."""
    was_paused = task.paused_workdays or task.paused_seconds
    moved = task.due_at if was_paused else task.original_due_at
    return TaskClock(
        first_due_at=task.original_due_at,
        due_at=task.paused_due_at or moved,
        filed_at=task.claimed_at,
        done_at=task.done_at,
    )


@dataclass(frozen=True, slots=True)
class RoundDue:
    """What pauses make of a round, as `handling` keeps it; both None without any."""

    paused_due_at: datetime | None = None
    in_time: bool | None = None


def due_of_round(clocks: Sequence[TaskClock]) -> RoundDue:
    """Return the round's due as pauses moved it, and once all is done whether that was in time.

    A round is in time when each of its tasks was filed before its own due. As long as one is
    missing, the round's due is the earliest of those that no reply met; once none is, the latest.
    This due changes only before it has passed, so no past day's figure changes with it.
    """
    if all(each.due_at == each.first_due_at for each in clocks):
        return RoundDue()
    unmet = [each.due_at for each in clocks if not each.is_done_in_time()]
    is_over = all(each.done_at is not None for each in clocks)
    return RoundDue(
        paused_due_at=min(unmet) if unmet else max(each.due_at for each in clocks),
        in_time=all(each.is_filed_in_time() for each in clocks) if is_over else None,
    )
