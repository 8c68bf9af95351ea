"""What happened, on the graph: an event, the feed of all of them, and following it live."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.scalars import JSON

from backend.actor import DEPARTMENT_ROLES, Actor, Role
from backend.db import sql
from backend.events import live, models, queries
from backend.events.visibility import STAFF, shown_payload
from backend.graph.connections import DEFAULT_SIZE, LARGEST_PAGE
from backend.graph.context import Context, actor_of
from backend.graph.directives import ListSize
from backend.graph.errors import bad_user_input
from backend.graph.fields import column, function
from backend.graph.ids import decode_id, encode_id
from backend.graph.nodes import Node, node

MOST_NAMES = 50
Payload = Mapping[str, object]
ShowWords = Callable[[models.Event, Payload, Context], Awaitable[Payload]]
_show_words: list[ShowWords] = []
LEADING = frozenset({Role.LEADER, Role.LEADER_OFFICE})


def about_id(row: models.Event, _context: Context) -> strawberry.ID:
    """Return the id of the object that changed."""
    return encode_id(row.aggregate_type, row.aggregate_id)


def thread(row: models.Event, _context: Context) -> strawberry.ID | None:
    """Return the id of the case."""
    return None if row.thread_id is None else encode_id("Submission", row.thread_id)


def is_hidden_leader(row: models.Event, context: Context) -> bool:
    """Say whether a leader acted and the reader works in no office of the area.

    Others learn that a leader spoke when a summary is released, not before.
    """
    if row.role not in LEADING:
        return False
    actor = context.actor
    areas = actor.areas_as(*STAFF) | actor.portfolio_areas
    in_department = bool(actor.organizations_as(*DEPARTMENT_ROLES))
    return not (actor.is_system or in_department or row.area_code in areas)


def role(row: models.Event, context: Context) -> Role | None:
    """Return in which role somebody acted."""
    return None if is_hidden_leader(row, context) else row.role


def organization(row: models.Event, context: Context) -> strawberry.ID | None:
    """Return the id of the office that acted; of a firm or a chamber only its own people learn it.

    Who filed a confidential case would otherwise stand in its first event.
    """
    if row.organization_id is None or is_hidden_leader(row, context):
        return None
    if row.role not in STAFF and not context.actor.belongs_to(row.organization_id):
        return None
    return encode_id("Organization", row.organization_id)


def show_words_of_steps(by: ShowWords) -> None:
    """Say once how the words of steps are shown: whoever keeps cases knows who may read a name."""
    _show_words[:] = [by]


def shown(row: models.Event, context: Context) -> Awaitable[Payload] | Payload:
    """Return the payload without what only figures need, in the words this viewer may read."""
    payload = shown_payload(row.name, row.payload)
    for show in _show_words:
        return show(row, payload, context)
    return payload


@node(models.Event, visible_to=queries.visible_to)
class Event(Node[models.Event]):
    """One step: written once, with the act that took it, and never changed."""

    name: str = column(description="What happened, such as `submission.accepted`.")
    about_type: str = column("aggregate_type", description="Type of the object that changed.")
    about_id: strawberry.ID = function(about_id, description="Its id.")
    thread_id: strawberry.ID | None = function(thread, description="Id of the case it belongs to.")
    role: Role | None = function(
        role,
        description="The role in which somebody acted; null for time, and outside of offices where "
        "a leader acted.",
    )
    organization_id: strawberry.ID | None = function(
        organization,
        description="Id of the office that acted. Null for time, and for a firm or a chamber other "
        "than the viewer's own.",
    )
    area_code: str = column(description="Code of the area.")
    occurred_at: datetime = column(description="When it happened; figures follow this.")
    recorded_at: datetime = column(description="When it was written; chains follow this.")
    payload: JSON = function(
        shown, description="What changed: ids, enum values, instants, shown words."
    )


@strawberry.type
class EventFeed:
    """A page of the one stream, in its order. Read on with `after: cursor`."""

    events: list[Event] = strawberry.field(description="At most `first` events, oldest first.")
    cursor: strawberry.ID | None = strawberry.field(
        description="Where to read on: the id of the last event looked at, visible or not, or "
        "`after` again; null only when nothing has ever happened."
    )
    has_more: bool = strawberry.field(description="Whether there is more to look at right now.")


async def position(after: strawberry.ID | None) -> int:
    """Return the number behind which to read on; raise CURSOR_EXPIRED for an unknown event."""
    if after is None:
        return 0
    event_id = decode_id(after, "Event")
    found = None if event_id is None else await queries.position_of(event_id)
    if found is None:
        raise GraphQLError(
            "This event is not known any more; read from the start",
            extensions={"code": "CURSOR_EXPIRED"},
        )
    return found


@strawberry.type
class EventQuery:
    """Reading what happened."""

    @strawberry.field(
        description="Events behind `after` that the viewer may see, oldest first. At most `first` "
        "(1–100); a page may hold fewer although more follow, so go by `hasMore`.",
        directives=[
            ListSize(
                assumed_size=DEFAULT_SIZE, slicing_arguments=["first"], sized_fields=["events"]
            )
        ],
    )
    async def events(
        self,
        info: strawberry.Info,
        after: strawberry.ID | None = None,
        submission_id: strawberry.ID | None = None,
        names: list[str] | None = None,
        first: int = DEFAULT_SIZE,
    ) -> EventFeed:
        """Return the page asked for."""
        if not 1 <= first <= LARGEST_PAGE:
            raise bad_user_input(f"A page holds 1 to {LARGEST_PAGE} items")
        where = queries.visible_to(actor_of(info))
        if submission_id is not None:
            where &= _of_case(submission_id)
        if names is not None:
            if len(names) > MOST_NAMES:
                raise bad_user_input(f"At most {MOST_NAMES} names")
            where &= sql.is_in("event.name", names)
        page = await queries.feed(
            after=await position(after),
            where=where,
            first=first,
            is_narrow=submission_id is not None,
        )
        return EventFeed(
            events=[Event.of(row) for row in page.events],
            cursor=after if page.end is None else encode_id("Event", page.end),
            has_more=page.has_more,
        )


async def changes(
    *,
    thread_id: UUID | None = None,
    after: strawberry.ID | None,
    actor: Callable[[], Awaitable[Actor]],
) -> AsyncGenerator[Event, None]:
    """Yield the events (of one case) behind `after`, then live; rights are asked for each batch."""
    start = await position(after) if after is not None else await live.newest()

    async def rights() -> sql.Where:
        return queries.visible_to(await actor())

    async for row in live.follow(after=start, rights=rights, thread_id=thread_id):
        yield Event.of(row)


def _of_case(submission_id: strawberry.ID) -> sql.Where:
    thread_id = decode_id(submission_id, "Submission")
    return sql.NOTHING if thread_id is None else sql.Where("event.thread_id = ?", (thread_id,))
