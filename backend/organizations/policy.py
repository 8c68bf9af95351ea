"""Who may keep areas, organizations and working days."""

from __future__ import annotations

from backend.actor import Actor, Role, Scope, Seat
from backend.errors import Words, not_allowed
from backend.organizations.models import FirmTier, Organization
from backend.organizations.workflow import STEPS, TierAct
from backend.workflow import refusal

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


def ensure_may_keep_members(actor: Actor, chamber: Organization) -> Seat | None:
    """Return the seat of the Federation or an administrator of the chamber's area."""
    seat = actor.seat_as(Role.FEDERATION, Role.ADMIN, area_code=chamber.area_code)
    if seat is None and not actor.is_system:
        raise not_allowed()
    return seat


def ensure_may_apply_for_tier(actor: Actor, firm: Organization) -> Seat:
    """Return the seat in which one of the firm's own people asks for a place."""
    for seat in actor.seats:
        if seat.role is Role.ENTREPRENEUR and seat.organization_id == firm.id:
            return seat
    raise not_allowed()


def seat_to_decide_tier(actor: Actor, row: FirmTier) -> Seat | None:
    """The Federation of the firm's area; nobody decides on his own firm."""
    if actor.belongs_to(row.firm_id):
        return None
    return actor.seat_as(Role.FEDERATION, area_code=row.area_code)


def ensure_may_decide_tier(_act: TierAct, row: FirmTier, *, actor: Actor) -> Seat:
    """Return the seat in which the actor decides on a place, or raise `NotAllowed`."""
    seat = seat_to_decide_tier(actor, row)
    if seat is None:
        raise not_allowed(
            Words("不能审核本企业的申请", "Nobody decides on his own firm")
            if actor.belongs_to(row.firm_id)
            else None
        )
    return seat


def tier_acts(row: FirmTier, actor: Actor) -> list[TierAct]:
    """Return exactly what the server would accept from this person now."""
    if seat_to_decide_tier(actor, row) is None:
        return []
    return [act for act, step in STEPS.items() if refusal(row, step) is None]


def may_read_ground(row: FirmTier, actor: Actor) -> bool:
    """Whether the reason of a place may be read: by the firm, and by who keeps its area's firms."""
    seat = actor.seat_as(Role.FEDERATION, Role.ADMIN, Role.SUPERVISOR, area_code=row.area_code)
    return actor.belongs_to(row.firm_id) or seat is not None
