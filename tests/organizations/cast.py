"""Who appears in the tests of organizations."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from backend.actor import SYSTEM, Actor, Role, Scope, Seat
from backend.db import uuid7
from backend.organizations import actions, credit_code, queries
from backend.organizations.drafts import FirmDraft
from backend.organizations.models import EnterpriseType, Organization

WUZHONG = "320506"
KUNSHAN = "320583"
CITY = "320500"

_serials = count(1)


async def a_firm(
    *,
    area_code: str = WUZHONG,
    name: str = "示例企业(虚构)",
    enterprise_type: EnterpriseType = EnterpriseType.PRIVATE,
    code: str | None = None,
) -> Organization:
    """A registered firm with a credit code of its own."""
    draft = FirmDraft(
        name=name,
        credit_code=code or credit_code.generate(area_code, next(_serials), prefix="DEMT"),
        area_code=area_code,
        enterprise_type=enterprise_type,
    )
    return await actions.register_firm(draft, actor=SYSTEM)


async def the_body(code: str) -> Organization:
    """The department, federation or other body of the founding city with this code."""
    found = await queries.organization_by_code(code)
    assert found is not None
    return found


async def a_person_as(
    role: Role,
    *,
    organization_id: UUID | None = None,
    area_code: str = CITY,
    scopes: frozenset[Scope] | None = None,
) -> Actor:
    """Somebody with one seat, by session or, with `scopes`, by token."""
    reach = await queries.codes_under(area_code)
    seat = Seat(role, organization_id or uuid7(), area_code, reach)
    return Actor(person_id=uuid7(), seats=(seat,), scopes=scopes)
