"""Finding out whether anybody edited, removed or reordered what happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from backend.db import sql
from backend.events.content import START, fingerprint
from backend.events.models import Event

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the chain does not hold: the event found there, and what is wrong."""

    event_id: UUID | None
    aggregate_type: str
    aggregate_id: UUID | None
    wrong: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events were read, and the first broken links (at most `limit`)."""

    events: int
    breaks: list[Break]


async def verify_chain(*, aggregate: tuple[str, UUID] | None = None, limit: int = 20) -> Verdict:
    """Read every event (or those of one aggregate) and report the broken links, the first first.

    An edit breaks a hash; a removal leaves a gap in the numbers of the row or, at the end of a
    chain, of the whole stream; a reordering breaks the link to the previous one. Only the newest
    events of all can be cut off unseen: compare `events` with what was noted before.
    """
    events, breaks = 0, list[Break]()
    before: Event | None = None
    async for event in _by_chain(aggregate):
        events += 1
        wrong = _wrong(event, before)
        if wrong and len(breaks) < limit:
            breaks.append(Break(event.id, event.aggregate_type, event.aggregate_id, wrong))
        before = event
    if aggregate is None and len(breaks) < limit:
        breaks += await _gap()
    return Verdict(events, breaks)


def _wrong(event: Event, before: Event | None) -> str:
    """Return what is wrong with `event`, given the one before it in the order of chains."""
    here = (event.aggregate_type, event.aggregate_id)
    if before is not None and (before.aggregate_type, before.aggregate_id) == here:
        number, previous = before.aggregate_sequence + 1, before.hash
    else:
        number, previous = 1, START
    if event.aggregate_sequence != number:
        return f"number {number} of its chain is missing"
    if event.previous_hash != previous:
        return "does not follow the event before it"
    if event.hash != fingerprint(event):
        return "was changed"
    return ""


async def _by_chain(aggregate: tuple[str, UUID] | None) -> AsyncIterator[Event]:
    """Yield events chain by chain, in batches, along the unique index."""
    columns = "event.aggregate_type, event.aggregate_id, event.aggregate_sequence"
    where = (
        sql.EVERYTHING
        if aggregate is None
        else sql.Where("event.aggregate_type = ? AND event.aggregate_id = ?", aggregate)
    )
    behind = sql.EVERYTHING
    while found := await sql.rows(Event, where & behind, order=columns, limit=_BATCH):
        for event in found:
            yield event
        last = found[-1]
        behind = sql.Where(
            f"({columns}) > (?, ?, ?)",
            (last.aggregate_type, last.aggregate_id, last.aggregate_sequence),
        )


async def _gap() -> list[Break]:
    """Return the first gap in the numbers of the whole stream, if there is one."""
    counted = await sql.fetch(
        "SELECT COUNT(sequence) AS numbered, COALESCE(MAX(sequence), 0) AS newest FROM event"
    )
    numbered, newest = cast("int", counted[0]["numbered"]), cast("int", counted[0]["newest"])
    if numbered == newest:
        return []
    found = await sql.fetch(
        "SELECT sequence, place FROM (SELECT sequence, ROW_NUMBER() OVER (ORDER BY sequence)"
        " AS place FROM event WHERE sequence IS NOT NULL) AS placed"
        " WHERE sequence <> place ORDER BY place LIMIT 1"
    )
    return [
        Break(None, "", None, f"event {row['place']} of the stream is missing") for row in found
    ]
