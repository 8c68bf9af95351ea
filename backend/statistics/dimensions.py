"""What figures can be split by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from backend import clock


class Dimension(StrEnum):
    """By what the cases are split; `MONTH` is the month of acceptance in the area's zone."""

    AREA = "AREA"
    MONTH = "MONTH"
    CATEGORY = "CATEGORY"
    DEPARTMENT = "DEPARTMENT"
    TIER = "TIER"
    CHANNEL = "CHANNEL"
    KIND = "KIND"


WIDE = frozenset({Dimension.AREA, Dimension.CHANNEL})
"""Splits whose cells are no narrower than what anybody may ask for as of any day."""

COLUMNS = {
    Dimension.AREA: "area_code",
    Dimension.CATEGORY: "category_code",
    Dimension.DEPARTMENT: "department_id",
    Dimension.TIER: "tier",
    Dimension.CHANNEL: "channel",
    Dimension.KIND: "kind",
}


def months_between(first: datetime, last: datetime, *, zone: str) -> list[date]:
    """Return the first day of every month from that of `first` to that of `last`, in `zone`."""
    month = clock.date_in(zone, first).replace(day=1)
    end = clock.date_in(zone, last)
    months: list[date] = []
    while month <= end:
        months.append(month)
        month = next_month(month)
    return months


def next_month(month: date) -> date:
    """Return the first day of the month after the one that begins on `month`."""
    years, position = divmod(month.month, 12)
    return date(month.year + years, position + 1, 1)


def month_key(months: Sequence[date], *, zone: str) -> tuple[str, tuple[object, ...]]:
    """Return the SQL that names the month of `accepted_at`, and its values: ends of months."""
    if not months:
        return "''", ()
    cases = " ".join(f"WHEN accepted_at < ? THEN '{month:%Y-%m}'" for month in months)
    ends = tuple(clock.start_of(next_month(month), zone) for month in months)
    return f"CASE {cases} END", ends
