"""Counting working days: fixed vectors, and any calendar against a count day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.workdays import SEARCH_LIMIT, Calendar, Day, Interval
from backend.workdays.calendar import AFTERNOON, MORNING

DUE_DATES = json.loads((Path(__file__).parent / "due_dates.json").read_text("utf-8"))
CHINA = Calendar()
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar with at least one day a week worked and some overrides."""
    week = draw(
        st.lists(st.sampled_from([(), (MORNING,), (MORNING, AFTERNOON)]), min_size=7, max_size=7)
    )
    worked = draw(st.integers(0, 6))
    week[worked] = week[worked] or (MORNING, AFTERNOON)
    kinds = st.builds(Day, is_workday=st.booleans(), is_half=st.booleans())
    overrides = draw(st.dictionaries(DAYS, kinds, max_size=20))
    return Calendar(overrides=overrides, week=tuple(week))


def nth_workday_by_walking(calendar: Calendar, start: date, workdays: int) -> date:
    """Walk one day at a time: slow and plainly right."""
    day, step = start, timedelta(days=1 if workdays > 0 else -1)
    while workdays:
        day += step
        if calendar.is_workday(day):
            workdays += -1 if workdays > 0 else 1
    return day


@pytest.mark.parametrize("vector", DUE_DATES, ids=lambda v: f"{v['assigned']}+{v['workdays']}")
def test_due_dates_are_as_given(vector: dict[str, str | int]) -> None:
    due = CHINA.due_after(date.fromisoformat(str(vector["assigned"])), int(vector["workdays"]))
    assert due.day.isoformat() == vector["due"]
    assert not due.provisional


@given(calendar=calendars(), start=DAYS, workdays=st.integers(-25, 25))
def test_adding_workdays_equals_walking(calendar: Calendar, start: date, workdays: int) -> None:
    assert calendar.add_workdays(start, workdays) == nth_workday_by_walking(
        calendar, start, workdays
    )


@given(start=DAYS, workdays=st.integers(1, 60))
def test_in_china_too_adding_workdays_equals_walking(start: date, workdays: int) -> None:
    end = CHINA.add_workdays(start, workdays)
    assert end == nth_workday_by_walking(CHINA, start, workdays)
    assert CHINA.is_workday(end)
    assert CHINA.workdays_between(start, end) == workdays


@given(calendar=calendars(), start=DAYS, workdays=st.integers(1, 25))
def test_between_undoes_adding(calendar: Calendar, start: date, workdays: int) -> None:
    end = calendar.add_workdays(start, workdays)
    assert calendar.workdays_between(start, end) == workdays
    assert calendar.workdays_between(end, start) == -workdays


@given(start=DAYS, shorter=st.integers(0, 20), longer=st.integers(0, 20))
def test_a_later_assignment_and_a_longer_target_are_never_due_earlier(
    start: date, shorter: int, longer: int
) -> None:
    first, second = sorted((shorter, longer))
    assert CHINA.due_after(start, first).day <= CHINA.due_after(start, second).day
    later = start + timedelta(days=1)
    assert CHINA.due_after(start, longer).day <= CHINA.due_after(later, longer).day or longer == 0


def test_neighbouring_workdays_skip_the_holiday() -> None:
    assert CHINA.next_workday(date(2020, 1, 23)) == date(2020, 2, 3)
    assert CHINA.previous_workday(date(2020, 2, 3)) == date(2020, 1, 23)
    assert CHINA.previous_workday(date(2020, 1, 20)) == date(2020, 1, 19)


def test_the_due_day_ends_where_the_next_begins_in_the_zone() -> None:
    due = CHINA.due_after(date(2026, 11, 23), 5)
    assert due.exclusive_end == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_on_the_day_the_clocks_change_the_day_has_23_or_25_hours() -> None:
    berlin = Calendar(zone="Europe/Berlin")
    spring = berlin.end_of(date(2026, 3, 29)) - berlin.end_of(date(2026, 3, 28))
    autumn = berlin.end_of(date(2026, 10, 25)) - berlin.end_of(date(2026, 10, 24))
    assert (spring, autumn) == (timedelta(hours=23), timedelta(hours=25))


def test_a_midnight_that_does_not_exist_is_the_instant_the_clock_jumps() -> None:
    cairo = Calendar(zone="Africa/Cairo")  # 2023-04-28 begins at 01:00
    assert cairo.end_of(date(2023, 4, 27)) == datetime(2023, 4, 27, 22, tzinfo=UTC)


def test_the_date_is_the_zone_s_and_not_that_of_utc() -> None:
    just_before = datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)
    just_after = datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC)
    assert CHINA.date_of(just_before) == date(2026, 11, 23)
    assert CHINA.date_of(just_after) == date(2026, 11, 24)


def test_a_count_that_reaches_into_an_unpublished_year_is_provisional() -> None:
    assert CHINA.due_after(date(2026, 12, 30), 2).provisional
    assert not CHINA.due_after(date(2026, 12, 30), 1).provisional


def test_an_override_wins_over_the_notice_and_the_week() -> None:
    flood = Calendar(
        overrides={
            date(2026, 11, 24): Day(is_workday=False),
            date(2026, 11, 28): Day(is_workday=True),
            date(2026, 10, 1): Day(is_workday=True),
        }
    )
    assert flood.add_workdays(date(2026, 11, 23), 4) == date(2026, 11, 28)
    assert flood.is_workday(date(2026, 10, 1))


def test_a_search_beyond_400_days_is_refused_in_both_languages() -> None:
    with pytest.raises(Invalid) as refusal:
        CHINA.add_workdays(date(2026, 1, 1), 300)
    assert str(SEARCH_LIMIT) in refusal.value.words.zh
    assert str(SEARCH_LIMIT) in refusal.value.words.en
    closed = {date(2026, 1, 1) + timedelta(days=n): Day(is_workday=False) for n in range(500)}
    with pytest.raises(Invalid):
        Calendar(overrides=closed).next_workday(date(2026, 1, 1))


def test_a_calendar_without_working_time_or_with_crossed_hours_is_refused() -> None:
    with pytest.raises(Invalid):
        Calendar(week=((),) * 7)
    with pytest.raises(Invalid):
        Calendar(week=((MORNING,),) * 6)
    with pytest.raises(Invalid):
        Calendar(week=((AFTERNOON, MORNING),) + ((),) * 6)
    with pytest.raises(Invalid):
        Calendar(week=((Interval(time(12), time(9)),),) + ((),) * 6)
