"""Who may do what with people and their numbers. Pure: no look-ups here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from backend.accounts.models import Membership
from backend.actor import Actor, Role, Scope, Seat
from backend.errors import not_allowed

# Everybody who works for a public body or a federation; the others are the firms' side.
STAFF_ROLES = frozenset(Role) - {Role.ENTREPRENEUR, Role.CHAMBER_HEAD, Role.APP}
# Who looks after the people of an area and may look one up without a case.
AREA_ROLES = (Role.FEDERATION, Role.ADMIN)


def may_see_identity(actor: Actor, person_id: UUID) -> bool:
    """Programs learn names and masked numbers of others only with the scope for it."""
    return actor.person_id == person_id or actor.may_use(Scope.IDENTITY)


def may_see_own_phone(actor: Actor, person_id: UUID) -> bool:
    """A person reads his own number in full; a program of his only with the identity scope."""
    return actor.person_id == person_id and actor.may_use(Scope.IDENTITY)


def seat_to_reveal(actor: Actor, area_codes: Iterable[str]) -> Seat | None:
    """Return the seat in which `actor` may see a number of these areas in full, for a reason.

    That is the Federation's; a lead of a case gets it through the case.
    """
    if not actor.may_use(Scope.IDENTITY):
        return None
    seats = (actor.seat_as(Role.FEDERATION, area_code=code) for code in area_codes)
    return next((seat for seat in seats if seat is not None), None)


def ensure_may_arrange(membership: Membership, *, actor: Actor) -> Seat | None:
    """Return the seat of the area's administrator; nobody arranges his own powers.

    Raises `NotAllowed`; the system, which founds cities, has no seat.
    """
    if actor.is_system:
        return None
    seat = actor.seat_as(Role.ADMIN, area_code=membership.area_code)
    if seat is None or membership.person_id == actor.person_id:
        raise not_allowed()
    return seat
