"""Targets: how long each kind of case may take (product defaults).

Kind codes are the product's: CONSULT, GENERAL, COMPLEX, URGENT, SUGGESTION, LONG_TERM. The firm's
promise is counted from filing, the department's from dispatch; both use `due`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.workdays.calendar import Calendar, Due
from backend.workdays.hours import add_clock_hours, add_working_hours


@dataclass(frozen=True, slots=True)
class Target:
    """One length of time in exactly one unit; units are never mixed."""

    workdays: int | None = None
    working_hours: int | None = None
    clock_hours: int | None = None

    def __post_init__(self) -> None:
        """Refuse no unit, two units, and lengths that are not positive."""
        lengths = [self.workdays, self.working_hours, self.clock_hours]
        given = [length for length in lengths if length is not None]
        if len(given) != 1 or given[0] <= 0:
            raise ValueError(f"a target is one positive length in one unit, not {self}")


_URGENT = "URGENT"
_HOURS_FOR_AN_URGENT_STEP = Target(clock_hours=1)
_HOURS_FOR_A_STEP = Target(working_hours=4)

RESOLVE: Mapping[str, Target] = {
    "CONSULT": Target(workdays=5),
    "GENERAL": Target(workdays=10),
    "COMPLEX": Target(workdays=15),
    "SUGGESTION": Target(workdays=10),
    _URGENT: Target(clock_hours=24),
    "LONG_TERM": Target(workdays=30),  # the next report of progress: such a case has no last day
}
"""Reply to the firm, by kind."""

FIRST_CONTACT: Mapping[str, Target] = {
    **dict.fromkeys(RESOLVE, Target(clock_hours=24)),
    "SUGGESTION": Target(clock_hours=48),
    _URGENT: Target(clock_hours=2),
}
"""First call, visit or message to the firm, by kind."""


def resolve(kind_code: str) -> Target:
    """Return the target for the reply to a case of this kind."""
    return RESOLVE[kind_code]


def first_contact(kind_code: str) -> Target:
    """Return the target for the first contact with the firm."""
    return FIRST_CONTACT[kind_code]


def verification(kind_code: str) -> Target:
    """Return the target for verifying a filed case: 4 working hours, urgent 1 hour."""
    return _HOURS_FOR_AN_URGENT_STEP if kind_code == _URGENT else _HOURS_FOR_A_STEP


def dispatch(kind_code: str) -> Target:
    """Return the target for dispatching an accepted case: 4 working hours, urgent 1 hour."""
    return _HOURS_FOR_AN_URGENT_STEP if kind_code == _URGENT else _HOURS_FOR_A_STEP


def due_by(target: Target, instant: datetime, calendar: Calendar) -> Due:
    """Return the deadline of a target whose clock starts at `instant` (aware).

    Working days end with their day; hours end at an instant, shown as the day it lies in.
    """
    if target.workdays is not None:
        return calendar.due_after(calendar.date_of(instant), target.workdays)
    if target.working_hours is not None:
        end = add_working_hours(calendar, instant, target.working_hours)
        return Due(calendar.date_of(end), end, calendar.is_provisional(calendar.date_of(end)))
    end = add_clock_hours(instant, target.clock_hours or 0)
    return Due(calendar.date_of(end), end)


def due(kind_code: str, instant: datetime, calendar: Calendar) -> Due:
    """Return when the reply is due: the firm's promise from filing, the department's from dispatch."""
    return due_by(resolve(kind_code), instant, calendar)
