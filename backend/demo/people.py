"""The people of the demo: the cast, and an officer and a head for every department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from backend.accounts import actors
from backend.accounts.actions import enrol, give_role
from backend.accounts.models import LeaderLevel, Membership
from backend.actor import SYSTEM, Actor, Role
from backend.db import sql, unit_of_work
from backend.organizations import queries as organizations
from backend.organizations.actions import found_organizations, register_firms
from backend.organizations.drafts import BodyDraft, FirmDraft
from backend.organizations.models import EnterpriseType, Organization, OrganizationKind

DATA = Path(__file__).parent / "data"
CITY = "320500"
FIRST_ADDED_PHONE = 19900000201
TEA_CHAMBER = BodyDraft(
    kind=OrganizationKind.CHAMBER,
    code="CH001",
    name="市茶叶商会（虚构）",
    name_en="Tea Chamber of Commerce (fictional)",
    area_code=CITY,
    member_count=80,
    is_demo=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """One person of the cast; entrepreneurs have their firm's credit code."""

    phone: str
    name: str
    role: Role
    organization: str
    area_code: str
    credit_code: str | None = None
    enterprise_type: EnterpriseType = EnterpriseType.PRIVATE
    leader_level: LeaderLevel | None = None


def cast() -> list[CastMember]:
    """Return the cast as its file has it."""
    return msgspec.json.decode((DATA / "cast.json").read_bytes(), type=list[CastMember])


async def enter_people() -> None:
    """Enter firms, chamber, cast and the other officers; entering twice changes nothing."""
    async with unit_of_work():
        members = cast()
        await register_firms([*_firms(members)], actor=SYSTEM)
        await found_organizations([TEA_CHAMBER], actor=SYSTEM)
        for member in [*members, *await _added(members)]:
            await _enter(member)


def _firms(members: Sequence[CastMember]) -> Iterator[FirmDraft]:
    for member in members:
        if member.credit_code is not None:
            yield FirmDraft(
                name=member.organization,
                credit_code=member.credit_code,
                area_code=member.area_code,
                enterprise_type=member.enterprise_type,
                is_demo=True,
            )


async def _added(members: Sequence[CastMember]) -> list[CastMember]:
    """Return who is missing: officers and heads of departments, then districts' offices.

    Their numbers follow one another from 19900000201 on, in the order of the organizations.
    """
    filled = {(member.organization, member.role) for member in members}
    missing = [
        member for member in await _wanted() if (member.organization, member.role) not in filled
    ]
    return [
        replace(member, phone=str(FIRST_ADDED_PHONE + place))
        for place, member in enumerate(missing)
    ]


async def _wanted() -> list[CastMember]:
    bodies = await sql.rows(Organization, _HAS_A_DESK, order="organization.position")
    wanted = [
        _member(body, role, title)
        for body in bodies
        if body.area_code == CITY
        for role, title in ((Role.OFFICER, "经办人"), (Role.DEPARTMENT_HEAD, "负责人"))
    ]
    districts = await sql.rows(
        Organization,
        sql.Where("organization.code LIKE 'FED-%' OR organization.code LIKE 'INDIT-%'"),
        order="organization.area_code, organization.code",
    )
    for body in districts:
        is_federation = body.kind is OrganizationKind.FEDERATION
        role = Role.FEDERATION if is_federation else Role.COORDINATOR
        wanted.append(_member(body, role, "专员" if is_federation else "交办员"))
    return wanted


_HAS_A_DESK = sql.Where(
    "organization.kind = ? OR EXISTS (SELECT 1 FROM duty WHERE duty.department_id = organization.id)",
    (OrganizationKind.DEPARTMENT,),
)


def _member(body: Organization, role: Role, title: str) -> CastMember:
    return CastMember(
        phone="",
        name=f"{body.name}{title}",
        role=role,
        organization=body.code or "",
        area_code=body.area_code,
    )


async def _enter(member: CastMember) -> None:
    if member.credit_code is not None:
        organization = await organizations.firm_by_credit_code(member.credit_code)
    else:
        organization = await organizations.organization_by_code(member.organization)
    if organization is None:
        raise LookupError(f"the cast names an unknown organization: {member.organization}")
    person = await enrol(member.name, phone=member.phone, is_demo=True)
    await give_role(
        person,
        member.role,
        organization=organization,
        area_code=member.area_code,
        leader_level=member.leader_level,
    )


async def somebody(role: Role, organization: Organization) -> Actor:
    """Return the first person who holds `role` in `organization`."""
    seats = Membership.filter(role=role, organization_id=organization.id).order_by("since", "id")
    membership = await seats.first()
    if membership is None:
        raise LookupError(f"nobody is {role} in {organization.name}")
    return await actors.actor_of_person(membership.person_id)
