"""Which firms a chamber speaks for."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.organizations import policy
from backend.organizations.models import ChamberMember, Organization, OrganizationKind


async def join_chamber(firm: Organization, chamber: Organization, *, actor: Actor) -> ChamberMember:
    """Return the firm's standing membership in the chamber, begun now if there was none."""
    if chamber.kind is not OrganizationKind.CHAMBER:
        raise Invalid(Words("请选择一家商会", "Choose a chamber"), path=("input", "chamberId"))
    if firm.kind is not OrganizationKind.FIRM:
        raise Invalid(Words("请选择一家企业", "Choose a firm"), path=("input", "firmId"))
    seat = policy.ensure_may_keep_members(actor, chamber)
    member = ChamberMember(chamber_id=chamber.id, firm_id=firm.id, since=clock.now())
    member.open_key = f"{chamber.id}:{firm.id}"
    async with unit_of_work():
        await ChamberMember.bulk_create([member], ignore_conflicts=True)
        standing = await ChamberMember.get(open_key=member.open_key)
        if standing.id == member.id:
            await _tell("chamber.joined", standing, chamber, actor=actor, seat=seat)
    return standing


async def leave_chamber(member: ChamberMember, *, actor: Actor) -> ChamberMember:
    """End a membership now; it stays in the record. Ending twice is no mistake."""
    chamber = await Organization.get(id=member.chamber_id)
    seat = policy.ensure_may_keep_members(actor, chamber)
    async with unit_of_work():
        standing = ChamberMember.filter(id=member.id, until=None)
        if await standing.update(until=clock.now(), open_key=None):
            await _tell("chamber.left", member, chamber, actor=actor, seat=seat)
        return await ChamberMember.get(id=member.id)


async def _tell(
    name: str, member: ChamberMember, chamber: Organization, *, actor: Actor, seat: Seat | None
) -> None:
    payload = {"chamber_id": member.chamber_id, "firm_id": member.firm_id}
    await record(name, member, actor=actor, area_code=chamber.area_code, seat=seat, payload=payload)
