"""What a case leaves behind: why it was withdrawn, and where it moved; and who reads it."""

from __future__ import annotations

from uuid import UUID

from backend.accounts import keys
from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.submissions.models import AuditFinding, Withdrawal, WithdrawalReason
from backend.submissions.queries import AREA_ROLES, not_complained_of, visible_to

SAMPLE_ONE_IN = 10
TOLD_OF_A_PAST_CASE = ("Submission", "Task")
"""What an area still reads of a case that was its own: its steps, never anybody's opinion."""


def is_drawn(submission_id: UUID, reason: WithdrawalReason) -> bool:
    """Return whether a withdrawal is audited: one in ten, and each that somebody asked for."""
    is_pressed = reason is WithdrawalReason.SOMEBODY_ASKED_ME
    return is_pressed or draws("withdrawal-sample", submission_id)


def draws(purpose: str, row_id: UUID) -> bool:
    """Return whether a row is the one in ten that is looked at; nobody but the server can tell.

    Who could work it out from the id would know of each other one that was drawn why it was.
    """
    return int.from_bytes(keys.hmac(purpose, row_id.bytes)) % SAMPLE_ONE_IN == 0


def withdrawals_visible_to(actor: Actor) -> sql.Where:
    """The firm's own, the supervisor's of his area, and to the auditor those drawn for him."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("withdrawal.firm_id", sorted(actor.organizations_as(Role.ENTREPRENEUR)))
    seen |= sql.is_in("withdrawal.area_code", sorted(actor.areas_as(Role.SUPERVISOR)))
    audited = sql.is_in("withdrawal.area_code", sorted(actor.areas_as(Role.AUDITOR)))
    seen |= audited & sql.Where("withdrawal.is_drawn")
    return seen & _of_cases("withdrawal.submission_id", not_complained_of(actor))


def reads_the_reason(actor: Actor, row: Withdrawal) -> bool:
    """Whether the actor may read why: the firm that said it, and supervisors of the area alone."""
    if actor.belongs_to(row.firm_id) or actor.is_system:
        return True
    return actor.seat_as(Role.SUPERVISOR, area_code=row.area_code) is not None


def reads_the_finding(actor: Actor, row: Withdrawal) -> bool:
    """Whether the actor may read what the audit found: auditors and supervisors of the area."""
    return actor.seat_as(Role.SUPERVISOR, Role.AUDITOR, area_code=row.area_code) is not None


def audit_areas(actor: Actor) -> frozenset[str]:
    """Return the areas in which the actor may know what is audited."""
    return actor.areas_as(Role.SUPERVISOR, Role.AUDITOR)


def pressed(actor: Actor) -> sql.Where:
    """Withdrawals under pressure: as the audit found and, for a supervisor, as the firm said."""
    supervised = sql.is_in("withdrawal.area_code", sorted(actor.areas_as(Role.SUPERVISOR)))
    audited = sql.is_in("withdrawal.area_code", sorted(actor.areas_as(Role.AUDITOR)))
    found = sql.Where("withdrawal.finding = ?", (AuditFinding.PRESSED,))
    said = sql.Where("withdrawal.reason = ?", (WithdrawalReason.SOMEBODY_ASKED_ME,))
    return ((supervised | audited) & found) | (supervised & said)


def moves_visible_to(actor: Actor) -> sql.Where:
    """Moves of the cases one sees, and of those that left one's own area."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    left = sql.is_in("move.from_area_code", sorted(actor.areas_as(*AREA_ROLES)))
    left &= _of_cases("move.submission_id", not_complained_of(actor))
    return left | _of_cases("move.submission_id", visible_to(actor))


def steps_of_past_cases(actor: Actor) -> sql.Where:
    """Events of cases that left the actor's area: those recorded while it held them."""
    areas = sorted(actor.areas_as(*AREA_ROLES))
    if not areas or not actor.may_use(Scope.READ):
        return sql.NOTHING
    was_theirs = sql.is_in("event.area_code", areas)
    kinds = sql.is_in("event.aggregate_type", TOLD_OF_A_PAST_CASE)
    left = sql.Where(
        "EXISTS (SELECT 1 FROM move WHERE move.submission_id = event.thread_id"
        " AND move.from_area_code = event.area_code)"
    )
    return kinds & was_theirs & left & _of_cases("event.thread_id", not_complained_of(actor))


def _of_cases(column: str, cases: sql.Where) -> sql.Where:
    if cases in {sql.EVERYTHING, sql.NOTHING}:
        return cases
    return sql.Where(
        f"EXISTS (SELECT 1 FROM submission WHERE submission.id = {column} AND ({cases.text}))",
        cases.values,
    )
