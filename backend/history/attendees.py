"""Each attendee of a past salon is one fictional firm with one fictional person in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from backend import clock
from backend.accounts.models import Membership, Person
from backend.actor import SYSTEM, Role
from backend.db import sql, unit_of_work
from backend.events import Draft, record_many
from backend.history.rows import HistoryRow
from backend.organizations import credit_code
from backend.organizations.models import EnterpriseType, Organization, OrganizationKind

CREDIT_CODE_PREFIX = "DEMY"
_SERIAL = slice(12, 16)


@dataclass(frozen=True, slots=True)
class Attendee:
    """The firm and the person behind an attendee's mark in the file."""

    firm_id: UUID
    person_id: UUID | None


def firm_name(attendee: str) -> str:
    """Return the name of an attendee's firm: it says that it is made up."""
    return f"沙龙参会企业{attendee}（虚构）"


async def attendees_of(rows: Iterable[HistoryRow]) -> Mapping[str, Attendee]:
    """Return the firm and person of every attendee, entered now where they are new."""
    areas = {row.attendee: row.area_code for row in rows}
    known = await _known_firms()
    new = {mark: area for mark, area in areas.items() if firm_name(mark) not in known}
    if new:
        await _enter(new, known.values())
        known = await _known_firms()
    people = {
        member.organization_id: member.person_id
        for member in await Membership.filter(
            role=Role.ENTREPRENEUR, organization_id__in=[firm.id for firm in known.values()]
        )
    }
    found = {mark: known[firm_name(mark)].id for mark in areas}
    return {mark: Attendee(firm_id, people.get(firm_id)) for mark, firm_id in found.items()}


async def _known_firms() -> dict[str, Organization]:
    pattern = f"91______{CREDIT_CODE_PREFIX}%"
    firms = await sql.rows(Organization, sql.Where("organization.credit_code LIKE ?", (pattern,)))
    return {firm.name: firm for firm in firms}


async def _enter(new: Mapping[str, str], known: Iterable[Organization]) -> None:
    """Enter firms and people in one unit, silently: they belong to the past."""
    last = _last_serials(known)
    firms: list[Organization] = []
    for mark, area_code in new.items():
        last[area_code] = last.get(area_code, 0) + 1
        firms.append(_firm(mark, area_code, serial=last[area_code]))
    people = [Person(name=f"参会代表{mark}（虚构）"[:60]) for mark in new]
    now = clock.now()
    seats = [
        Membership(
            person_id=person.id,
            role=Role.ENTREPRENEUR,
            organization_id=firm.id,
            area_code=firm.area_code,
            since=now,
        )
        for firm, person in zip(firms, people, strict=True)
    ]
    async with unit_of_work():
        await Organization.bulk_create(firms, batch_size=200)
        await Person.bulk_create(people, batch_size=200)
        await Membership.bulk_create(seats, batch_size=200)
        await record_many([_entered(firm) for firm in firms], silent=True)


def _last_serials(known: Iterable[Organization]) -> dict[str, int]:
    last: dict[str, int] = {}
    for firm in known:
        serial = int((firm.credit_code or "")[_SERIAL] or 0)
        last[firm.area_code] = max(serial, last.get(firm.area_code, 0))
    return last


def _firm(mark: str, area_code: str, *, serial: int) -> Organization:
    return Organization(
        kind=OrganizationKind.FIRM,
        name=firm_name(mark),
        name_en=f"Salon attendee {mark} (fictional)",
        area_code=area_code,
        credit_code=credit_code.generate(area_code, serial, prefix=CREDIT_CODE_PREFIX),
        enterprise_type=EnterpriseType.PRIVATE,
        is_demo=True,
    )


def _entered(firm: Organization) -> Draft:
    return Draft(
        name="organization.registered",
        aggregate_type="Organization",
        aggregate_id=firm.id,
        actor=SYSTEM,
        area_code=firm.area_code,
        payload={"kind": firm.kind},
    )
