"""How the demo's leaders share their work: what the deputy answers for, and whose office acts."""

from __future__ import annotations

from uuid import UUID

from backend.accounts.leadership import set_mandates, set_portfolio
from backend.accounts.models import LeaderLevel, Membership
from backend.accounts.queries import leaders_of, portfolio_of
from backend.actor import Role
from backend.organizations import queries as organizations

DEPARTMENTS_OF_THE_DEPUTY = ("COMM", "MKT_SUP")
CATEGORIES_OF_THE_DEPUTY = ("FINANCE", "MARKET", "RENT")


async def share_the_work() -> None:
    """Arrange what is not arranged yet; arranging twice changes nothing."""
    for membership in await Membership.filter(leader_level=LeaderLevel.DEPUTY):
        if await portfolio_of(membership) is None:
            await set_portfolio(
                membership,
                department_ids=[await _department(code) for code in DEPARTMENTS_OF_THE_DEPUTY],
                category_codes=CATEGORIES_OF_THE_DEPUTY,
            )
    for office in await Membership.filter(role=Role.LEADER_OFFICE):
        if not await leaders_of(office):
            leaders = Membership.filter(role=Role.LEADER, organization_id=office.organization_id)
            await set_mandates(office, leaders=await leaders)


async def _department(code: str) -> UUID:
    found = await organizations.organization_by_code(code)
    if found is None:
        raise LookupError(f"the demo names an unknown department: {code}")
    return found.id
