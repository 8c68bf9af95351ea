"""Where firms stand: the chambers they belong to, the tiers they hold, and who sees that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.organizations import policy
from backend.organizations.models import ChamberMember, FirmTier, TierState
from backend.organizations.tiers import TIERS


async def is_member(chamber_id: UUID, firm_id: UUID) -> bool:
    """Return whether the firm belongs to the chamber now."""
    return await ChamberMember.filter(chamber_id=chamber_id, firm_id=firm_id, until=None).exists()


def members_of(chambers: Collection[UUID]) -> sql.Where:
    """Return the condition that an organization is a member firm of one of these chambers."""
    named = sql.is_in("chamber_member.chamber_id", chambers)
    return sql.Where(
        "EXISTS (SELECT 1 FROM chamber_member WHERE chamber_member.firm_id = organization.id "
        f"AND chamber_member.until IS NULL AND {named.text})",
        named.values,
    )


def tiers_visible_to(actor: Actor) -> sql.Where:
    """Places in tiers: the firm's own, and those of firms whose area the actor watches over."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("firm_tier.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    if policy.may_identify_firms(actor):
        seen |= sql.is_in("firm_tier.area_code", actor.areas_as(*policy.SEE_FIRMS_OF_THEIR_AREA))
    return seen


def evidence_visible_to(actor: Actor) -> sql.Where:
    """Evidence of visible places."""
    places = tiers_visible_to(actor)
    return sql.Where(
        "EXISTS (SELECT 1 FROM firm_tier WHERE firm_tier.id = tier_evidence.firm_tier_id "
        f"AND ({places.text}))",
        places.values,
    )


def members_visible_to(actor: Actor) -> sql.Where:
    """Memberships of visible firms: the firm's own, the chamber's own, and those of one's area."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("chamber_member.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    if policy.may_identify_firms(actor):
        seen |= sql.is_in("chamber_member.chamber_id", actor.organizations_as(Role.CHAMBER_HEAD))
        areas = sql.is_in("organization.area_code", actor.areas_as(*policy.SEE_FIRMS_OF_THEIR_AREA))
        seen |= sql.Where(
            "EXISTS (SELECT 1 FROM organization WHERE organization.id = chamber_member.firm_id "
            f"AND {areas.text})",
            areas.values,
        )
    return seen


async def tier_held(firm_id: UUID, *, on: date) -> str | None:
    """Return the code of the highest tier in which the firm has a good place on a day."""
    held = await FirmTier.filter(firm_id=firm_id, state=TierState.HELD)
    good = {row.tier_code for row in held if row.expires_on is None or row.expires_on >= on}
    return next((code for code in TIERS if code in good), None)
