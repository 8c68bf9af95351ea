"""Who may keep areas, organizations and working days."""

from __future__ import annotations

from backend.actor import Actor, Role, Scope
from backend.errors import not_allowed
from backend.organizations.models import Organization

SEE_FIRMS_OF_THEIR_AREA = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.LEADER,
    Role.LEADER_OFFICE,
    Role.SUPERVISOR,
    Role.ADMIN,
)
"""Departments and auditors are missing on purpose: they meet firms in their cases only."""


def may_register_firms(actor: Actor, area_code: str) -> bool:
    """The Federation and the administrators of the area keep its firms."""
    seat = actor.seat_as(Role.FEDERATION, Role.ADMIN, area_code=area_code)
    return actor.is_system or seat is not None


def may_keep_area(actor: Actor, area_code: str) -> bool:
    """The administrators of an area keep its bodies, its duties and its working days."""
    return actor.is_system or actor.seat_as(Role.ADMIN, area_code=area_code) is not None


def may_identify_firms(actor: Actor) -> bool:
    """A token names other people's firms only with the scope for it; a session needs none."""
    return actor.may_use(Scope.IDENTITY)


def may_list_firm(actor: Actor, firm: Organization) -> bool:
    """Its own people and those who watch over its area; the rule of `queries.visible_to` for a row."""
    if actor.is_system or actor.belongs_to(firm.id):
        return True
    watches = actor.seat_as(*SEE_FIRMS_OF_THEIR_AREA, area_code=firm.area_code)
    return watches is not None and may_identify_firms(actor)


def ensure_may_register_firms(actor: Actor, area_code: str) -> None:
    """Raise `NotAllowed` unless the actor keeps the firms of the area."""
    if not may_register_firms(actor, area_code):
        raise not_allowed()


def ensure_may_keep_area(actor: Actor, area_code: str) -> None:
    """Raise `NotAllowed` unless the actor administers the area."""
    if not may_keep_area(actor, area_code):
        raise not_allowed()


def ensure_may_keep_everything(actor: Actor) -> None:
    """Raise `NotAllowed` for everybody but the system: categories and areas are set up with it."""
    if not actor.is_system:
        raise not_allowed()
