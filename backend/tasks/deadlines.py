"""The department's clock: from dispatch, half as long for a second round, stopped by a question.

A question to the firm stops the clock for five working days at most, all questions of a task for ten;
where the target runs by the clock (URGENT), for 24 hours and 48. A pause ends with the firm's reply
or when its time is up, whichever comes first: whoever notices late lengthens nothing. The day of the
question does not count, the last day of the pause does. The due instant never falls inside a pause;
but a question that comes after it moves nothing: late stays late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from backend.errors import Invalid, Words
from backend.organizations import queries as organizations
from backend.submissions.models import Kind
from backend.tasks.models import Support, Task
from backend.workdays import Calendar, Due, Target, targets

PAUSE_WORKDAYS = 5
"""A question to the firm pauses for so long at most."""
ALL_PAUSES_WORKDAYS = 10
"""All pauses of one task together move its due date by so much at most."""
PAUSE_SECONDS = 24 * 3600
"""The same for a target in clock hours: one question,"""
ALL_PAUSES_SECONDS = 48 * 3600
"""and all of them."""

LONGEST_EXTENSION_WORKDAYS = 10
"""One extension moves the due date by so much at most."""
MOST_EXTENSIONS = 2
"""One is granted by whoever dispatches, one more by the leader in charge."""
SUPPORT_PERCENT = 60
"""So much of the lead's time another department has for its opinion."""

_MOMENT = timedelta(microseconds=1)
_SECONDS_OF_AN_HOUR = 3600
_PERCENT = 100


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


async def return_until(*, assigned_at: datetime, area_code: str) -> datetime:
    """Return until when a department may ask to return what it was given."""
    calendar = await organizations.calendar_of(area_code)
    days = await organizations.return_workdays(area_code)
    return calendar.due_after(calendar.date_of(assigned_at), days).exclusive_end


def effective_due(task: Task) -> datetime:
    """Return the due that stands: an open pause counts as if it ran out."""
    return task.paused_due_at or task.due_at


async def support_due(task: Task, *, asked_at: datetime) -> Due:
    """Return by when an opinion is due: after 60 % of what the lead has left, at least a day."""
    calendar = await organizations.calendar_of(task.area_code)
    until = effective_due(task)
    if target_of(task).clock_hours is not None:
        hours = int((until - asked_at).total_seconds()) // _SECONDS_OF_AN_HOUR
        share = Target(clock_hours=max(1, hours * SUPPORT_PERCENT // _PERCENT))
        return targets.due_by(share, asked_at, calendar)
    today = calendar.date_of(asked_at)
    days = calendar.workdays_between(today, calendar.date_of(until - _MOMENT))
    return calendar.due_after(today, max(1, days * SUPPORT_PERCENT // _PERCENT))


def support_target(row: Support, calendar: Calendar) -> Target:
    """Return the time that was given for an opinion, in the unit of its case."""
    if targets.resolve(row.kind).clock_hours is not None:
        hours = int((row.due_at - row.requested_at).total_seconds()) // _SECONDS_OF_AN_HOUR
        return Target(clock_hours=max(1, hours))
    asked_on, last_day = (
        calendar.date_of(row.requested_at),
        calendar.date_of(row.due_at - _MOMENT),
    )
    return Target(workdays=max(1, calendar.workdays_between(asked_on, last_day)))


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


async def pause_of(
    task: Task, *, since: datetime, until: datetime, due_at: datetime | None = None
) -> Pause:
    """Return what a pause from `since` to `until` comes to; `until` is within the allowance.

    `due_at` is the due that it moves, by default the task's.
    """
    before = due_at or task.due_at
    if target_of(task).clock_hours is not None:
        return _by_the_clock(before, since=since, until=until)
    calendar = await organizations.calendar_of(task.area_code)
    last_moment = max(since, until - _MOMENT)
    waited = calendar.workdays_between(calendar.date_of(since), calendar.date_of(last_moment))
    if since >= before:
        return Pause(before, workdays=waited)
    last_day = calendar.date_of(before - _MOMENT)
    moved = Due(last_day, before)
    if waited:
        moved = calendar.due_after(last_day, waited)
    if moved.exclusive_end <= last_moment:
        # Asked on the last day and answered on a day off: the next working day is left.
        waited += 1
        moved = calendar.due_after(last_day, waited)
    return Pause(moved.exclusive_end, workdays=waited, is_provisional=moved.provisional)


def _by_the_clock(before: datetime, *, since: datetime, until: datetime) -> Pause:
    waited = max(until - since, timedelta())
    moved = before + waited if since < before else before
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


async def extension_until(task: Task, due_on: date) -> tuple[int, datetime]:
    """Return an extension to `due_on` in working days, and the due it would make now.

    Raises Invalid unless it gives one to ten working days more.
    """
    calendar = await organizations.calendar_of(task.area_code)
    last_day = calendar.date_of(effective_due(task) - _MOMENT)
    latest = calendar.add_workdays(last_day, LONGEST_EXTENSION_WORKDAYS)
    days = calendar.workdays_between(last_day, due_on) if last_day < due_on <= latest else 0
    if not days:
        most = LONGEST_EXTENSION_WORKDAYS
        raise Invalid(
            Words(
                f"延期日期应晚于现在的期限，最多延长{most}个工作日",
                f"An extension ends after the present due date, at most {most} working days later",
            ),
            path=("input", "dueOn"),
        )
    return days, calendar.due_after(last_day, days).exclusive_end


async def after_extension(task: Task) -> dict[str, object]:
    """Return the due columns of a task whose extension is granted, also in the midst of a pause."""
    calendar = await organizations.calendar_of(task.area_code)
    days = task.extension_asked_workdays
    moved = calendar.due_after(calendar.date_of(task.due_at - _MOMENT), days)
    columns: dict[str, object] = {
        "due_at": moved.exclusive_end,
        "extended_workdays": task.extended_workdays + days,
        "due_is_provisional": task.due_is_provisional or moved.provisional,
    }
    if task.paused_at is not None and task.waiting_until is not None:
        pause = await pause_of(
            task, since=task.paused_at, until=task.waiting_until, due_at=moved.exclusive_end
        )
        columns["paused_due_at"] = pause.due_at
    return columns


async def after_progress(task: Task, *, now: datetime) -> dict[str, object]:
    """Return the columns of a long-term task after a report: the next one is due in 30 working days.

    The due date goes along as long as it has not passed: late stays late.
    """
    calendar = await organizations.calendar_of(task.area_code)
    upcoming = targets.due(Kind.LONG_TERM, now, calendar)
    columns: dict[str, object] = {"progress_due_at": upcoming.exclusive_end}
    if now < task.due_at < upcoming.exclusive_end:
        columns["due_at"] = upcoming.exclusive_end
        columns["due_is_provisional"] = upcoming.provisional
    return columns
