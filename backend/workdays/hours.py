"""Targets in hours: by the clock, or within working hours only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.errors import Invalid, Words
from backend.workdays.calendar import SEARCH_LIMIT, Calendar


def add_clock_hours(instant: datetime, hours: float) -> datetime:
    """Return the instant in UTC so many hours after `instant` (aware); nights and holidays count."""
    return instant.astimezone(UTC) + timedelta(hours=hours)


def add_working_hours(calendar: Calendar, instant: datetime, hours: float) -> datetime:
    """Return the instant in UTC at which so many working hours have passed since `instant` (aware).

    Hours are elapsed time inside the day's working intervals. A target that is used up exactly at the
    end of an interval ends there, not at the start of the next. Raises `Invalid` beyond 400 days.
    """
    left = timedelta(hours=hours)
    day = calendar.date_of(instant)
    for offset in range(SEARCH_LIMIT + 1):
        for start, end in calendar.intervals(day + timedelta(days=offset)):
            begin = max(start, instant.astimezone(UTC))
            if begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta())
    raise Invalid(
        Words(
            f"{SEARCH_LIMIT} 天内没有 {hours:g} 个工作小时",
            f"There are no {hours:g} working hours within {SEARCH_LIMIT} days",
        )
    )
