"""What a reply must say: an outcome always, and with most outcomes a date, a basis or an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend import clock
from backend.db import clean_text
from backend.errors import Invalid, Words
from backend.submissions.models import REASON_LENGTH, REPLY_LENGTH, Outcome

FURTHEST_LAST = tuple(Outcome)

DETAIL_ASKED: Mapping[Outcome, Words] = {
    Outcome.EXPLAINED: Words("请写明依据", "Please give the legal or policy basis"),
    Outcome.NOT_POSSIBLE: Words("请写明不能办理的理由", "Please say why it is not possible"),
    Outcome.NOT_OURS: Words("请写明应向哪里反映", "Please say where to go instead"),
}


def furthest(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of several replies: the furthest right in the order of `Outcome`."""
    return max(outcomes, key=FURTHEST_LAST.index)


def required_text(text: str, *, path: tuple[str | int, ...], maximum: int = REASON_LENGTH) -> str:
    """Return clean text, or raise Invalid when nothing is left of it."""
    text = clean_text(text, maximum=maximum, path=path)
    if not text:
        raise Invalid(Words("此项必填", "This is required"), path=path)
    return text


def checked_reply(
    *, text: str, outcome: Outcome, planned_on: date | None, detail: str
) -> dict[str, Any]:
    """Return the columns of a reply; raise Invalid when its outcome asks for more."""
    text = required_text(text, path=("input", "text"), maximum=REPLY_LENGTH)
    detail = clean_text(detail, maximum=REASON_LENGTH, path=("input", "detail"))
    if outcome is Outcome.PLANNED and planned_on is None:
        raise Invalid(
            Words("请写明计划完成的日期", "Please give the date by which it is planned"),
            path=("input", "plannedOn"),
        )
    if planned_on is not None and planned_on < clock.today():
        raise Invalid(
            Words("计划日期不能早于今天", "Nothing can be planned for a day that is over"),
            path=("input", "plannedOn"),
        )
    if outcome in DETAIL_ASKED and not detail:
        raise Invalid(DETAIL_ASKED[outcome], path=("input", "detail"))
    return {"text": text, "outcome": outcome, "planned_on": planned_on, "detail": detail or None}
