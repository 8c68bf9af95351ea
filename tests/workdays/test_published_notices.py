"""The published notices agree with an independent record, day by day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.errors import Words
from backend.workdays import Calendar, Day
from backend.workdays.notices import PUBLISHED_YEARS, exchanges, notice_for

HERE = Path(__file__).parent
RECORD = json.loads((HERE / "published_exceptions.json").read_text("utf-8"))
FIRST, LAST = date.fromisoformat(RECORD["from"]), date.fromisoformat(RECORD["through"])


def test_every_day_from_2019_10_to_2026_12_is_as_published() -> None:
    calendar = Calendar()
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    published = RECORD["days"]
    wrong = [
        day
        for day in days
        if calendar.is_workday(day) != published.get(day.isoformat(), day.weekday() < 5)
    ]
    assert len(days) == 2649
    assert wrong == []


def test_the_notices_are_known_without_a_gap_and_through_2026() -> None:
    assert set(range(2001, 2027)) == PUBLISHED_YEARS


@pytest.mark.parametrize(
    ("day", "is_workday", "name"),
    [
        (date(2020, 1, 19), True, "春节"),  # a Sunday worked for the eve
        (date(2020, 1, 24), False, "春节"),  # the eve, exchanged
        (date(2020, 1, 28), False, "春节"),  # in lieu
        (date(2020, 2, 1), False, "春节延长假期"),  # first a working Saturday, then off
        (date(2020, 10, 1), False, "中秋节、国庆节"),
        (date(2018, 12, 29), True, "元旦"),  # worked for a day off of the year's last day
        (date(2018, 12, 31), False, "元旦"),
        (date(2026, 10, 10), True, "国庆节"),
    ],
)
def test_days_off_and_days_worked_in_exchange_carry_the_festival(
    day: date, is_workday: bool, name: str
) -> None:
    notice = notice_for(day)
    assert notice is not None
    assert (notice.is_workday, notice.festival.zh) == (is_workday, name)
    assert notice.festival.en.isascii()


def test_an_ordinary_day_and_a_year_beyond_the_record_have_no_notice() -> None:
    assert notice_for(date(2026, 11, 23)) is None
    assert notice_for(date(2200, 1, 1)) is None
    assert notice_for(date(1900, 1, 1)) is None


def test_a_year_with_a_single_special_day_is_read_like_the_others() -> None:
    assert all(off.year == year for year in PUBLISHED_YEARS for off in exchanges(year))
    assert exchanges(2018)[date(2018, 12, 31)] == date(2018, 12, 29)


def test_2027_is_provisional_until_its_notice_is_imported() -> None:
    before = Calendar()
    after = Calendar(
        overrides={date(2027, 2, 8): Day(is_workday=False, name=Words("春节", "Spring Festival"))},
        confirmed_years=frozenset({2027}),
    )
    assert before.is_provisional(date(2027, 1, 4))
    assert not before.is_provisional(date(2026, 12, 31))
    assert not after.is_provisional(date(2027, 1, 4))
    assert not before.is_workday(date(2027, 2, 9))  # what the law alone lets expect
    assert after.is_workday(date(2027, 2, 9))  # an imported notice is the whole year
    assert not after.is_workday(date(2027, 2, 8))
