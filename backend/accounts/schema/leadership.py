"""Portfolios of deputy leaders and mandates of offices, on the graph."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import strawberry

from backend import graph
from backend.accounts import leadership, models, queries
from backend.accounts.schema.types import AccountError, Membership
from backend.actor import Scope
from backend.organizations.schema import Organization


def department_ids(row: models.PortfolioHeld, _: graph.Context) -> list[strawberry.ID]:
    """Return the global ids of the departments."""
    return [
        strawberry.ID(graph.encode_id("Organization", each))
        for each in map(UUID, row.department_ids)
    ]


@graph.node(models.PortfolioHeld, visible_to=queries.portfolios_visible_to, name="Portfolio")
class Portfolio(graph.Node[models.PortfolioHeld]):
    """What a deputy leader answers for (分工): he sees and instructs on the cases within it."""

    department_ids: list[strawberry.ID] = graph.function(
        department_ids, description="The departments, readable by `nodes(ids:)`; at most 100."
    )
    category_codes: list[str] = graph.column(description="The categories; at most 100.")
    since: datetime = graph.column(description="When it began (UTC).")
    until: datetime | None = graph.column(
        description="When it ends (UTC); null: until further notice."
    )


@graph.node(models.Mandate, visible_to=queries.mandates_visible_to)
class Mandate(graph.Node[models.Mandate]):
    """The right of an office to act for a leader, marked so on each act."""

    office: Membership | None = graph.to_one(
        "office_id", sees_through=True, description="Who acts."
    )
    leader: Membership | None = graph.to_one(
        "leader_id", sees_through=True, description="For whom."
    )
    since: datetime = graph.column(description="When it began (UTC).")
    until: datetime | None = graph.column(
        description="When it ends (UTC); null: until further notice."
    )


@strawberry.input
class PortfolioSetInput(graph.MutationInput):
    """The whole portfolio; what is left out is no longer in it."""

    membership_id: strawberry.ID = strawberry.field(description="The deputy leader's membership.")
    department_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="At most 100 departments."
    )
    category_codes: list[str] = strawberry.field(
        default_factory=list, description="At most 100 categories."
    )
    until: datetime | None = strawberry.field(default=None, description="When it ends by itself.")


@strawberry.input
class MandateSetInput(graph.MutationInput):
    """All leaders for whom the office acts; those left out it acts for no more."""

    membership_id: strawberry.ID = strawberry.field(description="The membership in the office.")
    leader_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The memberships of at most 10 leaders."
    )
    until: datetime | None = strawberry.field(default=None, description="When it ends by itself.")


@strawberry.type
class PortfolioSetPayload(graph.Payload):
    """The portfolio that stands now."""

    portfolio: Portfolio | None = None
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.type
class MandateSetPayload(graph.Payload):
    """The mandates that stand now."""

    mandates: list[Mandate] | None = None
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.type
class LeadershipMutation:
    """Arranging who answers for what, and who acts for whom."""

    @graph.mutation(
        scope=Scope.ACCOUNT_WRITE,
        description="Set what a deputy leader answers for. The area's administrator may.",
    )
    async def portfolio_set(
        self, info: strawberry.Info, input: PortfolioSetInput
    ) -> PortfolioSetPayload:
        """Set a portfolio."""

        async def work() -> dict[str, object]:
            membership = await graph.find(
                info, Membership, input.membership_id, path=("input", "membershipId")
            )
            departments = [
                await graph.find(info, Organization, each, path=("input", "departmentIds", index))
                for index, each in enumerate(
                    input.department_ids[: leadership.MOST_DEPARTMENTS + 1]
                )
            ]
            held = await leadership.set_portfolio(
                membership,
                department_ids=[each.id for each in departments],
                category_codes=input.category_codes,
                until=input.until,
                actor=graph.actor_of(info),
            )
            return {"portfolio": held}

        return await graph.perform(info, PortfolioSetPayload, input, work)

    @graph.mutation(
        scope=Scope.ACCOUNT_WRITE,
        description="Name the leaders for whom an office acts. The area's administrator may.",
    )
    async def mandate_set(self, info: strawberry.Info, input: MandateSetInput) -> MandateSetPayload:
        """Set mandates."""

        async def work() -> dict[str, object]:
            office = await graph.find(
                info, Membership, input.membership_id, path=("input", "membershipId")
            )
            leaders = [
                await graph.find(info, Membership, each, path=("input", "leaderIds", index))
                for index, each in enumerate(input.leader_ids[: leadership.MOST_LEADERS + 1])
            ]
            made = await leadership.set_mandates(
                office, leaders=leaders, until=input.until, actor=graph.actor_of(info)
            )
            return {"mandates": made}

        return await graph.perform(info, MandateSetPayload, input, work)
