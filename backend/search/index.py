"""The index itself: one entry per text, kept in the unit in which the text changes.

On SQLite an entry's tokens stand in a table of which FTS5 keeps the index by triggers, on
PostgreSQL in a tsvector with a GIN index; both are made by a migration in SQL.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.db import sql, unit_of_work
from backend.search.tokens import tokens

BATCH: Final = 100
_VECTOR = "array_to_tsvector(string_to_array(CAST(? AS text), ' '))"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts of a kind come from: the table, its condition, and how they are read."""

    table: str
    texts: Callable[[Collection[UUID]], Awaitable[Mapping[UUID, str]]]
    where: sql.Where = sql.EVERYTHING


Sources = Mapping[str, Source]


async def put(kind: str, subject_id: UUID, text: str) -> None:
    """Index a text, in place of what it said before; runs in the unit that changes the text."""
    words = "?" if sql.engine() == "sqlite" else _VECTOR
    await sql.execute(
        f"INSERT INTO search_entry (kind, subject_id, words) VALUES (?, ?, {words}) "
        "ON CONFLICT (kind, subject_id) DO UPDATE SET words = excluded.words",
        (kind, subject_id, " ".join(tokens(text))),
    )


async def remove(kind: str, subject_id: UUID) -> None:
    """Forget a text."""
    await sql.execute(
        "DELETE FROM search_entry WHERE kind = ? AND subject_id = ?", (kind, subject_id)
    )


async def index_missing(sources: Sources) -> int:
    """Index every text that has no entry; return how many. Safe to run at any time and twice."""
    done = 0
    for kind, source in sources.items():
        lacking = source.where & sql.Where(
            "NOT EXISTS (SELECT 1 FROM search_entry WHERE search_entry.kind = ? "
            f"AND search_entry.subject_id = {source.table}.id)",
            (kind,),
        )
        while ids := await _ids(source, lacking):
            done += await _put_all(kind, source, ids)
    return done


async def rebuild(sources: Sources) -> int:
    """Index every text anew and forget those that are gone; searching goes on meanwhile."""
    done = 0
    for kind, source in sources.items():
        await sql.execute(
            "DELETE FROM search_entry WHERE kind = ? AND subject_id NOT IN "
            f"(SELECT {source.table}.id FROM {source.table} WHERE {source.where.text})",
            (kind, *source.where.values),
        )
        ids = await _ids(source, source.where)
        while ids:
            done += await _put_all(kind, source, ids)
            later = sql.Where(f"{source.table}.id > ?", (ids[-1],))
            ids = await _ids(source, source.where & later)
    return done


async def _put_all(kind: str, source: Source, ids: Collection[UUID]) -> int:
    texts = await source.texts(ids)
    async with unit_of_work():
        for subject_id in ids:
            await put(kind, subject_id, texts.get(subject_id, ""))
    return len(ids)


async def _ids(source: Source, where: sql.Where) -> list[UUID]:
    found = await sql.fetch(
        f"SELECT {source.table}.id AS id FROM {source.table} WHERE {where.text} "
        f"ORDER BY {source.table}.id LIMIT {BATCH}",
        where.values,
    )
    return [subject_id for row in found if (subject_id := sql.as_uuid(row["id"]))]
