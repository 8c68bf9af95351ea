"""The working calendar of an area and the dates that follow from it.

Pure: no database, no clock, no settings. Everything is a function of an explicit `Calendar`, so the
same question always has the same answer. Which day is worked is decided by the area's own overrides,
then by the State Council's published notices (package `holidays`), then by the week's pattern.
"""

from __future__ import annotations

from backend.workdays.calendar import SEARCH_LIMIT, Calendar, Day, Due, Interval
from backend.workdays.explanation import DayKind, ExplainedDay, Explanation, explain
from backend.workdays.lights import Light, days_left, light, workdays_left
from backend.workdays.targets import Target
from backend.workdays.wording import date_words, promise_words

__all__ = [
    "SEARCH_LIMIT",
    "Calendar",
    "Day",
    "DayKind",
    "Due",
    "ExplainedDay",
    "Explanation",
    "Interval",
    "Light",
    "Target",
    "date_words",
    "days_left",
    "explain",
    "light",
    "promise_words",
    "workdays_left",
]
