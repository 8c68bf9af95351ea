"""Which firms a chamber speaks for, which types an area serves, and who looks after a firm."""

from __future__ import annotations

import pytest

from backend.accounts.actions import enrol, give_role
from backend.accounts.liaisons import set_liaison
from backend.actor import SYSTEM, Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotAllowed
from backend.organizations import actions, places, queries
from backend.organizations.drafts import BodyDraft
from backend.organizations.models import (
    ChamberMember,
    EnterpriseType,
    Organization,
    OrganizationKind,
)
from tests.organizations.cast import CITY, KUNSHAN, WUZHONG, a_firm, a_person_as, the_body


@pytest.fixture
async def chamber(city: str) -> Organization:
    draft = BodyDraft(
        kind=OrganizationKind.CHAMBER, code="TEA", name="茶业商会（虚构）", area_code=city
    )
    [found] = await actions.found_organizations([draft], actor=SYSTEM)
    return found


@pytest.fixture
async def clerk(city: str) -> Actor:
    return await a_person_as(Role.FEDERATION, area_code=city)


async def test_a_firm_joins_a_chamber_once_and_leaves_it(
    chamber: Organization, clerk: Actor
) -> None:
    firm = await a_firm()
    first = await actions.join_chamber(firm, chamber, actor=clerk)
    assert (await actions.join_chamber(firm, chamber, actor=clerk)).id == first.id
    assert await places.is_member(chamber.id, firm.id)
    left = await actions.leave_chamber(first, actor=clerk)
    assert left.until is not None
    assert (await actions.leave_chamber(first, actor=clerk)).until == left.until
    assert not await places.is_member(chamber.id, firm.id)
    again = await actions.join_chamber(firm, chamber, actor=clerk)
    assert again.id != first.id


async def test_only_the_federation_of_the_chambers_area_keeps_its_members(
    chamber: Organization,
) -> None:
    firm = await a_firm()
    for role, area in ((Role.FEDERATION, KUNSHAN), (Role.OFFICER, CITY), (Role.CHAMBER_HEAD, CITY)):
        with pytest.raises(NotAllowed):
            await actions.join_chamber(firm, chamber, actor=await a_person_as(role, area_code=area))
    with pytest.raises(Invalid):
        await actions.join_chamber(chamber, chamber, actor=SYSTEM)
    with pytest.raises(Invalid):
        await actions.join_chamber(firm, firm, actor=SYSTEM)


async def test_a_chamber_sees_its_own_members_and_no_other_firm(
    chamber: Organization, clerk: Actor
) -> None:
    member, stranger = await a_firm(), await a_firm()
    joined = await actions.join_chamber(member, chamber, actor=clerk)
    head = await a_person_as(Role.CHAMBER_HEAD, organization_id=chamber.id)
    other = await a_person_as(Role.CHAMBER_HEAD)
    firms = sql.Where("organization.kind = ?", (OrganizationKind.FIRM,))
    seen = await sql.rows(Organization, queries.visible_to(head) & firms)
    assert [firm.id for firm in seen] == [member.id]
    assert stranger.id != member.id
    assert await sql.rows(Organization, queries.visible_to(other) & firms) == []
    assert len(await sql.rows(ChamberMember, places.members_visible_to(head))) == 1
    assert await sql.rows(ChamberMember, places.members_visible_to(other)) == []
    await actions.leave_chamber(joined, actor=clerk)
    assert await sql.rows(Organization, queries.visible_to(head) & firms) == []


async def test_an_area_serves_other_firms_only_when_it_is_switched_on(city: str) -> None:
    admin = await a_person_as(Role.ADMIN, area_code=city)
    await actions.serve_types(city, [EnterpriseType.PRIVATE], actor=admin)
    with pytest.raises(Invalid):
        await a_firm(enterprise_type=EnterpriseType.FOREIGN)
    served = [EnterpriseType.PRIVATE, EnterpriseType.FOREIGN]
    await actions.serve_types(WUZHONG, served, actor=admin)
    assert (await a_firm(enterprise_type=EnterpriseType.FOREIGN)).id
    with pytest.raises(Invalid):
        await a_firm(area_code=KUNSHAN, enterprise_type=EnterpriseType.FOREIGN)
    with pytest.raises(Invalid):
        await actions.serve_types(WUZHONG, [], actor=admin)
    with pytest.raises(NotAllowed):
        await actions.serve_types(
            KUNSHAN, served, actor=await a_person_as(Role.ADMIN, area_code=WUZHONG)
        )


async def test_a_liaison_is_of_the_federation_that_covers_the_firm(city: str, clerk: Actor) -> None:
    firm = await a_firm()
    person = await enrol("王联络", phone="19900019001", is_demo=False)
    with pytest.raises(Invalid):
        await set_liaison(firm, person, actor=clerk)
    federation = await the_body("FED")
    await give_role(person, Role.FEDERATION, organization=federation, area_code=KUNSHAN)
    with pytest.raises(Invalid):
        await set_liaison(firm, person, actor=clerk)
    await give_role(person, Role.FEDERATION, organization=federation, area_code=city)
    await set_liaison(firm, person, actor=clerk)
    assert (await Organization.get(id=firm.id)).liaison_id == person.id
    await set_liaison(firm, None, actor=clerk)
    assert (await Organization.get(id=firm.id)).liaison_id is None
    with pytest.raises(NotAllowed):
        await set_liaison(firm, person, actor=await a_person_as(Role.OFFICER))
