"""On whose side somebody stands in a case: the firm, its chamber, or an office."""

from __future__ import annotations

from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Seat
from backend.submissions.leading import reaches
from backend.submissions.models import Submission
from backend.submissions.vocabulary import HIDES_THE_FIRM, ChamberStanding

# In the order in which a reader of several roles is told to the firm: supervision comes last.
OFFICE_ROLES = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.LEADER,
    Role.LEADER_OFFICE,
    *sorted(DEPARTMENT_ROLES),
    Role.SUPERVISOR,
    Role.AUDITOR,
)


def seat_in_firm(actor: Actor, firm_id: UUID) -> Seat | None:
    """Return the seat of one of the firm's own people."""
    for seat in actor.seats:
        if seat.role is Role.ENTREPRENEUR and seat.organization_id == firm_id:
            return seat
    return None


def seat_in_chamber(actor: Actor, row: Submission) -> Seat | None:
    """Return the seat of a head of the chamber that filed the case, while it may still read it."""
    if row.chamber_id is None or row.chamber_standing is ChamberStanding.OBJECTED:
        return None
    for seat in actor.seats:
        if seat.role is Role.CHAMBER_HEAD and seat.organization_id == row.chamber_id:
            return seat
    return None


def speaks_for_the_firm(actor: Actor, row: Submission) -> Seat | None:
    """One of the firm's own people."""
    return seat_in_firm(actor, row.firm_id)


def speaks_for_its_side(actor: Actor, row: Submission) -> Seat | None:
    """One of the firm's own people, or its chamber until the firm takes over."""
    if seat := speaks_for_the_firm(actor, row):
        return seat
    is_acting = row.chamber_standing is ChamberStanding.ACTING
    return seat_in_chamber(actor, row) if is_acting else None


def hides_firm(row: Submission) -> bool:
    """Whether departments must not learn which firm it is."""
    return row.visibility in HIDES_THE_FIRM


def office_seat(actor: Actor, row: Submission) -> Seat | None:
    """Return the seat in which somebody reads the case in an office; None for the firm's side."""
    if actor.belongs_to(row.firm_id):
        return None
    for role in OFFICE_ROLES:
        for seat in actor.seats:
            if seat.role is role and _reaches(seat, row):
                return seat
    return None


def works_in_office(actor: Actor, *, firm_id: UUID, area_code: str) -> bool:
    """Whether whoever sees what belongs to a case sees it in an office, not for the firm's side."""
    if actor.belongs_to(firm_id):
        return False
    return any(
        seat.role in OFFICE_ROLES
        and (
            seat.role in DEPARTMENT_ROLES
            or area_code in seat.area_codes
            or area_code in actor.portfolio_areas
        )
        for seat in actor.seats
    )


def _reaches(seat: Seat, row: Submission) -> bool:
    """A department is where it was given the case; everybody else is where his area or portfolio is."""
    if seat.role in DEPARTMENT_ROLES:
        return True
    return any(reaches(each, row) for each in (seat, *(led.seat for led in seat.acts_for)))
