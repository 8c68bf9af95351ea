"""The firm's promise: counted from filing, shown as a date in words, never moved silently."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.errors import Words
from backend.organizations import queries as organizations
from backend.submissions.models import Kind, Submission
from backend.workdays import Due, promise_words, targets

SILENCE_WORKDAYS = 5
"""A firm that says nothing for so long after the reply lets the case close."""
INFO_WORKDAYS = 5
"""A question to the firm lapses after so long."""
DISPUTE_WORKDAYS = 10
"""A closed case may be disputed for so long."""


async def promise(kind: Kind, *, filed_at: datetime, area_code: str) -> dict[str, Any]:
    """Return the columns of the promise for a case of `kind` filed at `filed_at`."""
    calendar = await organizations.calendar_of(area_code)
    answer = targets.due(kind, filed_at, calendar)
    contact = targets.due_by(targets.first_contact(kind), filed_at, calendar)
    verify = targets.due_by(targets.verification(kind), filed_at, calendar)
    return {
        "promised_due_at": answer.exclusive_end,
        "promise_is_provisional": answer.provisional,
        "contact_due_at": contact.exclusive_end,
        "verify_due_at": verify.exclusive_end,
    }


async def verify_due(kind: Kind, *, since: datetime, area_code: str) -> datetime:
    """Return by when whoever receives a case now has to have verified it."""
    calendar = await organizations.calendar_of(area_code)
    return targets.due_by(targets.verification(kind), since, calendar).exclusive_end


async def dispatch_due(kind: Kind, *, accepted_at: datetime, area_code: str) -> datetime:
    """Return by when an accepted case has to be with a department."""
    calendar = await organizations.calendar_of(area_code)
    return targets.due_by(targets.dispatch(kind), accepted_at, calendar).exclusive_end


async def end_of_workdays(workdays: int, *, since: datetime, area_code: str) -> datetime:
    """Return the exclusive end of the `workdays`-th working day after the day of `since`."""
    calendar = await organizations.calendar_of(area_code)
    return calendar.due_after(calendar.date_of(since), workdays).exclusive_end


async def promised(row: Submission) -> Due | None:
    """Return the promise to the firm as a day; None for a case without one."""
    if row.promised_due_at is None:
        return None
    calendar = await organizations.calendar_of(row.area_code)
    day = calendar.date_of(row.promised_due_at - timedelta(microseconds=1))
    return Due(day, row.promised_due_at, provisional=row.promise_is_provisional)


def in_words(due: Due, *, is_accepted: bool) -> Words:
    """Say the promise; until the case is accepted it is only expected."""
    words = promise_words(due)
    return words if is_accepted else Words(f"预计{words.zh}", f"Expected: {words.en}")
