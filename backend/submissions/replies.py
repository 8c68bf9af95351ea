"""What a reply must say: an outcome always, and with most outcomes a date, a basis or an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend import clock
from backend.db import clean_text
from backend.errors import Invalid, Words
from backend.submissions.models import REASON_LENGTH, REPLY_LENGTH, DeclineReason, Outcome

ADDRESS_LENGTH = 200

FURTHEST_LAST = tuple(Outcome)

DETAIL_ASKED: Mapping[Outcome, Words] = {
    Outcome.EXPLAINED: Words("请写明依据", "Please give the legal or policy basis"),
    Outcome.NOT_POSSIBLE: Words("请写明不能办理的理由", "Please say why it is not possible"),
    Outcome.NOT_OURS: Words("请写明应向哪里反映", "Please say where to go instead"),
}


ADDRESSES: Mapping[DeclineReason, Words] = {
    DeclineReason.LITIGATION: Words(
        "请向受理案件的人民法院或仲裁机构反映，诉讼服务热线 12368",
        "Please turn to the court or tribunal that has the case; litigation service line 12368",
    ),
    DeclineReason.PETITION: Words(
        "请向信访部门提出，或登录国家信访局网上信访",
        "Please turn to the petition office, or to the National Public Complaints site",
    ),
    DeclineReason.CORRUPTION: Words(
        "请向纪检监察机关举报，电话 12388",
        "Please report to the discipline and supervision organs, telephone 12388",
    ),
}
"""Where to go with what is always declined."""


def address_for(reason: DeclineReason, where: str, *, path: tuple[str | int, ...]) -> str:
    """Return where to go instead: as said, else the address known for the reason.

    Raises Invalid where nothing is said and nothing is known.
    """
    said = clean_text(where, maximum=ADDRESS_LENGTH, path=path)
    known = ADDRESSES.get(reason)
    if not said and known is not None:
        return known.zh
    return required_text(said, path=path, maximum=ADDRESS_LENGTH)


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
