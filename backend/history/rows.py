"""One past case as a file tells it, and what must hold of its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backend.errors import Words
from backend.submissions.models import Grade, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A past case: codes as in our tables, days of the area's calendar.

    An open case has no `done`; one never given to a department has no `assigned` and no `due` either.
    """

    id: str
    salon: str
    area_code: str
    attendee: str
    category_code: str
    tier: str
    department_code: str
    kind: Kind
    submitted: date
    assigned: date | None
    due: date | None
    extended_to: date | None
    done: date | None
    grade: Grade | None
    graded: date | None
    review: str = ""


def faults(row: HistoryRow, *, today: date) -> Iterator[tuple[str, Words]]:
    """Yield what is impossible about the days of `row`, with the column at fault."""
    if (row.assigned is None) != (row.due is None):
        yield "due", Words("交办日期与期限须同时填写", "“assigned” and “due” are given together")
    if row.assigned is None and (row.done or row.extended_to):
        yield (
            "assigned",
            Words("未交办，不能有后续日期", "Without “assigned” no later day can be given"),
        )
    if (row.grade is None) != (row.graded is None):
        yield (
            "survey_at",
            Words("评价与评价日期须同时填写", "“survey” and “survey_at” are given together"),
        )
    if row.graded is not None and row.done is None:
        yield "survey", Words("未办结，不能有评价", "A case that is not done cannot be graded")
    yield from _out_of_order(row)
    for column, day in _days(row):
        if day > today:
            yield (
                column,
                Words(f"日期晚于今天（{today}）", f"The day lies in the future (today is {today})"),
            )


def _out_of_order(row: HistoryRow) -> Iterator[tuple[str, Words]]:
    for earlier, later in (
        (("submitted", row.submitted), ("assigned", row.assigned)),
        (("assigned", row.assigned), ("due", row.due)),
        (("due", row.due), ("ext", row.extended_to)),
        (("assigned", row.assigned), ("done", row.done)),
        (("done", row.done), ("survey_at", row.graded)),
    ):
        if earlier[1] and later[1] and later[1] < earlier[1]:
            yield (
                later[0],
                Words(
                    f"{later[0]}（{later[1]}）早于{earlier[0]}（{earlier[1]}）",
                    f"“{later[0]}” ({later[1]}) lies before “{earlier[0]}” ({earlier[1]})",
                ),
            )


def _days(row: HistoryRow) -> Iterator[tuple[str, date]]:
    """Yield the days on which something happened; dues may lie ahead."""
    happened = (
        ("submitted", row.submitted),
        ("assigned", row.assigned),
        ("done", row.done),
        ("survey_at", row.graded),
    )
    for column, day in happened:
        if day is not None:
            yield column, day
