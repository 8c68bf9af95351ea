"""Who reads what is said in a case, who is told who read it, and whom a return code leads to."""

from __future__ import annotations

from dataclasses import replace

from backend.actor import Actor, Role, Scope, Seat
from backend.db import sql
from backend.organizations import queries as organizations
from backend.submissions import return_codes
from backend.submissions.models import Submission
from backend.submissions.queries import not_complained_of, visible_to
from backend.submissions.voice_models import ReturnCode

UNTOLD_ROLES = (Role.SUPERVISOR, Role.AUDITOR)
"""What supervision and audit read is logged, and the firm is not told."""
HOLDER_SCOPES = frozenset({Scope.READ, Scope.SUBMISSIONS_WRITE, Scope.TASKS_WRITE})


def messages_visible_to(actor: Actor) -> sql.Where:
    """Messages of visible cases; what an auditor's seat alone makes visible has none for him."""
    seats = tuple(seat for seat in actor.seats if seat.role is not Role.AUDITOR)
    cases = visible_to(replace(actor, seats=seats))
    # An auditor is still kept from what complains of his own people.
    cases &= not_complained_of(actor)
    return sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE submission.id = case_message.submission_id "
        f"AND ({cases.text}))",
        cases.values,
    )


def receipts_visible_to(actor: Actor) -> sql.Where:
    """Who read a case is told to the firm itself, but never what supervision or audit read."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    own = sql.is_in("submission.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    if own == sql.NOTHING:
        return sql.NOTHING
    told = ~sql.is_in("access_log.role", UNTOLD_ROLES)
    return told & sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE submission.id = access_log.submission_id "
        f"AND ({own.text}))",
        own.values,
    )


async def case_of_code(code: str) -> Submission | None:
    """Return the case of a (parsed) return code; None for one that leads nowhere."""
    found = await sql.one(
        ReturnCode, sql.is_in("return_code.code_index", return_codes.indexes(code))
    )
    return await Submission.get(id=found.submission_id) if found is not None else None


def case_of_holder(actor: Actor) -> sql.Where:
    """The one case of whoever holds a return code, not the parts it was split into."""
    own = sql.is_in("submission.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    return own & sql.Where("submission.parent_id IS NULL")


async def holder_of(case: Submission) -> Actor:
    """Return whoever holds the return code of an anonymous case: its firm's voice, no person."""
    seat = Seat(
        role=Role.ENTREPRENEUR,
        organization_id=case.firm_id,
        area_code=case.area_code,
        area_codes=await organizations.codes_under(case.area_code),
    )
    return Actor(seats=(seat,), scopes=HOLDER_SCOPES, is_code_holder=True)
