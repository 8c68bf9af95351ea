"""Who sees which notice: each person his own."""

from __future__ import annotations

from backend.actor import Actor, Scope
from backend.db import sql
from backend.notifications.models import Notice


def visible_to(actor: Actor) -> sql.Where:
    """Rows of `notice`: one's own."""
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None or not actor.may_use(Scope.READ):
        return sql.NOTHING
    return sql.Where("notice.person_id = ?", (actor.person_id,))


async def unread_count(actor: Actor) -> int:
    """Return how many of the actor's notices he has not read."""
    return await sql.count(Notice, visible_to(actor) & sql.Where("notice.read_at IS NULL"))
