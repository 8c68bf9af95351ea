"""Writing down what happened, in the unit in which it happens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, Unpack, cast
from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import Row, after_commit, gate, in_unit, sql
from backend.events.content import START, fingerprint, plain
from backend.events.models import REASON_LENGTH, Event
from backend.events.numbering import number_new

_NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
_BATCH = 500  # rows of one INSERT, and aggregates of one SELECT

Aggregate = tuple[str, UUID]


class About(TypedDict, total=False):
    """What else is known of an event; everything may be left out.

    `seat`: in which of his roles the actor acted. `thread_id`: the case whose timeline shows the
    event. `payload`: ids, enum values, dates and whole numbers; free text only where the timeline
    shows it. `reason`: the words of the actor. `occurred_at`: if not now. `silent`: past history,
    of which no reaction, job or notice is told.
    """

    seat: Seat | None
    thread_id: UUID | None
    payload: Mapping[str, object]
    reason: str
    occurred_at: datetime | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """One event of many for `record_many`; the fields are those of `record`."""

    name: str
    aggregate_type: str
    aggregate_id: UUID
    actor: Actor
    area_code: str
    seat: Seat | None = None
    thread_id: UUID | None = None
    payload: Mapping[str, object] = field(default_factory=dict[str, object])
    reason: str = ""
    occurred_at: datetime | None = None


async def record(
    name: str, row: Row, *, actor: Actor, area_code: str, **about: Unpack[About]
) -> Event:
    """Append the event `noun.past_participle` about `row` to the unit of the caller.

    It is chained to the last event of the same row and numbered right after the commit. Raises
    RuntimeError outside a unit of work.
    """
    _ensure_unit()
    await _hold(row)
    draft = Draft(
        name,
        type(row).__name__,
        row.id,
        actor,
        area_code,
        seat=about.get("seat"),
        thread_id=about.get("thread_id"),
        payload=about.get("payload") or {},
        reason=about.get("reason", ""),
        occurred_at=about.get("occurred_at"),
    )
    last = await _last((draft.aggregate_type, row.id))
    event = _chained(draft, last, silent=about.get("silent", False))
    await event.save(force_create=True)
    after_commit(number_new)
    return event


async def record_many(drafts: Sequence[Draft], *, silent: bool) -> list[Event]:
    """Append many events in the order given, with few statements; the rest is as in `record`.

    The caller alone may be writing about these aggregates (an import, a demonstration).
    """
    _ensure_unit()
    last: dict[Aggregate, tuple[int, str]] = {}
    by_type: dict[str, set[UUID]] = {}
    for draft in drafts:
        by_type.setdefault(draft.aggregate_type, set()).add(draft.aggregate_id)
    for aggregate_type, found in by_type.items():
        ids = sorted(found)
        for start in range(0, len(ids), _BATCH):
            last |= await _last_of_many(aggregate_type, ids[start : start + _BATCH])
    events = [_chained(draft, last, silent=silent) for draft in drafts]
    await Event.bulk_create(events, batch_size=_BATCH)
    after_commit(number_new)
    return events


def _ensure_unit() -> None:
    if not in_unit():
        raise RuntimeError("an event belongs into the unit of work of what it tells")


async def _hold(row: Row) -> None:
    """Let nobody else append to the chain of `row` before this unit ends.

    Whoever moved the row holds it already; on SQLite the unit holds the whole file.
    """
    if sql.engine() == "postgres":
        table = sql.quoted(sql.table_of(type(row)))
        await sql.fetch(f"SELECT 1 FROM {table} WHERE id = ? FOR NO KEY UPDATE", (row.id,))


async def _last(aggregate: Aggregate) -> dict[Aggregate, tuple[int, str]]:
    """Return number and hash of the last event of `aggregate`, if it has any."""
    found = await sql.fetch(
        "SELECT aggregate_sequence, hash FROM event WHERE aggregate_type = ? AND aggregate_id = ?"
        " ORDER BY aggregate_sequence DESC LIMIT 1",
        aggregate,
    )
    return {aggregate: _link(found[0])} if found else {}


async def _last_of_many(
    aggregate_type: str, ids: Sequence[UUID]
) -> dict[Aggregate, tuple[int, str]]:
    """Return number and hash of the last event of each aggregate that has any."""
    theirs = sql.is_in("aggregate_id", ids)
    found = await sql.fetch(
        "SELECT event.aggregate_id, event.aggregate_sequence, event.hash FROM event JOIN"
        " (SELECT aggregate_id, MAX(aggregate_sequence) AS newest FROM event"
        f" WHERE aggregate_type = ? AND {theirs.text} GROUP BY aggregate_id) AS last"
        " ON last.aggregate_id = event.aggregate_id AND last.newest = event.aggregate_sequence"
        " WHERE event.aggregate_type = ?",
        (aggregate_type, *theirs.values, aggregate_type),
    )
    return {(aggregate_type, UUID(str(row["aggregate_id"]))): _link(row) for row in found}


def _link(row: Mapping[str, object]) -> tuple[int, str]:
    return cast("int", row["aggregate_sequence"]), str(row["hash"])


def _chained(draft: Draft, last: dict[Aggregate, tuple[int, str]], *, silent: bool) -> Event:
    """Return the event behind the last one of its aggregate, and be the last one from now on."""
    if not _NAME.fullmatch(draft.name):
        raise ValueError(f"an event is named noun.past_participle, not {draft.name!r}")
    aggregate = (draft.aggregate_type, draft.aggregate_id)
    number, previous = last.get(aggregate, (0, START))
    now = clock.now()
    event = Event(
        name=draft.name,
        aggregate_type=draft.aggregate_type,
        aggregate_id=draft.aggregate_id,
        aggregate_sequence=number + 1,
        previous_hash=previous,
        thread_id=draft.thread_id,
        person_id=draft.actor.person_id,
        token_id=draft.actor.token_id,
        role=draft.seat.role if draft.seat else None,
        organization_id=draft.seat.organization_id if draft.seat else None,
        area_code=draft.area_code,
        payload=plain(draft.payload),
        reason=gate.text(draft.reason, maximum=REASON_LENGTH, path=("reason",)),
        is_silent=silent,
        occurred_at=draft.occurred_at or now,
        recorded_at=now,
    )
    event.hash = fingerprint(event)
    last[aggregate] = (event.aggregate_sequence, event.hash)
    return event
