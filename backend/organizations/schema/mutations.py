"""What can be done with firms, tiers and chambers on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations import actions
from backend.organizations.drafts import FirmDraft
from backend.organizations.models import EnterpriseType, EvidenceKind
from backend.organizations.schema.tiers import ChamberMember, FirmTier
from backend.organizations.schema.types import Area, Organization

WRITE = Scope.ORGANIZATIONS_WRITE
Decision = Callable[..., Awaitable[object]]


@graph.error_type("Organization")
class OrganizationError(graph.UserError):
    """What can be wrong with firms, tiers and chambers."""


@strawberry.input
class FirmRegisterInput(graph.MutationInput):
    """A firm; known by its credit code: registering it again brings the rest up to date."""

    name: str
    credit_code: str
    area_code: str
    name_en: str | None = None
    enterprise_type: EnterpriseType = EnterpriseType.PRIVATE


@strawberry.type
class FirmRegisterPayload(graph.Payload):
    """The firm."""

    firm: Organization | None = None
    user_errors: list[OrganizationError] = strawberry.field(default_factory=list)


@strawberry.input
class AreaServeTypesInput(graph.MutationInput):
    """The types of firm that the area and those below it serve from now on."""

    area_code: str
    enterprise_types: list[EnterpriseType]


@strawberry.type
class AreaPayload(graph.Payload):
    """The area."""

    area: Area | None = None
    user_errors: list[OrganizationError] = strawberry.field(default_factory=list)


@strawberry.input
class ChamberAddMemberInput(graph.MutationInput):
    """Which firm belongs to which chamber."""

    chamber_id: strawberry.ID
    firm_id: strawberry.ID


@strawberry.input
class ChamberRemoveMemberInput(graph.MutationInput):
    """Which membership ends."""

    id: strawberry.ID


@strawberry.type
class ChamberMemberPayload(graph.Payload):
    """The membership."""

    member: ChamberMember | None = None
    user_errors: list[OrganizationError] = strawberry.field(default_factory=list)


@strawberry.input
class TierEvidenceInput:
    """A list of a year, or a certificate with its number (1–64 characters) and last good day."""

    kind: EvidenceKind
    year: int | None = None
    number: str | None = None
    expires_on: date | None = None


@strawberry.input
class TierApplyInput(graph.MutationInput):
    """Which tier the firm asks for, and what shows that it belongs there (at most 10)."""

    firm_id: strawberry.ID
    tier_code: str
    evidence: list[TierEvidenceInput] = strawberry.field(default_factory=list)


@strawberry.input
class TierDecideInput(graph.MutationInput):
    """The place, the version on which the decision was taken, and why (up to 1,000 characters)."""

    id: strawberry.ID
    expected_version: int
    reason: str = ""


@strawberry.input
class TierReviewInput(TierDecideInput):
    """The same with what shows it this year (at most 10)."""

    evidence: list[TierEvidenceInput] = strawberry.field(default_factory=list)


@strawberry.type
class TierPayload(graph.Payload):
    """The place."""

    firm_tier: FirmTier | None = None
    user_errors: list[OrganizationError] = strawberry.field(default_factory=list)


def _evidence(given: list[TierEvidenceInput]) -> list[actions.Evidence]:
    return [actions.Evidence(e.kind, e.year, e.number, e.expires_on) for e in given]


@strawberry.type
class OrganizationMutation:
    """Keeping firms and chambers, and deciding on tiers."""

    @graph.mutation(
        scope=WRITE, description="Register a firm, as the Federation or an administrator."
    )
    async def firm_register(
        self, info: strawberry.Info, input: FirmRegisterInput
    ) -> FirmRegisterPayload:
        """Register; an area that does not serve this type of firm refuses."""

        async def work() -> dict[str, object]:
            draft = FirmDraft(
                name=input.name,
                credit_code=input.credit_code,
                area_code=input.area_code,
                name_en=input.name_en,
                enterprise_type=input.enterprise_type,
            )
            return {"firm": await actions.register_firm(draft, actor=graph.actor_of(info))}

        return await graph.perform(info, FirmRegisterPayload, input, work)

    @graph.mutation(
        scope=WRITE, description="Choose which types of firm an area serves, as its administrator."
    )
    async def area_serve_types(
        self, info: strawberry.Info, input: AreaServeTypesInput
    ) -> AreaPayload:
        """Switch types on and off; firms registered already stay."""

        async def work() -> dict[str, object]:
            area = await actions.serve_types(
                input.area_code, input.enterprise_types, actor=graph.actor_of(info)
            )
            return {"area": area}

        return await graph.perform(info, AreaPayload, input, work)

    @graph.mutation(scope=WRITE, description="Enter a firm as a member of a chamber.")
    async def chamber_add_member(
        self, info: strawberry.Info, input: ChamberAddMemberInput
    ) -> ChamberMemberPayload:
        """Enter it; from now on the chamber may file for it."""

        async def work() -> dict[str, object]:
            chamber = await graph.find(
                info, Organization, input.chamber_id, path=("input", "chamberId")
            )
            firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            actor = graph.actor_of(info)
            return {"member": await actions.join_chamber(firm, chamber, actor=actor)}

        return await graph.perform(info, ChamberMemberPayload, input, work)

    @graph.mutation(scope=WRITE, description="End a firm's membership in a chamber.")
    async def chamber_remove_member(
        self, info: strawberry.Info, input: ChamberRemoveMemberInput
    ) -> ChamberMemberPayload:
        """End it; the chamber may no longer file for the firm."""

        async def work() -> dict[str, object]:
            member = await graph.find(info, ChamberMember, input.id)
            return {"member": await actions.leave_chamber(member, actor=graph.actor_of(info))}

        return await graph.perform(info, ChamberMemberPayload, input, work)

    @graph.mutation(scope=WRITE, description="Ask for a place in a tier, as the firm.")
    async def tier_apply(self, info: strawberry.Info, input: TierApplyInput) -> TierPayload:
        """Ask; an open place is returned as it is."""

        async def work() -> dict[str, object]:
            firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            row = await actions.apply_for_tier(
                firm,
                input.tier_code,
                evidence=_evidence(input.evidence),
                actor=graph.actor_of(info),
            )
            return {"firm_tier": row}

        return await graph.perform(info, TierPayload, input, work)

    @graph.mutation(
        scope=WRITE,
        description="Give a place that was asked for, as the Federation: its evidence was checked.",
    )
    async def tier_grant(self, info: strawberry.Info, input: TierDecideInput) -> TierPayload:
        """Give it; tiers that are chosen need a reason."""
        return await _decide(info, input, actions.grant_tier)

    @graph.mutation(scope=WRITE, description="Refuse a place, with the reason the firm reads.")
    async def tier_refuse(self, info: strawberry.Info, input: TierDecideInput) -> TierPayload:
        """Refuse it; the firm may ask again."""
        return await _decide(info, input, actions.refuse_tier)

    @graph.mutation(scope=WRITE, description="Confirm a place for another year.")
    async def tier_review(self, info: strawberry.Info, input: TierReviewInput) -> TierPayload:
        """Confirm it with this year's evidence."""
        return await _decide(info, input, actions.review_tier, evidence=_evidence(input.evidence))

    @graph.mutation(scope=WRITE, description="End a place, with the reason the firm reads.")
    async def tier_end(self, info: strawberry.Info, input: TierDecideInput) -> TierPayload:
        """End it."""
        return await _decide(info, input, actions.end_tier)


async def _decide(
    info: strawberry.Info, given: TierDecideInput, action: Decision, **more: object
) -> TierPayload:
    async def work() -> dict[str, object]:
        row = await graph.find(info, FirmTier, given.id)
        await action(
            row,
            reason=given.reason,
            actor=graph.actor_of(info),
            expected_version=given.expected_version,
            **more,
        )
        return {"firm_tier": row}

    return await graph.perform(info, TierPayload, given, work)
