"""Who may do what with a case: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Seat
from backend.errors import Words, not_allowed
from backend.submissions.models import Submission, Visibility
from backend.submissions.workflow import Act

Rule = Callable[[Actor, Submission], Seat | None]


def seat_in_firm(actor: Actor, firm_id: UUID) -> Seat | None:
    """Return the seat of one of the firm's own people."""
    for seat in actor.seats:
        if seat.role is Role.ENTREPRENEUR and seat.organization_id == firm_id:
            return seat
    return None


def speaks_for_the_firm(actor: Actor, row: Submission) -> Seat | None:
    """One of the firm's own people."""
    return seat_in_firm(actor, row.firm_id)


def verifies(actor: Actor, row: Submission) -> Seat | None:
    """Federation staff of the area; never on a case of one's own firm."""
    if actor.belongs_to(row.firm_id):
        return None
    return actor.seat_as(Role.FEDERATION, area_code=row.area_code)


def dispatches(actor: Actor, row: Submission) -> Seat | None:
    """The area's coordinator or Federation; never on a case of one's own firm."""
    if actor.belongs_to(row.firm_id):
        return None
    return actor.seat_as(Role.COORDINATOR, Role.FEDERATION, area_code=row.area_code)


def rules_on(
    actor: Actor, *, area_code: str, lead_ids: Iterable[UUID], lead_also_coordinates: bool
) -> Seat | None:
    """Nobody rules on what his own organization leads or helped to lead.

    The coordinator rules; where a coordinating organization leads, the Federation does; where
    that leads too, the supervisor.
    """
    if any(actor.belongs_to(lead_id) for lead_id in lead_ids):
        return None
    if not lead_also_coordinates:
        return actor.seat_as(Role.COORDINATOR, area_code=area_code)
    return actor.seat_as(Role.FEDERATION, Role.SUPERVISOR, Role.COORDINATOR, area_code=area_code)


def leads(row: Submission) -> tuple[UUID, ...]:
    """Return every organization that leads a task of the present round, or answered directly."""
    return tuple(UUID(lead_id) for lead_id in row.lead_ids)


def decides_disputes(actor: Actor, row: Submission) -> Seat | None:
    """Whoever may rule on the round's lead; never on a case of one's own firm."""
    if actor.belongs_to(row.firm_id):
        return None
    return rules_on(
        actor,
        area_code=row.area_code,
        lead_ids=leads(row),
        lead_also_coordinates=row.lead_also_coordinates,
    )


def reveals_contact(actor: Actor, row: Submission) -> Seat | None:
    """Whoever has to call the firm: the department that leads, and the area's Federation.

    A firm that hides itself from departments is called by the Federation alone.
    """
    if actor.belongs_to(row.firm_id):
        return None
    leading = () if row.visibility is Visibility.CONFIDENTIAL else leads(row)
    for seat in actor.seats:
        if seat.role in DEPARTMENT_ROLES and seat.organization_id in leading:
            return seat
    return actor.seat_as(Role.FEDERATION, area_code=row.area_code)


def nobody(_actor: Actor, _row: Submission) -> Seat | None:
    """No person takes this edge: time or another act's unit does."""
    return None


MAY: Mapping[Act, Rule] = {
    Act.FILE: speaks_for_the_firm,
    Act.OPEN: verifies,
    Act.ACCEPT: verifies,
    Act.ACCEPT_AND_DISPATCH: verifies,
    Act.ASK_INFO: verifies,
    Act.ANSWER_INFO: speaks_for_the_firm,
    Act.DECLINE: verifies,
    Act.DISPATCH: dispatches,
    Act.ANSWER_DIRECTLY: dispatches,
    Act.PUBLISH_REPLY: nobody,
    Act.CONFIRM: speaks_for_the_firm,
    Act.DISPUTE: speaks_for_the_firm,
    Act.REDO: decides_disputes,
    Act.UPHOLD: decides_disputes,
    Act.TIME_OUT: nobody,
    Act.LAPSE: nobody,
    Act.RECORD_CLOSED: nobody,
    Act.REQUEST_REVIEW: speaks_for_the_firm,
    Act.WITHDRAW: speaks_for_the_firm,
    Act.MOVE: verifies,
    Act.REVEAL_CONTACT: reveals_contact,
}

WHY_NOT: Mapping[Act, Words] = {
    Act.REDO: Words(
        "本单位主办的诉求，须由其他单位裁定",
        "A case led by your own organization is ruled by others",
    ),
    Act.UPHOLD: Words(
        "本单位主办的诉求，须由其他单位裁定",
        "A case led by your own organization is ruled by others",
    ),
}


def ensure_may(act: Act, row: Submission, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, row)
    if seat is None:
        own = act in WHY_NOT and any(actor.belongs_to(lead_id) for lead_id in leads(row))
        raise not_allowed(WHY_NOT[act] if own else None)
    return seat
