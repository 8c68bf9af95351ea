"""Waking those who wait for new events; what they are told is always read from the table.

One watcher per process looks what is new and wakes only the readers of the threads concerned. It
looks when this process numbered something, when another one says so (PostgreSQL), and every
`PATIENCE` seconds in any case, which is all there is between processes on SQLite.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from dataclasses import dataclass, field
from typing import Final, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from backend.db import after_commit, sql
from backend.db.listening import listening, notify
from backend.events.models import Event

PATIENCE: Final = {"sqlite": 0.5, "postgres": 5.0}  # seconds between two looks without a notice
BATCH: Final = 100  # events a follower is given for one look at his rights
FRESH: Final = 1.0  # seconds for which that look holds
_CHANNEL: Final = "lingju_event"
_RETRY: Final = 1.0  # seconds until a lost database is tried again
_LOOK: Final = 1000

_log = logging.getLogger(__name__)

Rights = Callable[[], Awaitable[sql.Where]]


@dataclass(eq=False, slots=True)
class _Reader:
    thread_id: UUID | None
    news: asyncio.Event


@dataclass(eq=False)
class _Watcher:
    """The one who looks, as long as anybody waits."""

    readers: set[_Reader] = field(default_factory=set[_Reader])
    nudged: asyncio.Event = field(default_factory=asyncio.Event)
    seen: int = 0
    task: asyncio.Task[None] | None = None
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def admit(self, reader: _Reader) -> None:
        """Wake `reader` from now on."""
        async with self.starting:
            self.readers.add(reader)
            if self.task is None:
                self.seen = await newest()
                # Not in the caller's context: his unit of work and his clock are his.
                self.task = asyncio.create_task(self._watch(), context=Context())

    async def dismiss(self, reader: _Reader) -> None:
        """Forget `reader`; the last one out stops the looking."""
        self.readers.discard(reader)
        if not self.readers and self.task is not None:
            task, self.task = self.task, None
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        while True:
            try:
                async with listening(_CHANNEL, self.nudged.set) as is_connected:
                    while is_connected():
                        await self._look()
                        await self._rest()
            except Exception:  # noqa: BLE001 - whatever it is, those who wait must not wait for ever
                _log.exception("new events cannot be seen; looking again soon")
                await asyncio.sleep(_RETRY)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE[sql.engine()]):
                await self.nudged.wait()
        self.nudged.clear()

    async def _look(self) -> None:
        """Wake the readers of every thread with events not seen before."""
        while found := await sql.fetch(
            "SELECT sequence, thread_id FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
            (self.seen, _LOOK),
        ):
            self.seen = cast("int", found[-1]["sequence"])
            threads = {sql.as_uuid(row["thread_id"]) for row in found}
            for reader in self.readers:
                if reader.thread_id is None or reader.thread_id in threads:
                    reader.news.set()


_watchers: WeakKeyDictionary[asyncio.AbstractEventLoop, _Watcher] = WeakKeyDictionary()


@asynccontextmanager
async def watching(thread_id: UUID | None = None) -> AsyncGenerator[asyncio.Event]:
    """Yield a flag that is set whenever the thread (or any, if None) has new numbered events."""
    watcher = _watchers.setdefault(asyncio.get_running_loop(), _Watcher())
    reader = _Reader(thread_id, asyncio.Event())
    try:
        await watcher.admit(reader)
        yield reader.news
    finally:
        await watcher.dismiss(reader)


async def announce() -> None:
    """Within the unit that numbers: wake every process when it commits."""
    await notify(_CHANNEL)
    after_commit(_nudge)


async def _nudge() -> None:
    if watcher := _watchers.get(asyncio.get_running_loop()):
        watcher.nudged.set()


async def newest() -> int:
    """Return the number of the newest event, 0 before the first."""
    found = await sql.fetch("SELECT COALESCE(MAX(sequence), 0) AS newest FROM event")
    return cast("int", found[0]["newest"])


async def follow(
    *, after: int, rights: Rights, thread_id: UUID | None = None
) -> AsyncGenerator[Event, None]:
    """Yield every event behind number `after` that `rights` allow, each once and in order, for ever.

    `rights` are asked anew for each batch and at least every second; what they raise ends it.
    """
    thread = sql.EVERYTHING if thread_id is None else sql.Where("event.thread_id = ?", (thread_id,))
    clock = asyncio.get_running_loop().time
    async with watching(thread_id) as news:
        while True:
            news.clear()
            end = await newest()
            while after < end:
                window = sql.Where("event.sequence > ? AND event.sequence <= ?", (after, end))
                where = thread & window & await rights()
                fresh_until = clock() + FRESH
                batch = await sql.rows(Event, where, order="event.sequence", limit=BATCH)
                if not batch:
                    after = end
                for index, event in enumerate(batch):
                    if index and clock() > fresh_until:
                        break
                    after = cast("int", event.sequence)
                    yield event
            await news.wait()
