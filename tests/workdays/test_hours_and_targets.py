"""Hours, targets and lights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.workdays import Calendar, Day, Interval, Light, Target, light, targets, workdays_left
from backend.workdays.calendar import AFTERNOON, MORNING, USUAL_WEEK
from backend.workdays.hours import add_clock_hours, add_working_hours

CHINA = Calendar()
BERLIN = Calendar(zone="Europe/Berlin", week=(*USUAL_WEEK[:6], (Interval(time(0), time(6)),)))


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """2026-11-23 10:00 in the zone, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def end_minute_by_minute(calendar: Calendar, instant: datetime, minutes: int) -> datetime:
    """Let the clock run a minute at a time and count those inside working hours."""
    zone = ZoneInfo(calendar.zone)
    while minutes:
        wall = instant.astimezone(zone)
        day = calendar.day(wall.date())
        hours = calendar.week[wall.weekday()] or (MORNING, AFTERNOON)
        hours = hours[:1] if day.is_half else hours
        now = wall.time()
        if day.is_workday and any(part.start <= now < part.end for part in hours):
            minutes -= 1
        instant += timedelta(minutes=1)
    return instant


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 3, "2026-11-23 12:00"),  # used up at the end of an interval
        ("2026-11-23 10:00", 4, "2026-11-23 15:30"),  # over lunch
        ("2026-11-23 16:00", 4, "2026-11-24 11:00"),  # over night
        ("2026-11-27 20:00", 4, "2026-11-30 14:30"),  # over a weekend
        ("2020-01-23 17:00", 4, "2020-02-03 12:00"),  # over the extended Spring Festival
        ("2020-01-19 09:00", 1, "2020-01-19 10:00"),  # a Sunday worked in exchange
    ],
)
def test_working_hours_run_inside_the_working_day_only(start: str, hours: int, end: str) -> None:
    assert add_working_hours(CHINA, local(start), hours) == local(end)


@settings(max_examples=60)
@given(
    minute=st.integers(0, 50 * 24 * 60),
    minutes=st.integers(1, 1200),
    half=st.booleans(),
)
def test_working_hours_equal_a_count_minute_by_minute(
    minute: int, minutes: int, half: bool
) -> None:
    instant = local("2020-01-10 00:00") + timedelta(minutes=minute)
    calendar = Calendar(overrides={date(2020, 2, 4): Day(is_workday=True, is_half=half)})
    assert add_working_hours(calendar, instant, minutes / 60) == end_minute_by_minute(
        calendar, instant.astimezone(UTC), minutes
    )


@settings(max_examples=40)
@given(
    day=st.sampled_from([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)]),
    minute=st.integers(0, 1439),
    minutes=st.integers(1, 600),
)
def test_over_a_change_of_clocks_hours_are_elapsed_time(
    day: date, minute: int, minutes: int
) -> None:
    instant = datetime.combine(day, time(), ZoneInfo("Europe/Berlin")).astimezone(UTC)
    instant += timedelta(minutes=minute)
    assert add_working_hours(BERLIN, instant, minutes / 60) == end_minute_by_minute(
        BERLIN, instant, minutes
    )


def test_clock_hours_are_elapsed_hours_even_when_the_clocks_change() -> None:
    before = local("2026-03-28 12:00", "Europe/Berlin")
    assert add_clock_hours(before, 24) == local("2026-03-29 13:00", "Europe/Berlin")


def test_working_hours_that_never_come_are_refused() -> None:
    first = date(2026, 11, 23)
    closed = {first + timedelta(days=n): Day(is_workday=False) for n in range(500)}
    with pytest.raises(Invalid):
        add_working_hours(Calendar(overrides=closed), local("2026-11-23 10:00"), 1)


@pytest.mark.parametrize(
    ("kind", "reply", "contact", "step"),
    [
        ("CONSULT", Target(workdays=5), 24, Target(working_hours=4)),
        ("GENERAL", Target(workdays=10), 24, Target(working_hours=4)),
        ("COMPLEX", Target(workdays=15), 24, Target(working_hours=4)),
        ("SUGGESTION", Target(workdays=10), 48, Target(working_hours=4)),
        ("URGENT", Target(clock_hours=24), 2, Target(clock_hours=1)),
        ("LONG_TERM", Target(workdays=30), 24, Target(working_hours=4)),
    ],
)
def test_the_targets_are_the_promised_ones(
    kind: str, reply: Target, contact: int, step: Target
) -> None:
    assert targets.resolve(kind) == reply
    assert targets.first_contact(kind) == Target(clock_hours=contact)
    assert targets.verification(kind) == targets.dispatch(kind) == step


