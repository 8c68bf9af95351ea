"""Filing without a name: which areas take it, and who stands in for whom nobody knows."""

from __future__ import annotations

from backend.actor import Actor, Role
from backend.db import unit_of_work
from backend.events import record
from backend.organizations import policy, queries
from backend.organizations.models import Area, Organization, OrganizationKind
from backend.organizations.remembered import forget_after_change

STAND_IN = "匿名企业"


async def allow_anonymous(area_code: str, *, is_allowed: bool, actor: Actor) -> Area:
    """Let an area and those below it take cases without a name, or no longer; old ones go on."""
    policy.ensure_may_keep_area(actor, area_code)
    area = await queries.area(area_code)
    async with unit_of_work():
        await record(
            "area.anonymity_set",
            area,
            actor=actor,
            area_code=area_code,
            seat=actor.seat_as(Role.ADMIN, area_code=area_code),
            payload={"is_allowed": is_allowed},
        )
        # Recording holds the row, so that no other setting of the area is lost.
        await area.refresh_from_db()
        settings = area.settings | {"anonymous_filing": is_allowed}
        await Area.filter(id=area.id).update(settings=settings)
        forget_after_change()
        return await Area.get(id=area.id)


async def stand_in(area_code: str) -> Organization:
    """Make the stand-in of one anonymous filer: it has one case and is listed to nobody."""
    return await Organization.create(
        kind=OrganizationKind.ANONYMOUS,
        name=STAND_IN,
        name_en="Anonymous firm",
        area_code=area_code,
    )
