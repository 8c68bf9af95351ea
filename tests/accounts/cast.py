"""Who plays in these tests: a city with two districts, its federation, an office, a firm."""

from __future__ import annotations

from itertools import count

from backend.accounts import actions, actors
from backend.accounts.models import Person, Session
from backend.accounts.sessions import open_for
from backend.actor import SYSTEM, Actor, Role
from backend.organizations import actions as organizations
from backend.organizations.drafts import AreaDraft, BodyDraft
from backend.organizations.models import Organization, OrganizationKind

CITY, EAST, WEST = "320500", "320505", "320506"
ADDRESS = "203.0.113.7"

_numbers = count(1)


async def areas() -> None:
    """Open the city and its districts."""
    await organizations.open_areas(
        [
            AreaDraft(code=CITY, name_zh="市", name_en="City"),
            AreaDraft(code=EAST, name_zh="东区", name_en="East", parent_code=CITY),
            AreaDraft(code=WEST, name_zh="西区", name_en="West", parent_code=CITY),
        ],
        actor=SYSTEM,
    )


async def a_body(kind: OrganizationKind, *, area_code: str = CITY) -> Organization:
    """Return a new body of the area."""
    await areas()
    code = f"BODY-{next(_numbers)}"
    draft = BodyDraft(kind=kind, code=code, name=f"{code} 单位", area_code=area_code)
    [body] = await organizations.found_organizations([draft], actor=SYSTEM)
    return body


def a_number() -> str:
    """Return a mobile number nobody else in this run has."""
    return f"1990000{next(_numbers):04d}"


async def a_person(name: str = "王企业", *, phone: str = "", is_demo: bool = False) -> Person:
    """Return a new person without a seat."""
    return await actions.enrol(name, phone=phone or a_number(), is_demo=is_demo)


async def a_holder(
    role: Role,
    *,
    area_code: str = CITY,
    organization: Organization | None = None,
    name: str = "李同志",
) -> Person:
    """Return a new person in a seat of the role."""
    kind = OrganizationKind.FEDERATION if role is Role.FEDERATION else OrganizationKind.DEPARTMENT
    organization = organization or await a_body(kind, area_code=area_code)
    person = await a_person(name)
    await actions.give_role(person, role, organization=organization, area_code=area_code)
    return person


async def acting(person: Person) -> Actor:
    """Return the person as an actor."""
    return await actors.actor_of_person(person.id)


async def a_session(person: Person, *, secret: str) -> Session:
    """Return a new session of the person."""
    return await open_for(person, secret=secret)
