"""Who may do what at the desk: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.models import Membership
from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope, Seat
from backend.errors import Words, not_allowed
from backend.organizations.models import Organization
from backend.submissions.models import Submission
from backend.submissions.policy import verifies
from backend.submissions.sides import office_seat
from backend.tasks.models import Support, Task

Item = Submission | Task | Support

NOTE_ROLES = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.LEADER_OFFICE,
    *sorted(DEPARTMENT_ROLES),
)
"""Who reads and writes internal notes; an auditor reads cases nameless, and no notes."""

VERIFYING = frozenset({Role.FEDERATION, Role.SUPERVISOR})
HANDED_OVER = VERIFYING | DEPARTMENT_ROLES
"""Roles that have open items of their own."""

_OWN_FIRM = Words("不能为自己的企业代录", "Nobody files for his own firm at the desk")


def offices_of(actor: Actor) -> Actor:
    """Return the actor in those of his seats in which he reads internal notes."""
    seats = tuple(seat for seat in actor.seats if seat.role in NOTE_ROLES)
    return Actor(actor.person_id, actor.name, seats, actor.scopes, actor.token_id)


def clerk_seat(actor: Actor, area_code: str | None = None) -> Seat | None:
    """The Federation's own people, who take in what firms say in chats, calls and visits."""
    if not actor.may_use(Scope.IDENTITY):
        return None
    return actor.seat_as(Role.FEDERATION, area_code=area_code)


def ensure_clerk(actor: Actor, area_code: str | None = None) -> Seat:
    """Return the clerk's seat, or raise NotAllowed."""
    seat = clerk_seat(actor, area_code)
    if seat is None:
        raise not_allowed()
    return seat


def ensure_may_file_for(firm: Organization, *, actor: Actor) -> Seat:
    """Return the seat in which the actor may file for the firm; never for his own."""
    if actor.belongs_to(firm.id):
        raise not_allowed(_OWN_FIRM)
    return ensure_clerk(actor, firm.area_code)


def seat_to_note(actor: Actor, row: Submission) -> Seat | None:
    """Whoever reads the case in an office, in that seat; never with a foot in the firm's side."""
    own = (row.firm_id, row.chamber_id, row.complained_of_id)
    if any(actor.belongs_to(each) for each in own):
        return None
    return office_seat(offices_of(actor), row)


def ensure_may_note(row: Submission, *, actor: Actor) -> Seat:
    """Return the seat in which the actor may write notes on the case, or raise NotAllowed."""
    seat = seat_to_note(actor, row)
    if seat is None or not actor.may_use(Scope.IDENTITY):
        raise not_allowed()
    return seat


def desk_seat(actor: Actor, organization_id: UUID | None = None) -> Seat | None:
    """Return the first office seat of the actor, or the one in that organization."""
    for seat in offices_of(actor).seats:
        if organization_id is None or seat.organization_id == organization_id:
            return seat
    return None


def ensure_desk(actor: Actor, organization_id: UUID | None = None) -> Seat:
    """Return the office seat in which snippets and views are kept, or raise NotAllowed."""
    seat = desk_seat(actor, organization_id)
    if seat is None:
        raise not_allowed()
    return seat


def seat_to_hand_over(actor: Actor, giver: Membership) -> Seat | None:
    """The giver himself, the head of his department, or the administrator of his area."""
    for seat in actor.seats:
        if seat.organization_id != giver.organization_id:
            continue
        is_himself = actor.person_id == giver.person_id and seat.role is giver.role
        if is_himself or seat.role is Role.DEPARTMENT_HEAD:
            return seat
    return actor.seat_as(Role.ADMIN, area_code=giver.area_code)


def ensure_may_hand_over(actor: Actor, giver: Membership) -> Seat:
    """Return the seat in which the actor may hand the giver's items over, or raise NotAllowed."""
    seat = seat_to_hand_over(actor, giver)
    if seat is None:
        raise not_allowed()
    return seat


def takes_over(actor: Actor, item: Item) -> bool:
    """Whether a colleague may have the item: never his own firm's, nor what he declined."""
    if isinstance(item, Submission):
        return verifies(actor, item) is not None
    theirs = actor.organizations_as(*DEPARTMENT_ROLES)
    return item.department_id in theirs and not actor.belongs_to(item.firm_id)
