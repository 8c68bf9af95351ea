"""When the facts of a past case happened: ten o'clock of their day, in the area's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from backend.history.rows import HistoryRow
from backend.workdays import Calendar

HOUR = time(10)


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants of one past case; dues are exclusive ends of their days."""

    submitted: datetime
    assigned: datetime | None
    due: datetime | None
    granted: datetime | None
    extended_due: datetime | None
    started: datetime | None
    done: datetime | None
    invited: datetime | None
    graded: datetime | None


def instants_of(row: HistoryRow, *, calendar: Calendar, today: date) -> Instants:
    """Return the instants of `row`; what would only happen after `today` has none."""

    def at(day: date | None) -> datetime | None:
        return _at_ten(day, calendar.zone) if day is not None else None

    def end(day: date | None) -> datetime | None:
        return calendar.end_of(day) if day is not None else None

    granted = _grant_day(row, calendar)
    invited = _invitation_day(row, calendar)
    return Instants(
        submitted=_at_ten(row.submitted, calendar.zone),
        assigned=at(row.assigned),
        due=end(row.due),
        granted=at(granted),
        extended_due=end(row.extended_to),
        started=at(granted or row.done),
        done=at(row.done),
        invited=at(invited) if invited is not None and invited <= today else None,
        graded=at(row.graded),
    )


def _at_ten(day: date, zone: str) -> datetime:
    return datetime.combine(day, HOUR, ZoneInfo(zone)).astimezone(UTC)


def _grant_day(row: HistoryRow, calendar: Calendar) -> date | None:
    """An extension was granted on the last working day before the due day, at the latest when done."""
    if row.extended_to is None or row.due is None or row.assigned is None:
        return None
    before_due = calendar.add_workdays(row.due, -1)
    return max(row.assigned, min(before_due, row.done or before_due))


def _invitation_day(row: HistoryRow, calendar: Calendar) -> date | None:
    """The firm was asked on the next working day, or on the day it answered if that was earlier."""
    if row.done is None:
        return None
    next_day = calendar.add_workdays(row.done, 1)
    return min(next_day, row.graded) if row.graded is not None else next_day
