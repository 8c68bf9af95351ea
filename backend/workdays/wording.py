"""Dates in words, as a person of either language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backend.errors import Words
from backend.workdays.calendar import Due

_WEEKDAYS = (
    Words("周一", "Monday"),
    Words("周二", "Tuesday"),
    Words("周三", "Wednesday"),
    Words("周四", "Thursday"),
    Words("周五", "Friday"),
    Words("周六", "Saturday"),
    Words("周日", "Sunday"),
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday_words(day: date) -> Words:
    """Return 周四 / Thursday."""
    return _WEEKDAYS[day.weekday()]


def short_words(day: date) -> Words:
    """Return 11月26日 / 26 November."""
    return Words(f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}")


def date_words(day: date) -> Words:
    """Return 2026年11月26日（周四） / Thursday, 26 November 2026."""
    short, weekday = short_words(day), weekday_words(day)
    return Words(f"{day.year}年{short.zh}（{weekday.zh}）", f"{weekday.en}, {short.en} {day.year}")


def span_words(first: date, last: date) -> Words:
    """Return 1月24日至2月2日 / 24 January to 2 February; one day stands alone."""
    if first == last:
        return short_words(first)
    start, end = short_words(first), short_words(last)
    return Words(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")


def promise_words(due: Due) -> Words:
    """Return the promise to a firm: 周四（11月26日）前答复您, marked when provisional."""
    short, weekday = short_words(due.day), weekday_words(due.day)
    expected = Words("预计", " (expected)") if due.provisional else Words("", "")
    return Words(
        f"{expected.zh}{weekday.zh}（{short.zh}）前答复您",
        f"We will answer by {weekday.en}, {short.en}{expected.en}",
    )


def listed(parts: Sequence[Words], *, en: str = "; ") -> Words:
    """Return the parts as one enumeration: 、 in Chinese, `en` between them in English."""
    return Words("、".join(part.zh for part in parts), en.join(part.en for part in parts))
