"""A firm that an office meets before anybody knows its credit code."""

from __future__ import annotations

from backend.actor import Actor, Role
from backend.db import clean_text, unit_of_work
from backend.events import record
from backend.organizations import policy, queries
from backend.organizations.models import NAME_LENGTH, EnterpriseType, Organization, OrganizationKind


async def enter_firm(
    name: str, *, area_code: str, actor: Actor, path: tuple[str | int, ...] = ("input", "name")
) -> tuple[Organization, bool]:
    """Return the firm of that name in the area, entered now without a code if there was none.

    The second value says whether it is new. Two firms of one name cannot be told apart by a name:
    the one entered first is returned.
    """
    cleaned = clean_text(name, minimum=2, maximum=NAME_LENGTH, path=path)
    await queries.area(area_code)
    policy.ensure_may_register_firms(actor, area_code)
    async with unit_of_work():
        same = Organization.filter(kind=OrganizationKind.FIRM, area_code=area_code, name=cleaned)
        known = await same.order_by("id").first()
        if known is not None:
            return known, False
        firm = await Organization.create(
            kind=OrganizationKind.FIRM,
            name=cleaned,
            area_code=area_code,
            enterprise_type=EnterpriseType.PRIVATE,
        )
        seat = actor.seat_as(Role.FEDERATION, Role.ADMIN, area_code=area_code)
        payload = {"kind": firm.kind}
        await record(
            "organization.registered",
            firm,
            actor=actor,
            area_code=area_code,
            seat=seat,
            payload=payload,
        )
    return firm, True
