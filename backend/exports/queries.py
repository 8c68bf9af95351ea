"""Which exports somebody sees, and which rows one is made of."""

from __future__ import annotations

from uuid import UUID

from tortoise.models import Model

from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.exports.models import Export


def visible_to(actor: Actor) -> sql.Where:
    """Rows of `export`: one's own, and for supervisors those of the area's people."""
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None or not actor.may_use(Scope.READ):
        return sql.NOTHING
    own = sql.Where("export.person_id = ?", (actor.person_id,))
    return own | sql.is_in("export.area_code", sorted(actor.areas_as(Role.SUPERVISOR)))


async def ids_of(model: type[Model], where: sql.Where, *, order: str, limit: int) -> list[UUID]:
    """Return the ids of the rows for which `where` holds, in order, at most `limit`."""
    table = sql.quoted(sql.table_of(model))
    found = await sql.fetch(
        f"SELECT {table}.id FROM {table} WHERE {where.text} ORDER BY {order} LIMIT {limit}",
        where.values,
    )
    return [UUID(str(row["id"])) for row in found]


async def own(export_id: UUID, person_id: UUID) -> Export | None:
    """Return an export of this person."""
    return await Export.get_or_none(id=export_id, person_id=person_id)
