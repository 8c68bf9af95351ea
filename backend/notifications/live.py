"""Waking those who wait for their notices; what they are told is always read from the table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary, WeakSet

from backend import clock
from backend.db import sql
from backend.events.live import watching
from backend.notifications.models import Notice

PATIENCE: Final = 5.0
"""Seconds between two looks when nothing woke the reader, such as another process's worker."""
_OVERLAP: Final = timedelta(minutes=1)

_waiting: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakSet[asyncio.Event]] = WeakKeyDictionary()


async def wake() -> None:
    """Wake every reader of this process, after the unit that made notices."""
    for news in _waiting.get(asyncio.get_running_loop(), ()):
        news.set()


async def follow(person_id: UUID) -> AsyncGenerator[Notice, None]:
    """Yield the notices given to a person from now on, for ever; the oldest first, each once.

    A unit may commit a moment after the instant it wrote: each look goes back a minute.
    """
    newest = clock.now()
    async with watching() as news:
        _waiting.setdefault(asyncio.get_running_loop(), WeakSet()).add(news)
        seen = {notice.id for notice in await _since(person_id, newest - _OVERLAP)}
        while True:
            news.clear()
            found = await _since(person_id, newest - _OVERLAP)
            for notice in found:
                if notice.id not in seen:
                    yield notice
                newest = max(newest, notice.noticed_at)
            seen = {notice.id for notice in found}
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await news.wait()


async def _since(person_id: UUID, since: datetime) -> list[Notice]:
    where = sql.Where("notice.person_id = ? AND notice.noticed_at >= ?", (person_id, since))
    return await sql.rows(Notice, where, order="notice.noticed_at, notice.id")
