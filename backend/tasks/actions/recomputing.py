"""A calendar changed: open clocks are counted again, and only what changes is told.

What has passed stays: a due date that is over is not counted again, and none is moved into the past.
Hours run through holidays, and a long-term task owes its next report from its last: neither changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from backend import clock
from backend.db import sql, unit_of_work
from backend.organizations import queries as organizations
from backend.submissions import handling
from backend.submissions.models import Kind
from backend.tasks import deadlines
from backend.tasks.actions.finishing import note_dues
from backend.tasks.models import Task
from backend.tasks.telling import tell
from backend.tasks.workflow import OPEN_STATES
from backend.workdays import Calendar, Day, Due
from backend.workflow import change


@dataclass(frozen=True, slots=True)
class Recount:
    """How many open tasks a change of the calendar moves, and how many of them to today."""

    changed: int = 0
    due_now: int = 0


async def recompute_dues(area_code: str) -> Recount:
    """Count the open clocks of an area and those below it again, in one unit."""
    async with unit_of_work():
        found = Recount()
        for task, due in await _moved(area_code):
            found = await _count(found, task, due)
            case = await handling.count_tasks(task.submission_id)
            before = deadlines.effective_due(task)
            await change(task, await _columns(task, due))
            await note_dues(case)
            after = deadlines.effective_due(task)
            await tell("due_recomputed", task, payload={"due_at": after, "previous_due_at": before})
        return found


async def preview(
    area_code: str, days: Mapping[date, Day], *, confirmed_years: frozenset[int] = frozenset()
) -> Recount:
    """Return what setting these days would move, without setting them."""
    found = Recount()
    for task, due in await _moved(area_code, days=days, confirmed_years=confirmed_years):
        found = await _count(found, task, due)
    return found


async def _moved(
    area_code: str,
    *,
    days: Mapping[date, Day] | None = None,
    confirmed_years: frozenset[int] = frozenset(),
) -> list[tuple[Task, Due]]:
    """Return the open tasks whose due comes out otherwise than it stands."""
    moved: list[tuple[Task, Due]] = []
    for task in await _open_tasks(area_code):
        calendar = await organizations.calendar_of(task.area_code)
        if days is not None:
            calendar = replace(
                calendar,
                overrides={**calendar.overrides, **days},
                confirmed_years=calendar.confirmed_years | confirmed_years,
            )
        due = due_again(task, calendar, now=clock.now())
        if (due.exclusive_end, due.provisional) != (task.due_at, task.due_is_provisional):
            moved.append((task, due))
    return moved


async def _open_tasks(area_code: str) -> list[Task]:
    codes = await organizations.codes_under(area_code)
    where = sql.is_in("task.area_code", sorted(codes))
    where &= sql.is_in("task.state", sorted(OPEN_STATES))
    where &= sql.Where(
        "task.due_at > ? AND task.listed_at IS NULL AND task.kind NOT IN (?, ?) AND NOT task.recorded",
        (clock.now(), Kind.URGENT, Kind.LONG_TERM),
    )
    return await sql.rows(Task, where, order="task.id")


def due_again(task: Task, calendar: Calendar, *, now: datetime) -> Due:
    """Return the due of a task counted anew by a calendar; never before the end of today."""
    workdays = deadlines.target_of(task).workdays or 0
    assigned = calendar.date_of(task.assigned_at)
    counted = workdays + task.extended_workdays + task.paused_workdays
    due = calendar.due_after(assigned, counted)
    today = calendar.date_of(now)
    if due.day < today:
        return Due(today, calendar.end_of(today), due.provisional)
    return due


async def _columns(task: Task, due: Due) -> dict[str, object]:
    columns: dict[str, object] = {
        "due_at": due.exclusive_end,
        "due_is_provisional": due.provisional,
    }
    if task.paused_at is not None and task.waiting_until is not None:
        pause = await deadlines.pause_of(
            task, since=task.paused_at, until=task.waiting_until, due_at=due.exclusive_end
        )
        columns["paused_due_at"] = pause.due_at
    return columns


async def _count(found: Recount, task: Task, due: Due) -> Recount:
    calendar = await organizations.calendar_of(task.area_code)
    is_now = due.day == calendar.date_of(clock.now()) and due.exclusive_end < task.due_at
    return Recount(found.changed + 1, found.due_now + is_now)
