"""The light of a deadline: computed from facts at the moment of asking, never stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.workdays.calendar import Calendar
from backend.workdays.targets import Target, due_by

YELLOW_FROM = 2
"""Working days left at which a light turns yellow."""


class Light(StrEnum):
    """How a deadline stands."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    DARK_RED = "DARK_RED"
    PAUSED = "PAUSED"
    MET = "MET"
    MET_LATE = "MET_LATE"


def workdays_left(calendar: Calendar, today: date, due_day: date) -> int:
    """Return the working days after today up to and including the due day; negative when overdue."""
    return calendar.workdays_between(today, due_day)


def days_left(calendar: Calendar, now: datetime, due_at: datetime) -> int:
    """Return the working days left of a clock that runs out at `due_at` (exclusive)."""
    due_day = calendar.date_of(due_at - timedelta(microseconds=1))
    return workdays_left(calendar, calendar.date_of(now), due_day)


def light(
    calendar: Calendar,
    *,
    target: Target,
    started_at: datetime,
    due_at: datetime,
    now: datetime,
    met_at: datetime | None = None,
    is_paused: bool = False,
) -> Light:
    """Return the light of a clock started at `started_at` that runs out at `due_at` (exclusive).

    Met: MET or MET_LATE. Running: PAUSED; GREEN with more than 2 working days left, else YELLOW;
    RED from `due_at` on; DARK_RED once twice the target has passed as well.
    """
    if met_at is not None:
        return Light.MET if met_at < due_at else Light.MET_LATE
    if is_paused:
        return Light.PAUSED
    if now >= due_at:
        twice = due_by(_doubled(target), started_at, calendar).exclusive_end
        return Light.DARK_RED if now >= twice else Light.RED
    return Light.GREEN if days_left(calendar, now, due_at) > YELLOW_FROM else Light.YELLOW


def _doubled(target: Target) -> Target:
    def twice(length: int | None) -> int | None:
        return None if length is None else 2 * length

    return Target(twice(target.workdays), twice(target.working_hours), twice(target.clock_hours))
