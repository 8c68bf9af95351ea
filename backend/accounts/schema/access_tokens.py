"""Access tokens: what programs sign in with."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts import models, tokens
from backend.accounts.schema.types import AccessToken, AccountError
from backend.actor import Scope


@strawberry.input
class AccessTokenCreateInput(graph.MutationInput):
    """What to call the token, what it may do, and for how long."""

    name: str = strawberry.field(description="To tell tokens apart; 1–60 characters.")
    scopes: list[Scope] = strawberry.field(
        default_factory=list[Scope], description="What it may do beside reading."
    )
    days: int = strawberry.field(
        default=tokens.DEFAULT_DAYS,
        description=f"For how many days it is valid: 1–{tokens.MOST_DAYS}.",
    )


@strawberry.type
class AccessTokenCreatePayload(graph.Payload):
    """The new token."""

    access_token: AccessToken | None = strawberry.field(
        default=None, description="The token, without its secret."
    )
    secret: str | None = strawberry.field(
        default=None,
        description="What the program sends as `Authorization: Bearer …`. Shown this once: null "
        "when the mutation is repeated.",
    )
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.input
class AccessTokenRevokeInput(graph.MutationInput):
    """Which token."""

    id: strawberry.ID = strawberry.field(description="One of one's own tokens.")


@strawberry.type
class AccessTokenRevokePayload(graph.Payload):
    """The revoked token."""

    access_token: AccessToken | None = strawberry.field(
        default=None, description="The token as it is now."
    )
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.type
class TokenMutation:
    """Acts on one's own tokens."""

    @graph.mutation(
        scope=Scope.ACCOUNT_WRITE,
        description=f"Make an access token for a program. It may always read what its person may, "
        f"and lives {tokens.DEFAULT_DAYS} days unless told otherwise (1–{tokens.MOST_DAYS}). Made "
        "with a token, it never does more or lives longer than that one.",
    )
    async def access_token_create(
        self, info: strawberry.Info, input: AccessTokenCreateInput
    ) -> AccessTokenCreatePayload:
        """Make a token."""

        async def work() -> dict[str, object]:
            actor = graph.actor_of(info)
            person = await models.Person.get(id=actor.person_id)
            token, secret = await tokens.create(
                person, name=input.name, scopes=input.scopes, days=input.days, actor=actor
            )
            return {"access_token": token, "secret": secret}

        return await graph.perform(info, AccessTokenCreatePayload, input, work, secret=("secret",))

    @graph.mutation(
        scope=Scope.ACCOUNT_WRITE, description="End one of one's own access tokens at once."
    )
    async def access_token_revoke(
        self, info: strawberry.Info, input: AccessTokenRevokeInput
    ) -> AccessTokenRevokePayload:
        """Revoke a token."""

        async def work() -> dict[str, object]:
            token = await graph.find(info, AccessToken, input.id)
            return {"access_token": await tokens.revoke(token, actor=graph.actor_of(info))}

        return await graph.perform(info, AccessTokenRevokePayload, input, work)
