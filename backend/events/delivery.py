"""Telling others' domains what happened: every reaction once per event, whatever dies meanwhile.

`_spread` walks the numbered stream behind a bookmark and writes one `Delivery` per reaction; the
bookmark makes it a look at what is new, never at history. A delivery is claimed by pushing it
ahead, so that one which kills its process does not block the others, and it is marked in the same
unit in which the reaction writes, so that its effect in our database happens exactly once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from backend import clock
from backend.db import sql, unit_of_work, uuid7
from backend.events.backoff import trouble, wait_after
from backend.events.live import newest, watching
from backend.events.models import Bookmark, Delivery, Event
from backend.events.numbering import number_new

Reaction = Callable[[Event], Awaitable[None]]
Reactions = Mapping[str, Sequence[Reaction]]

LEASE: Final = timedelta(seconds=30)
"""After which a delivery whose process died is tried again."""

_BOOKMARK: Final = "delivery"
_STRIDE: Final = 2000  # events looked at in one unit
_CLAIM: Final = 20
_IDLE: Final = 2.0  # seconds between two looks for retries that fell due

_log = logging.getLogger(__name__)


async def deliver(reactions: Reactions) -> int:
    """Tell every reaction what it has not been told yet; return how many were told.

    What reactions record is delivered too. A reaction that fails is tried again later (see
    `backoff`); several processes may deliver at the same time.
    """
    told = 0
    while (several := await _deliver_some(reactions)) is not None:
        told += several
    return told


async def deliver_until(stop: asyncio.Event, reactions: Reactions) -> None:
    """Deliver as events come in, until `stop` is set; what is being told is told to its end."""
    while not stop.is_set():
        try:
            async with watching() as news:
                while not stop.is_set():
                    news.clear()
                    if await _deliver_some(reactions) is None:
                        await _first_of(stop, news)
        except Exception:  # noqa: BLE001 - whatever it is, deliveries go on when it is over
            _log.exception("deliveries wait")
            with suppress(TimeoutError):
                async with asyncio.timeout(_IDLE):
                    await stop.wait()


async def failing() -> list[Delivery]:
    """Return what was tried and not yet told, the oldest first."""
    where = sql.Where("delivery.delivered_at IS NULL AND delivery.error <> ''")
    return await sql.rows(Delivery, where, order="delivery.id")


def name_of(reaction: Reaction) -> str:
    """Return the name under which a reaction is remembered: `tasks.reactions.redo_what_…`."""
    function = cast("type", reaction)  # both have these two
    return f"{function.__module__}.{function.__qualname__}".removeprefix("backend.")


async def _deliver_some(reactions: Reactions) -> int | None:
    """Tell the next few; return how many reactions went well, or None when nothing is due."""
    by_name = {name_of(each): each for several in reactions.values() for each in several}
    await number_new()
    await _spread(reactions)
    claimed = await _claim(list(by_name))
    told = [await _tell(delivery, by_name[delivery.reaction]) for delivery in claimed]
    return sum(told) if claimed else None


async def _first_of(*flags: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(flag.wait()) for flag in flags]
    await asyncio.wait(waits, timeout=_IDLE, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _spread(reactions: Reactions) -> None:
    """Write down who is to be told of what is new, each reaction once per event."""
    while await _is_behind():
        async with unit_of_work():
            start = await _hold_bookmark()
            end = min(await newest(), start + _STRIDE)
            theirs = sql.is_in("event.name", sorted(reactions))
            window = sql.Where("event.sequence > ? AND event.sequence <= ?", (start, end))
            loud = sql.Where("NOT event.is_silent")
            found = await sql.rows(Event, window & theirs & loud, order="event.sequence")
            now = clock.now()
            await Delivery.bulk_create(
                [
                    Delivery(event_id=event.id, reaction=name_of(each), due_at=now)
                    for event in found
                    for each in reactions[event.name]
                ],
                batch_size=500,
            )
            await sql.execute(
                "UPDATE bookmark SET sequence = ? WHERE name = ? AND sequence < ?",
                (end, _BOOKMARK, end),
            )


async def _is_behind() -> bool:
    found = await sql.one(Bookmark, sql.Where("bookmark.name = ?", (_BOOKMARK,)))
    return await newest() > (found.sequence if found else 0)


async def _hold_bookmark() -> int:
    """Return how far deliveries are spread, and let nobody else spread before this unit ends."""
    await sql.execute(
        "INSERT INTO bookmark (id, name, sequence) VALUES (?, ?, 0) ON CONFLICT (name) DO NOTHING",
        (uuid7(), _BOOKMARK),
    )
    held = await sql.fetch(
        "UPDATE bookmark SET sequence = sequence WHERE name = ? RETURNING sequence", (_BOOKMARK,)
    )
    return cast("int", held[0]["sequence"])


async def _claim(names: Sequence[str]) -> list[Delivery]:
    """Push some due deliveries ahead and return them: for the length of the lease they are ours."""
    theirs = sql.is_in("reaction", names)
    now = clock.now()
    due = sql.Where("delivered_at IS NULL AND due_at <= ?", (now,)) & theirs
    skipping = " FOR UPDATE SKIP LOCKED" if sql.engine() == "postgres" else ""
    some = f"SELECT id FROM delivery WHERE {due.text} ORDER BY due_at, id LIMIT ?{skipping}"
    if not await sql.fetch(f"SELECT 1 FROM delivery WHERE {due.text} LIMIT 1", due.values):
        return []
    async with unit_of_work():
        claimed = await sql.fetch(
            f"UPDATE delivery SET attempts = attempts + 1, due_at = ? WHERE id IN ({some})"
            " RETURNING id",
            (now + LEASE, *due.values, _CLAIM),
        )
        ours = sql.is_in("delivery.id", [row["id"] for row in claimed])
        return await sql.rows(Delivery, ours, order="delivery.id")


async def _tell(delivery: Delivery, reaction: Reaction) -> bool:
    """Mark the delivery and react, both or neither."""
    try:
        async with unit_of_work():
            if not await _mark(delivery.id):
                return False
            event = await sql.one(Event, sql.Where("event.id = ?", (delivery.event_id,)))
            if event is not None:
                await reaction(event)
    except Exception as error:  # noqa: BLE001 - a reaction may fail in any way; others go on
        _log.exception("reaction %s failed", delivery.reaction)
        await _postpone(delivery, error)
        return False
    return True


async def _mark(delivery_id: UUID) -> bool:
    """Claim the right to this effect: whoever comes second waits for the first, and finds it taken."""
    return bool(
        await sql.execute(
            "UPDATE delivery SET delivered_at = ?, error = '' WHERE id = ? AND delivered_at IS NULL",
            (clock.now(), delivery_id),
        )
    )


async def _postpone(delivery: Delivery, error: Exception) -> None:
    await sql.execute(
        "UPDATE delivery SET due_at = ?, error = ? WHERE id = ? AND delivered_at IS NULL",
        (clock.now() + wait_after(delivery.attempts), trouble(error), delivery.id),
    )
