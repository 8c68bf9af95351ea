"""Following one case live, or all that one may see."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable

import strawberry

from backend import graph
from backend.accounts.actors import actor_of_person
from backend.actor import Actor
from backend.graph.event_feed import Event, changes
from backend.submissions.schema.types import Submission


@strawberry.type
class SubmissionSubscription:
    """What can be followed live."""

    @strawberry.subscription(
        description="Every step of one case the viewer may see: first those behind `after` (an "
        "event id), then live, each at least once and in order. Without `after` only what comes."
    )
    async def submission_changed(
        self, info: strawberry.Info, id: strawberry.ID, after: strawberry.ID | None = None
    ) -> AsyncGenerator[Event, None]:
        """Yield the steps; whether the viewer may still see them is asked again for each batch."""
        with graph.user_input(info):
            case = await graph.find(info, Submission, id, path=("id",))
        async for event in changes(
            thread_id=case.id, after=after, actor=_as_he_is_now(graph.actor_of(info))
        ):
            yield event

    @strawberry.subscription(
        description="Every step the viewer may see, of whatever case: first those behind `after` "
        "(an event id), then live, each at least once and in order. Without `after` only what comes."
    )
    async def event_recorded(
        self, info: strawberry.Info, after: strawberry.ID | None = None
    ) -> AsyncGenerator[Event, None]:
        """Yield the steps; what the viewer may see is asked again for each batch."""
        async for event in changes(after=after, actor=_as_he_is_now(graph.actor_of(info))):
            yield event


def _as_he_is_now(start: Actor) -> Callable[[], Awaitable[Actor]]:
    """Return what asks for the actor with the seats he has by then."""

    async def actor() -> Actor:
        if start.person_id is None:
            return start
        now = await actor_of_person(start.person_id)
        return Actor(now.person_id, now.name, now.seats, start.scopes, start.token_id)

    return actor
