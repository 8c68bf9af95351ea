"""Why this date, in data and in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.workdays import Calendar, Day, DayKind, Due, date_words, explain, promise_words
from backend.workdays.wording import span_words

CHINA = Calendar()


def test_the_days_stand_in_order_and_the_counted_ones_are_numbered() -> None:
    explained = explain(CHINA, date(2020, 1, 22), 2)
    kinds = [(day.day.isoformat(), day.kind, day.number) for day in explained.days]
    assert kinds[:3] == [
        ("2020-01-22", DayKind.START, None),
        ("2020-01-23", DayKind.WORKDAY, 1),
        ("2020-01-24", DayKind.HOLIDAY, None),
    ]
    assert kinds[-1] == ("2020-02-03", DayKind.WORKDAY, 2)
    assert len(kinds) == 13


@pytest.mark.parametrize(
    ("assigned", "workdays", "zh", "en"),
    [
        (
            date(2020, 1, 17),
            5,
            (
                "2020年1月17日（周五）起算，当天不计，第5个工作日是2020年1月23日（周四），当天24时前为按期。"
                "不计：周末1天。调休上班，计入：1月19日（春节）。"
            ),
            (
                "Due by the end of Thursday, 23 January 2020: working day 5 after Friday, 17 January 2020,"
                " which is not counted. Not counted: 1 weekend day. Worked in exchange, counted:"
                " 19 January (Chinese New Year (Spring Festival))."
            ),
        ),
        (
            date(2020, 9, 30),
            1,
            (
                "2020年9月30日（周三）起算，当天不计，第1个工作日是2020年10月9日（周五），当天24时前为按期。"
                "不计：中秋节、国庆节（10月1日至10月8日）。"
            ),
            (
                "Due by the end of Friday, 9 October 2020: working day 1 after Wednesday,"
                " 30 September 2020, which is not counted. Not counted: 1 October to 8 October,"
                " Mid-Autumn Festival and National Day."
            ),
        ),
        (
            date(2026, 11, 23),
            3,
            "2026年11月23日（周一）起算，当天不计，第3个工作日是2026年11月26日（周四），当天24时前为按期。",
            (
                "Due by the end of Thursday, 26 November 2026: working day 3 after Monday,"
                " 23 November 2026, which is not counted."
            ),
        ),
    ],
)
def test_the_explanation_is_said_in_both_languages(
    assigned: date, workdays: int, zh: str, en: str
) -> None:
    words = explain(CHINA, assigned, workdays).words
    assert (words.zh, words.en) == (zh, en)


def test_a_provisional_date_says_so() -> None:
    *_, caveat = explain(CHINA, date(2026, 12, 28), 10).sentences
    assert caveat.zh.startswith("2027年的放假安排尚未公布")
    assert caveat.en.startswith("The holidays of 2027 are not yet published")


def test_an_area_s_own_day_off_without_a_name_is_skipped_as_a_holiday() -> None:
    flood = Calendar(overrides={date(2026, 11, 24): Day(is_workday=False)})
    explained = explain(flood, date(2026, 11, 23), 1)
    assert explained.days[1].kind is DayKind.HOLIDAY
    assert explained.sentences[1].zh == "不计：11月24日。"
    assert explained.sentences[1].en == "Not counted: 24 November."


@given(
    assigned=st.dates(date(2019, 10, 1), date(2027, 6, 30)),
    workdays=st.integers(1, 40),
)
def test_every_explanation_agrees_with_the_deadline(assigned: date, workdays: int) -> None:
    explained = explain(CHINA, assigned, workdays)
    assert explained.due == CHINA.due_after(assigned, workdays)
    assert [day.number for day in explained.days if day.number] == [*range(1, workdays + 1)]
    assert [day.day for day in explained.days] == [
        assigned + timedelta(days=n) for n in range(len(explained.days))
    ]
    for day in explained.days[1:]:
        assert (day.number is not None) == CHINA.is_workday(day.day)
    assert explained.due.provisional == (explained.due.day.year > 2026)


def test_dates_and_promises_in_words() -> None:
    due = CHINA.due_after(date(2026, 11, 23), 3)
    assert date_words(due.day).zh == "2026年11月26日（周四）"
    assert date_words(due.day).en == "Thursday, 26 November 2026"
    assert promise_words(due).zh == "周四（11月26日）前答复您"
    assert promise_words(due).en == "We will answer by Thursday, 26 November"
    expected = promise_words(Due(due.day, due.exclusive_end, provisional=True))
    assert expected.zh == "预计周四（11月26日）前答复您"
    assert expected.en == "We will answer by Thursday, 26 November (expected)"
    assert span_words(due.day, due.day).en == "26 November"
