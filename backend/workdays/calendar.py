"""A calendar answers whether a day is worked, and counts working days from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend import clock
from backend.errors import Invalid, Words
from backend.workdays.notices import PUBLISHED_YEARS, notice_for

SEARCH_LIMIT = 400
"""Days after which a search gives up: no real calendar has a gap or a target that long."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Working hours within one day, in the calendar's zone; `end` is exclusive."""

    start: time
    end: time


MORNING = Interval(time(9), time(12))
AFTERNOON = Interval(time(13, 30), time(18))
Week = tuple[tuple[Interval, ...], ...]
USUAL_WEEK: Week = (*((MORNING, AFTERNOON),) * 5, (), ())
"""Monday to Friday, 09:00–12:00 and 13:30–18:00."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one day is: worked or not, wholly or the first interval only, and its name if it has one."""

    is_workday: bool
    name: Words | None = None
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: shown as `day`, kept until just before `exclusive_end` (an instant in UTC).

    `provisional` means that a counted day lies in a year whose holidays are not yet published.
    """

    day: date
    exclusive_end: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """The working calendar of one area.

    `overrides` win over the published notices, and these over `week` (Monday first, working intervals
    of each weekday). A year in `confirmed_years` is wholly described by `overrides` and `week`.
    """

    overrides: Mapping[date, Day] = field(default_factory=dict[date, Day])
    zone: str = clock.DEFAULT_ZONE
    week: Week = USUAL_WEEK
    confirmed_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a calendar in which nobody ever works or whose hours are out of order."""
        if len(self.week) != len(USUAL_WEEK) or not any(self.week):
            raise Invalid(Words("日历没有任何工作时间", "The calendar has no working time"))
        for intervals in self.week:
            times = [edge for interval in intervals for edge in (interval.start, interval.end)]
            if sorted(set(times)) != times:
                raise Invalid(Words("工作时段顺序有误", "The working hours are out of order"))

    def day(self, day: date) -> Day:
        """Return what `day` is: by override, else by published notice, else by the week."""
        override = self.overrides.get(day)
        if override is not None:
            return override
        notice = None if day.year in self.confirmed_years else notice_for(day)
        if notice is not None:
            return Day(is_workday=notice.is_workday, name=notice.festival)
        return Day(is_workday=bool(self.week[day.weekday()]))

    def is_workday(self, day: date) -> bool:
        """Return whether `day` is worked (a half day is)."""
        return self.day(day).is_workday

    def is_usually_worked(self, day: date) -> bool:
        """Return whether the weekday of `day` is worked in a week without exceptions."""
        return bool(self.week[day.weekday()])

    def is_provisional(self, day: date) -> bool:
        """Return whether the holidays of the day's year are not yet published."""
        return day.year not in PUBLISHED_YEARS and day.year not in self.confirmed_years

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working hours of `day` as instants in UTC; a weekend worked has a weekday's hours."""
        kind = self.day(day)
        if not kind.is_workday:
            return ()
        hours = self.week[day.weekday()] or next(hours for hours in self.week if hours)
        zone = ZoneInfo(self.zone)
        return tuple(
            (
                datetime.combine(day, interval.start, zone).astimezone(UTC),
                datetime.combine(day, interval.end, zone).astimezone(UTC),
            )
            for interval in (hours[:1] if kind.is_half else hours)
        )

    def add_workdays(self, start: date, workdays: int) -> date:
        """Return the n-th working day after `start` (before it when negative); `start` is day 0.

        `start` counts as day 0 whatever kind of day it is. Raises `Invalid` beyond 400 days.
        """
        step = timedelta(days=1 if workdays > 0 else -1)
        left = abs(workdays)
        if left == 0:
            return start
        for offset in range(1, SEARCH_LIMIT + 1):
            day = start + offset * step
            left -= self.is_workday(day)
            if left == 0:
                return day
        raise Invalid(
            Words(
                f"{SEARCH_LIMIT} 天内没有 {abs(workdays)} 个工作日",
                f"There are no {abs(workdays)} working days within {SEARCH_LIMIT} days",
            )
        )

    def next_workday(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add_workdays(day, 1)

    def previous_workday(self, day: date) -> date:
        """Return the last working day before `day`."""
        return self.add_workdays(day, -1)

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start`, up to and including `end`.

        It undoes `add_workdays` for working days; negative when `end` is before `start`.
        """
        if end < start:
            return -self.workdays_between(end, start)
        span = (end - start).days
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, span + 1))

    def end_of(self, day: date) -> datetime:
        """Return the exclusive end of `day`: the start of the next one in the zone, in UTC."""
        return clock.end_of(day, self.zone)

    def date_of(self, instant: datetime) -> date:
        """Return the date that `instant` has in the calendar's zone."""
        return clock.date_in(self.zone, instant)

    def due_after(self, assigned: date, workdays: int) -> Due:
        """Return the deadline at the end of the n-th working day after `assigned` (day 0)."""
        day = self.add_workdays(assigned, workdays)
        return Due(day, self.end_of(day), self._is_span_provisional(assigned, day))

    def _is_span_provisional(self, start: date, end: date) -> bool:
        return any(self.is_provisional(date(y, 12, 31)) for y in range(start.year, end.year + 1))
