"""Reading what happened: the timeline of a case, and the feed of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from backend.db import sql
from backend.events.live import newest
from backend.events.models import Event
from backend.events.numbering import number_new
from backend.events.visibility import visible_to

__all__ = ["WINDOW", "Page", "feed", "position_of", "timeline", "timelines", "visible_to"]

WINDOW: Final = 10_000
"""How many events one page of the feed may look through."""


async def timeline(thread_id: UUID, where: sql.Where = sql.EVERYTHING) -> list[Event]:
    """Return what happened in the case, oldest first; `where` is usually `visible_to(actor)`."""
    return (await timelines([thread_id], where))[thread_id]


async def timelines(
    thread_ids: Sequence[UUID], where: sql.Where = sql.EVERYTHING
) -> dict[UUID, list[Event]]:
    """Return the timeline of each case, by one statement."""
    found: dict[UUID, list[Event]] = {thread_id: [] for thread_id in thread_ids}
    theirs = sql.is_in("event.thread_id", thread_ids)
    for event in await sql.rows(Event, theirs & where, order="event.occurred_at, event.id"):
        found[cast("UUID", event.thread_id)].append(event)
    return found


async def position_of(event_id: UUID) -> int | None:
    """Return the number of the event, or None if there is no such event."""
    where = sql.Where("event.id = ?", (event_id,))
    event = await sql.one(Event, where)
    if event is not None and event.sequence is None:  # read between its commit and its number
        await number_new()
        event = await sql.one(Event, where)
    return event.sequence if event is not None else None


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order. `end` is the last event looked at, seen or not: read on behind it."""

    events: list[Event]
    end: UUID | None
    has_more: bool


async def feed(*, after: int, where: sql.Where, first: int, is_narrow: bool = False) -> Page:
    """Return at most `first` events behind number `after` for which `where` holds.

    To bound the work for somebody who sees little, one page looks through `WINDOW` events only
    and may hold fewer than `first` although there are more; not so if `where` `is_narrow`.
    """
    last = await newest()
    end = last if is_narrow else min(last, after + WINDOW)
    window = sql.Where("event.sequence > ? AND event.sequence <= ?", (after, end))
    found = await sql.rows(Event, where & window, order="event.sequence", limit=first + 1)
    if len(found) > first:
        return Page(found[:first], found[first - 1].id, has_more=True)
    looked_at = (
        await sql.one(Event, sql.Where("event.sequence = ?", (end,))) if end > after else None
    )
    return Page(found, looked_at.id if looked_at else None, has_more=end < last)
