"""People in the graph: who is signed in, signing in and out, tokens, numbers."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts.queries import person_by_id
from backend.accounts.schema.access_tokens import TokenMutation
from backend.accounts.schema.leadership import LeadershipMutation, Mandate, Portfolio
from backend.accounts.schema.liaisons import LiaisonMutation
from backend.accounts.schema.numbers import NumberMutation
from backend.accounts.schema.signing_in import SignInMutation
from backend.accounts.schema.types import (
    AccessToken,
    Membership,
    MembershipFilter,
    Person,
    PhoneDisclosure,
)

__all__ = [
    "AccessToken",
    "AccountMutation",
    "AccountQuery",
    "Mandate",
    "Membership",
    "Person",
    "PhoneDisclosure",
    "Portfolio",
]


@strawberry.type
class AccountQuery:
    """Reading about oneself and others."""

    memberships: graph.Connection[Membership] = graph.connection(
        Membership,
        filter=MembershipFilter,
        default_order="since",
        description="The roles of the people the viewer sees: colleagues, and for the Federation "
        "and the administrators those of their area; oldest first.",
    )
    person: Person | None = graph.by_id(
        Person, description="One person; null when unknown or not visible."
    )

    @strawberry.field(description="Whoever is signed in; null for nobody.")
    async def viewer(self, info: strawberry.Info) -> Person | None:
        """Return the person behind the request."""
        person_id = graph.actor_of(info).person_id
        if person_id is None:
            return None
        row = await person_by_id(person_id)
        return Person.of(row) if row is not None else None


@strawberry.type
class AccountMutation(
    SignInMutation, TokenMutation, NumberMutation, LiaisonMutation, LeadershipMutation
):
    """Signing in and out, tokens, numbers."""
