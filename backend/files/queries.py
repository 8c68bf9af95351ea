"""Which files somebody sees by themselves: what hangs on a case is seen with the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from backend.actor import Actor, Scope
from backend.db import sql
from backend.files.models import StoredFile
from backend.files.policy import owner_of


def visible_to(actor: Actor) -> sql.Where:
    """Rows of `stored_file`: one's own."""
    if actor.is_system:
        return sql.EVERYTHING
    owner_id = owner_of(actor)
    if owner_id is None or not actor.may_use(Scope.READ):
        return sql.NOTHING
    return sql.Where("stored_file.owner_id = ?", (owner_id,))


async def by_ids(ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """Return the files with these ids, for whoever may see what they hang on."""
    found = await sql.rows(StoredFile, sql.is_in("stored_file.id", ids))
    return {row.id: row for row in found}


async def unattached_of(owner_id: UUID) -> int:
    """Return how many files of the owner hang on nothing."""
    where = sql.Where("stored_file.owner_id = ? AND stored_file.attached_at IS NULL", (owner_id,))
    return await sql.count(StoredFile, where)


async def unattached_before(instant: datetime, *, limit: int) -> list[StoredFile]:
    """Return files that hung on nothing since before `instant`, the oldest first."""
    where = sql.Where("stored_file.attached_at IS NULL AND stored_file.created_at < ?", (instant,))
    return await sql.rows(StoredFile, where, order="stored_file.created_at", limit=limit)


async def is_named(sha256: str) -> bool:
    """Say whether any file has this content."""
    return await sql.exists(StoredFile, sql.Where("stored_file.sha256 = ?", (sha256,)))
