"""Tiers, a firm's places in them, and its chambers on the graph."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from backend import clock, graph
from backend.db import sql
from backend.organizations import models, places, policy, queries, tiers
from backend.organizations.models import EnterpriseType, EvidenceKind, TierState
from backend.organizations.schema.types import Organization
from backend.organizations.tiers import Admission
from backend.organizations.workflow import TierAct

strawberry.enum(TierState, description="Where a firm's place in a tier stands.")
strawberry.enum(EvidenceKind, description="What shows that a firm belongs in a tier.")
strawberry.enum(Admission, name="TierAdmission", description="How a firm comes into a tier.")
strawberry.enum(TierAct, description="What can be done with a firm's place in a tier.")

MOST_EVIDENCE = 10


@strawberry.type(description="One tier (群层级) and who belongs in it.")
class Tier:
    """A tier as it stands in the rules."""

    code: str = strawberry.field(description="Code, as little_giant.")
    name: str = strawberry.field(description="Chinese name.")
    name_en: str = strawberry.field(description="English name.")
    rule: str = strawberry.field(description="Who belongs in it, in the language of the request.")
    admission: Admission = strawberry.field(description="How a firm comes into it.")
    evidence: list[EvidenceKind] = strawberry.field(description="What it asks for; at most 10.")
    enterprise_types: list[EnterpriseType] = strawberry.field(
        description="The types of firm it is for; empty for every type (at most 4)."
    )


@graph.node(models.TierEvidence, visible_to=places.evidence_visible_to)
class TierEvidence(graph.Node[models.TierEvidence]):
    """A list the firm is on, or a certificate it holds."""

    kind: EvidenceKind = graph.column(description="Which list or certificate.")
    year: int | None = graph.column(description="The year of the list.")
    number: str | None = graph.column(description="The number of the certificate.")
    expires_on: date | None = graph.column(description="The certificate's last good day.")
    is_checked: bool = graph.column(description="The Federation has checked it.")


def _may_read_ground(row: models.FirmTier, context: graph.Context) -> bool:
    return policy.may_read_ground(row, context.actor)


def _viewer_acts(row: models.FirmTier, context: graph.Context) -> list[TierAct]:
    return policy.tier_acts(row, context.actor)


def _is_expired(row: models.FirmTier, _context: graph.Context) -> bool:
    return row.expires_on is not None and row.expires_on < clock.today()


@graph.node(models.FirmTier, visible_to=places.tiers_visible_to)
class FirmTier(graph.Node[models.FirmTier]):
    """A firm's place in a tier: asked for, held, refused or ended."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    firm: Organization | None = graph.to_one("firm_id", sees_through=True, description="The firm.")
    tier_code: str = graph.column(description="Code of the tier; see `tiers`.")
    area_code: str = graph.column(description="The firm's area.")
    state: TierState = graph.column(description="Where it stands.")
    applied_at: datetime | None = graph.column(description="When it was asked for (UTC).")
    decided_at: datetime | None = graph.column(description="When it was decided or reviewed (UTC).")
    reason: str | None = graph.column(
        when=_may_read_ground, description="Why the Federation chose the firm, in its words."
    )
    refusal: str | None = graph.column(when=_may_read_ground, description="Why it was refused.")
    review_on: date | None = graph.column(description="By when it is looked at again.")
    expires_on: date | None = graph.column(description="Its last good day, of its certificates.")
    is_expired: bool = graph.function(_is_expired, description="That day has passed.")
    ended_at: datetime | None = graph.column(description="When it ended (UTC).")
    ended_for: str | None = graph.column(when=_may_read_ground, description="Why it ended.")
    viewer_actions: list[TierAct] = graph.function(
        _viewer_acts, description="Exactly what the server would accept now; at most 4."
    )
    evidence: list[TierEvidence] = graph.to_list(
        "firm_tier_id", order=("id",), maximum=MOST_EVIDENCE, description="What shows it."
    )


@graph.node(models.ChamberMember, visible_to=places.members_visible_to)
class ChamberMember(graph.Node[models.ChamberMember]):
    """A firm's membership in a chamber."""

    chamber: Organization | None = graph.to_one(
        "chamber_id", sees_through=True, description="The chamber."
    )
    firm: Organization | None = graph.to_one("firm_id", sees_through=True, description="The firm.")
    since: datetime = graph.column(description="When it began (UTC).")
    until: datetime | None = graph.column(description="When it ended (UTC); null while it stands.")


@strawberry.input(description="Fields are joined by AND, the values of a list by OR.")
class FirmTierFilter:
    """Which places to list."""

    states: list[TierState] | None = None
    tier_codes: list[str] | None = None
    area_code: str | None = strawberry.field(
        default=None, description="In this area or one below it."
    )
    review_by: date | None = strawberry.field(
        default=None, description="That have to be looked at by this day."
    )

    async def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.states is not None:
            found &= sql.is_in("firm_tier.state", self.states)
        if self.tier_codes is not None:
            found &= sql.is_in("firm_tier.tier_code", self.tier_codes)
        if self.area_code is not None:
            codes = await queries.codes_under(self.area_code)
            found &= sql.is_in("firm_tier.area_code", sorted(codes))
        if self.review_by is not None:
            found &= sql.Where("firm_tier.review_on <= ?", (self.review_by,))
        return found


@strawberry.input(description="Fields are joined by AND.")
class ChamberMemberFilter:
    """Which memberships to list."""

    standing: bool | None = strawberry.field(
        default=None, description="Only those that stand, or only those that ended."
    )

    def where(self) -> sql.Where:
        """Return the condition."""
        if self.standing is None:
            return sql.EVERYTHING
        return sql.Where(f"chamber_member.until IS {'' if self.standing else 'NOT '}NULL")


@strawberry.type
class TierQuery:
    """What may be asked about tiers and chambers."""

    firm_tiers: graph.Connection[FirmTier] = graph.connection(
        FirmTier,
        filter=FirmTierFilter,
        order={"APPLIED_AT": "applied_at", "REVIEW_ON": "review_on"},
        default_order=("-applied_at",),
        description="Places in tiers: the firm's own, and those the Federation keeps.",
    )
    chamber_members: graph.Connection[ChamberMember] = graph.connection(
        ChamberMember,
        filter=ChamberMemberFilter,
        default_order=("-since",),
        description="Memberships of firms in chambers, as far as they are visible.",
    )

    @strawberry.field(
        description="Every tier and who belongs in it, the highest first (at most 20)."
    )
    def tiers(self, info: strawberry.Info) -> list[Tier]:
        """Return the rules."""
        is_english = graph.language_of(info) == "en"
        return [
            Tier(
                code=each.code,
                name=each.name_zh,
                name_en=each.name_en,
                rule=each.rule_en if is_english else each.rule_zh,
                admission=each.admission,
                evidence=[*each.evidence],
                enterprise_types=[*each.types],
            )
            for each in tiers.TIERS.values()
        ]
