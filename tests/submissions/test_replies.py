"""What a reply must say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.errors import Invalid
from backend.submissions.guess import FALLBACK, guess_category
from backend.submissions.models import Outcome
from backend.submissions.replies import checked_reply, furthest


def test_of_several_replies_the_one_that_solves_least_stands() -> None:
    assert furthest([Outcome.SOLVED, Outcome.NOT_POSSIBLE, Outcome.PLANNED]) is Outcome.NOT_POSSIBLE


@pytest.mark.parametrize(
    ("outcome", "path"),
    [
        (Outcome.PLANNED, ("input", "plannedOn")),
        (Outcome.EXPLAINED, ("input", "detail")),
        (Outcome.NOT_POSSIBLE, ("input", "detail")),
        (Outcome.NOT_OURS, ("input", "detail")),
    ],
)
def test_an_outcome_that_asks_for_more_is_refused_without_it(
    outcome: Outcome, path: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refused:
        checked_reply(text="已办理", outcome=outcome, planned_on=None, detail=" ")
    assert refused.value.path == path


def test_an_empty_reply_is_refused() -> None:
    with pytest.raises(Invalid):
        checked_reply(text="  ", outcome=Outcome.SOLVED, planned_on=None, detail="")


def test_nothing_is_planned_for_a_day_that_is_over() -> None:
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        checked_reply(text="已建成", outcome=Outcome.PLANNED, planned_on=yesterday, detail="")
    assert refused.value.path == ("input", "plannedOn")


def test_a_whole_reply_is_kept_as_it_is_said() -> None:
    today = clock.today()
    reply = checked_reply(text=" 今天建成 ", outcome=Outcome.PLANNED, planned_on=today, detail="")
    assert reply == {
        "text": "今天建成",
        "outcome": Outcome.PLANNED,
        "planned_on": today,
        "detail": None,
    }


def test_the_category_is_guessed_from_the_words_people_use() -> None:
    assert guess_category("银行要求先还后贷，续贷困难") == "FINANCE"
    assert guess_category("希望减免国有厂房租金") == "RENT"
    assert guess_category("……") == FALLBACK
