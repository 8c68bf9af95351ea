"""Every firm has one person of the Federation to turn to (联络员)."""

from __future__ import annotations

from backend.accounts import queries
from backend.accounts.models import Person
from backend.actor import Actor, Role
from backend.db import unit_of_work
from backend.errors import Invalid, Words, not_allowed
from backend.events import record
from backend.organizations.models import Organization, OrganizationKind
from backend.organizations.queries import codes_under
from backend.workflow import change, ensure_fresh


async def set_liaison(
    firm: Organization,
    person: Person | None,
    *,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Name the firm's liaison, or nobody; it is somebody of the Federation of the firm's area."""
    seat = actor.seat_as(Role.FEDERATION, Role.ADMIN, area_code=firm.area_code)
    if seat is None:
        raise not_allowed()
    if firm.kind is not OrganizationKind.FIRM:
        raise Invalid(Words("请选择一家企业", "Choose a firm"), path=("input", "id"))
    if person is not None and not await _serves(person, firm.area_code):
        words = Words("联络员须是本地区工商联的人员", "A liaison is of the Federation of the area")
        raise Invalid(words, path=("input", "personId"))
    ensure_fresh(firm, expected_version=expected_version)
    async with unit_of_work():
        await change(firm, {"liaison_id": person.id if person else None})
        payload = {"person_id": person.id if person else None}
        await record(
            "organization.liaison_set",
            firm,
            actor=actor,
            area_code=firm.area_code,
            seat=seat,
            payload=payload,
        )


async def _serves(person: Person, area_code: str) -> bool:
    """Whether the person sits in a Federation whose reach covers the area."""
    for held in await queries.live_memberships(person.id):
        if held.role is Role.FEDERATION and area_code in await codes_under(held.area_code):
            return True
    return False