def test_a_target_is_one_positive_length_in_one_unit() -> None:
    for lengths in ({}, {"workdays": 1, "clock_hours": 2}, {"workdays": 0}):
        with pytest.raises(ValueError, match="one unit"):
            Target(**lengths)


def test_a_reply_is_due_at_the_end_of_its_working_day_or_after_its_hours() -> None:
    filed = local("2020-02-01 10:00")  # a holiday: day 0 all the same
    assert targets.due("CONSULT", filed, CHINA).day == date(2020, 2, 7)
    urgent = targets.due("URGENT", filed, CHINA)
    assert urgent.exclusive_end == local("2020-02-02 10:00")
    assert urgent.day == date(2020, 2, 2)
    step = targets.due_by(targets.verification("GENERAL"), filed, CHINA)
    assert step.exclusive_end == local("2020-02-03 14:30")


def test_a_case_filed_after_midnight_in_china_counts_from_the_chinese_day() -> None:
    filed = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 00:30 on the 23rd in Suzhou
    assert targets.due("CONSULT", filed, CHINA).day == date(2026, 11, 30)


def light_at(now: str, *, kind: str = "CONSULT", met: str = "", paused: bool = False) -> Light:
    """The light of a case assigned on Monday, 23 November 2026 at 10:00."""
    started = local("2026-11-23 10:00")
    return light(
        CHINA,
        target=targets.resolve(kind),
        started_at=started,
        due_at=targets.due(kind, started, CHINA).exclusive_end,
        now=local(now),
        met_at=local(met) if met else None,
        is_paused=paused,
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 10:00", Light.GREEN),
        ("2026-11-25 23:59", Light.GREEN),  # Thursday, Friday and Monday are left
        ("2026-11-26 00:00", Light.YELLOW),
        ("2026-11-30 23:59", Light.YELLOW),  # the due day itself
        ("2026-12-01 00:00", Light.RED),
        ("2026-12-07 23:59", Light.RED),
        ("2026-12-08 00:00", Light.DARK_RED),  # ten working days have passed
    ],
)
def test_the_light_turns_at_midnight_in_the_area(now: str, expected: Light) -> None:
    assert light_at(now) is expected


def test_a_paused_or_met_clock_has_its_own_light() -> None:
    assert light_at("2026-12-24 00:00", paused=True) is Light.PAUSED
    assert light_at("2026-12-24 00:00", met="2026-11-30 23:59") is Light.MET
    assert light_at("2026-12-24 00:00", met="2026-12-01 00:00") is Light.MET_LATE


def test_an_urgent_light_is_yellow_then_red_by_the_hour() -> None:
    assert light_at("2026-11-24 09:59", kind="URGENT") is Light.YELLOW
    assert light_at("2026-11-24 10:00", kind="URGENT") is Light.RED
    assert light_at("2026-11-25 10:00", kind="URGENT") is Light.DARK_RED


def test_an_extended_clock_is_green_again_and_never_dark_red_before_its_due() -> None:
    started = local("2026-11-23 10:00")

    def at(now: str) -> Light:
        return light(
            CHINA,
            target=Target(workdays=5),
            started_at=started,
            due_at=CHINA.end_of(date(2026, 12, 18)),
            now=local(now),
        )

    assert at("2026-12-09 10:00") is Light.GREEN
    assert at("2026-12-19 10:00") is Light.DARK_RED


def test_days_left_count_the_due_day_and_turn_negative() -> None:
    due = date(2026, 11, 30)
    assert workdays_left(CHINA, date(2026, 11, 27), due) == 1
    assert workdays_left(CHINA, date(2026, 11, 28), due) == 1
    assert workdays_left(CHINA, due, due) == 0
    assert workdays_left(CHINA, date(2026, 12, 2), due) == -2
