"""What is left of the caller's allowance, for programs that pace themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import strawberry

from backend import clock
from backend.graph.context import context_of
from backend.graph.cost import MAXIMUM


@strawberry.type(
    description="The caller's rate limit, in points. The same figures are in the `RateLimit` and "
    "`RateLimit-Policy` headers."
)
class RateLimit:
    """A moment of an allowance."""

    limit: int = strawberry.field(description="Points when nothing was asked for lately.")
    remaining: int = strawberry.field(description="Points left now, this operation counted.")
    reset_at: datetime = strawberry.field(description="When `remaining` is `limit` again.")
    maximum_cost: int = strawberry.field(description="The most points one operation may cost.")


@strawberry.type
class RateLimitQuery:
    """The part of Query about the caller's allowance."""

    @strawberry.field(
        description="What is left of the caller's rate limit; null where there is none."
    )
    def rate_limit(self, info: strawberry.Info) -> RateLimit | None:
        """Return the allowance as it is now."""
        allowance = context_of(info).allowance
        if allowance is None:
            return None
        return RateLimit(
            limit=allowance.full,
            remaining=allowance.remaining,
            reset_at=clock.now() + timedelta(seconds=allowance.seconds_until_full),
            maximum_cost=MAXIMUM,
        )
