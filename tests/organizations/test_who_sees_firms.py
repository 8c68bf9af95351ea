"""Bodies are public; firms are seen by their own people and by those who watch over the area."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from backend.actor import ANONYMOUS, SYSTEM, Actor, Role, Scope
from backend.db import sql
from backend.organizations import policy, queries
from backend.organizations.models import Organization, OrganizationKind
from tests.organizations.cast import CITY, KUNSHAN, WUZHONG, a_firm, a_person_as

FIRMS = sql.Where("organization.kind = ?", (OrganizationKind.FIRM,))


async def firms_seen_by(actor: Actor) -> set[str]:
    """The areas of the firms an actor can list."""
    found = await sql.rows(Organization, queries.visible_to(actor) & FIRMS)
    return {firm.area_code for firm in found}


@pytest.fixture
async def two_firms(city: str) -> tuple[Organization, Organization]:
    return await a_firm(area_code=WUZHONG), await a_firm(area_code=KUNSHAN)


@pytest.mark.parametrize(
    "role",
    [
        Role.FEDERATION,
        Role.COORDINATOR,
        Role.LEADER,
        Role.LEADER_OFFICE,
        Role.SUPERVISOR,
        Role.ADMIN,
    ],
)
async def test_those_who_watch_over_an_area_see_its_firms_and_never_another_district_s(
    two_firms: tuple[Organization, Organization], role: Role
) -> None:
    assert await firms_seen_by(await a_person_as(role, area_code=CITY)) == {WUZHONG, KUNSHAN}
    assert await firms_seen_by(await a_person_as(role, area_code=WUZHONG)) == {WUZHONG}


@pytest.mark.parametrize(
    "role",
    [
        Role.OFFICER,
        Role.DEPARTMENT_HEAD,
        Role.AUDITOR,
        Role.CHAMBER_HEAD,
        Role.ENTREPRENEUR,
        Role.APP,
    ],
)
async def test_departments_auditors_chambers_and_other_firms_list_no_firm(
    two_firms: tuple[Organization, Organization], role: Role
) -> None:
    assert await firms_seen_by(await a_person_as(role)) == set()


async def test_a_firm_is_seen_by_its_own_people(
    two_firms: tuple[Organization, Organization],
) -> None:
    ours, _ = two_firms
    person = await a_person_as(Role.ENTREPRENEUR, organization_id=ours.id, area_code=WUZHONG)
    assert await firms_seen_by(person) == {WUZHONG}


async def test_a_token_needs_the_identity_scope_for_other_people_s_firms(
    two_firms: tuple[Organization, Organization],
) -> None:
    ours, _ = two_firms
    as_token: Callable[..., Awaitable[Actor]] = a_person_as
    reader = await as_token(Role.FEDERATION, scopes=frozenset({Scope.READ}))
    trusted = await as_token(Role.FEDERATION, scopes=frozenset({Scope.READ, Scope.IDENTITY}))
    own = await as_token(Role.ENTREPRENEUR, organization_id=ours.id, scopes=frozenset({Scope.READ}))
    assert await firms_seen_by(reader) == set()
    assert await firms_seen_by(trusted) == {WUZHONG, KUNSHAN}
    assert await firms_seen_by(own) == {WUZHONG}


async def test_anybody_sees_all_bodies_and_the_system_sees_all(
    two_firms: tuple[Organization, Organization],
) -> None:
    public = await sql.rows(Organization, queries.visible_to(ANONYMOUS))
    assert len(public) == 42
    assert not any(body.kind is OrganizationKind.FIRM for body in public)
    assert await sql.count(Organization, queries.visible_to(SYSTEM)) == 44


async def test_the_rule_of_one_firm_and_the_rule_of_the_list_agree(
    two_firms: tuple[Organization, Organization],
) -> None:
    actors = [ANONYMOUS, SYSTEM]
    for role in Role:
        for area_code in (CITY, WUZHONG):
            for scopes in (None, frozenset({Scope.READ}), frozenset({Scope.IDENTITY})):
                actors.append(await a_person_as(role, area_code=area_code, scopes=scopes))
                actors.append(
                    await a_person_as(
                        role, area_code=area_code, scopes=scopes, organization_id=two_firms[1].id
                    )
                )
    for actor in actors:
        listed = await sql.rows(Organization, queries.visible_to(actor) & FIRMS)
        allowed = [firm for firm in two_firms if policy.may_list_firm(actor, firm)]
        assert {firm.id for firm in listed} == {firm.id for firm in allowed}, actor
