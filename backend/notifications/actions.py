"""Reading notices."""

from __future__ import annotations

from collections.abc import Sequence

from backend import clock
from backend.actor import Actor
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.notifications.models import Notice

MOST_AT_ONCE = 100


async def mark_read(notices: Sequence[Notice], *, actor: Actor) -> int:
    """Mark one's own notices as read; return how many were not. Reading twice is no mistake."""
    if len(notices) > MOST_AT_ONCE:
        words = Words(f"一次最多 {MOST_AT_ONCE} 条", f"At most {MOST_AT_ONCE} at once")
        raise Invalid(words, path=("input", "ids"))
    return await _mark(actor, id__in=[notice.id for notice in notices])


async def mark_all_read(until: Notice, *, actor: Actor) -> int:
    """Mark one's own notices up to one as read: those that came since stay unread."""
    return await _mark(actor, noticed_at__lte=until.noticed_at)


async def _mark(actor: Actor, **which: object) -> int:
    async with unit_of_work():
        unread = Notice.filter(person_id=actor.person_id, read_at=None, **which)
        return await unread.update(read_at=clock.now())
