"""The department's clock: from dispatch, half as long for a second round, stopped by a question."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.organizations import queries as organizations
from backend.submissions.models import Kind
from backend.tasks.models import Task
from backend.workdays import Due, Target, targets

PAUSE_WORKDAYS = 5
"""A question to the firm pauses for so long at most."""
ALL_PAUSES_WORKDAYS = 10
"""All pauses of one task together move its due date by so much at most."""


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


async def pause_end(*, since: datetime, area_code: str) -> datetime:
    """Return when a pause ends by itself."""
    calendar = await organizations.calendar_of(area_code)
    return calendar.due_after(calendar.date_of(since), PAUSE_WORKDAYS).exclusive_end


async def after_pause(task: Task, *, now: datetime) -> dict[str, object]:
    """Return the columns of a task whose pause ends `now`: due as much later as it waited."""
    if task.paused_at is None:
        return {}
    columns: dict[str, object] = {"paused_at": None, "waiting_until": None, "question": None}
    if targets.resolve(task.kind).workdays is None:
        return {**columns, "due_at": task.due_at + (now - task.paused_at)}
    calendar = await organizations.calendar_of(task.area_code)
    waited = calendar.workdays_between(calendar.date_of(task.paused_at), calendar.date_of(now))
    counted = min(waited, ALL_PAUSES_WORKDAYS - task.paused_workdays)
    if counted <= 0:
        return columns
    last_day = calendar.date_of(task.due_at - timedelta(microseconds=1))
    moved = calendar.due_after(last_day, counted)
    return {
        **columns,
        "due_at": moved.exclusive_end,
        "paused_workdays": task.paused_workdays + counted,
        "due_is_provisional": task.due_is_provisional or moved.provisional,
    }
