"""Days of the demo: counted in working days back from the last one that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.workdays import Calendar

CLOSING_TIME = time(18)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of working days that ends before `now`."""

    calendar: Calendar
    now: datetime

    @property
    def last(self) -> date:
        """Return the last working day whose office hours are over."""
        today = self.calendar.date_of(self.now)
        is_over = self.calendar.is_workday(today) and self.at_time(today, CLOSING_TIME) <= self.now
        return today if is_over else self.calendar.previous_workday(today)

    def at(self, days_back: int, hour: str) -> datetime:
        """Return the instant at `hour` ("09:20") so many working days before the last one."""
        day = self.calendar.add_workdays(self.last, -days_back) if days_back else self.last
        return self.at_time(day, time.fromisoformat(hour))

    def ahead(self, workdays: int) -> date:
        """Return the day so many working days from the last one."""
        return self.calendar.add_workdays(self.last, workdays)

    def at_time(self, day: date, clock_time: time) -> datetime:
        """Return a time of day in the city's zone."""
        zone = ZoneInfo(self.calendar.zone)
        return datetime.combine(day, clock_time, zone).astimezone(UTC)

    def long_before(self) -> datetime:
        """Return when the people of the demo came into their offices: before any of its cases."""
        return self.now - timedelta(days=180)
