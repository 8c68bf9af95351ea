"""What the State Council's yearly notices say about a day, as the package `holidays` records them.

The package lists the days off and the weekends worked in their stead. It knows the notices up to some
year; for later years it lists the statutory days only, so those years are provisional here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import cast

from holidays.countries.china import China, ChinaStaticHolidays

from backend.errors import Words

_NEIGHBOURHOOD = 10
"""No run of days off is longer than this; a festival is looked for within it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is announced for one day: off or worked, and for which festival."""

    is_workday: bool
    festival: Words


def _entries(year: int) -> Iterator[tuple[object, ...]]:
    """Yield the special entries of a year; the package writes a single one without its own tuple."""
    table = cast("Mapping[int, tuple[object, ...]]", ChinaStaticHolidays.special_public_holidays)
    entries = table.get(year, ())
    if entries and isinstance(entries[0], int):
        entries = (entries,)
    yield from cast("tuple[tuple[object, ...], ...]", entries)


PUBLISHED_YEARS = frozenset(
    cast("Mapping[int, object]", ChinaStaticHolidays.special_public_holidays)
)
"""The years whose notice the installed package knows."""


@lru_cache(maxsize=64)
def exchanges(year: int) -> Mapping[date, date]:
    """Return the exchanges of a year's notice: day off → weekend day worked in its stead."""
    found: dict[date, date] = {}
    for entry in _entries(year):
        if all(isinstance(part, int) for part in entry):
            month, day, worked_month, worked_day, *worked_year = cast("tuple[int, ...]", entry)
            worked = date(worked_year[0] if worked_year else year, worked_month, worked_day)
            found[date(year, month, day)] = worked
    return found


@lru_cache(maxsize=64)
def _festivals(year: int) -> Mapping[date, Words]:
    """Return the days a festival itself falls on, named; neither moved nor exchanged days."""
    chinese = China(years=year, observed=False, expand=False, language="zh_CN")
    english = China(years=year, observed=False, expand=False, language="en_US")
    return {
        day: Words("、".join(chinese.get_list(day)), " and ".join(english.get_list(day)))
        for day in chinese
        if day not in exchanges(year)
    }


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    return frozenset(China(years=year, expand=False))


def _is_known(year: int) -> bool:
    return China.start_year <= year <= China.end_year


def festival_of(day: date) -> Words:
    """Return the name of the festival nearest to a day off (the earlier one of two)."""
    for distance in range(_NEIGHBOURHOOD):
        for other in (day - timedelta(days=distance), day + timedelta(days=distance)):
            name = _festivals(other.year).get(other) if _is_known(other.year) else None
            if name is not None:
                return name
    return Words("法定节假日", "public holiday")


@lru_cache(maxsize=64)
def _notices(year: int) -> Mapping[date, Notice]:
    """Return every day of `year` that the notices of this year and the next set apart."""
    notices = {day: Notice(is_workday=False, festival=festival_of(day)) for day in _days_off(year)}
    for noticed in (year, year + 1):
        for off, worked in exchanges(noticed).items():
            if worked.year == year:
                notices[worked] = Notice(is_workday=True, festival=festival_of(off))
    return notices


def notice_for(day: date) -> Notice | None:
    """Return what is announced for `day`; None where the ordinary week applies."""
    return _notices(day.year).get(day) if _is_known(day.year) else None
