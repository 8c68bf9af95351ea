"""Who may take in which list."""

from __future__ import annotations

from backend.actor import Actor, Role, Scope, Seat
from backend.errors import Words, not_allowed
from backend.imports.models import ImportKind, ImportRun

_KEEPERS = {
    ImportKind.FIRMS: (Role.FEDERATION, Role.ADMIN),
    ImportKind.DEPARTMENTS: (Role.ADMIN,),
    ImportKind.CHAMBERS: (Role.ADMIN,),
    ImportKind.CHAMBER_MEMBERS: (Role.FEDERATION, Role.ADMIN),
    ImportKind.WORK_ORDERS: (Role.FEDERATION, Role.ADMIN),
}


def scope_of(kind: ImportKind) -> Scope:
    """Return what a program needs for the kind."""
    is_of_cases = kind is ImportKind.WORK_ORDERS
    return Scope.SUBMISSIONS_WRITE if is_of_cases else Scope.ORGANIZATIONS_WRITE


def seat_to_import(actor: Actor, kind: ImportKind, area_code: str) -> Seat | None:
    """The administrators of the area; firms, memberships and work orders also its Federation."""
    if not actor.may_use(scope_of(kind)):
        return None
    return actor.seat_as(*_KEEPERS[kind], area_code=area_code)


def ensure_may_import(actor: Actor, kind: ImportKind, area_code: str) -> Seat:
    """Return the seat in which the actor takes in the list, or raise `NotAllowed`."""
    seat = seat_to_import(actor, kind, area_code)
    if seat is None:
        words = Words("您不能为该地区导入此类数据", "You may not import such a list for this area")
        raise not_allowed(words)
    return seat


def ensure_may_apply(actor: Actor, run: ImportRun) -> Seat:
    """Return the seat in which the actor applies it: who checked it, or a colleague of the area."""
    return ensure_may_import(actor, run.kind, run.area_code)
