"""A firm's liaison on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts import liaisons, models
from backend.accounts.schema.types import Person
from backend.actor import Scope
from backend.organizations.schema import Organization, OrganizationError


@strawberry.input
class FirmSetLiaisonInput(graph.MutationInput):
    """The firm, the version on which the decision was taken, and the person; null for nobody."""

    id: strawberry.ID
    expected_version: int
    person_id: strawberry.ID | None = None


@strawberry.type
class FirmSetLiaisonPayload(graph.Payload):
    """The firm."""

    firm: Organization | None = None
    user_errors: list[OrganizationError] = strawberry.field(default_factory=list)


@strawberry.type
class LiaisonMutation:
    """Who looks after a firm."""

    @graph.mutation(
        scope=Scope.ORGANIZATIONS_WRITE,
        description="Name the person of the Federation whom a firm turns to (联络员).",
    )
    async def firm_set_liaison(
        self, info: strawberry.Info, input: FirmSetLiaisonInput
    ) -> FirmSetLiaisonPayload:
        """Name it, as the Federation or an administrator of the firm's area."""

        async def work() -> dict[str, object]:
            firm = await graph.find(info, Organization, input.id)
            person: models.Person | None = None
            if input.person_id is not None:
                person = await graph.find(info, Person, input.person_id, path=("input", "personId"))
            await liaisons.set_liaison(
                firm,
                person,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"firm": firm}

        return await graph.perform(info, FirmSetLiaisonPayload, input, work)
