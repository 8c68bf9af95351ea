"""What runs beside the requests of a process: the database, deliveries, jobs and their timetable."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager

from backend import db, wiring
from backend.accounts import demo_codes, senders
from backend.events import deliver_until
from backend.jobs import work
from backend.jobs.timetable import keep_timetable_until
from backend.settings import Settings

STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[None]:
    """Hold the database open and the process set up as `settings` say."""
    demo_codes.allow(allowed=settings.demo and settings.is_loopback)
    senders.use(wiring.SENDER)
    await db.connect(settings.database)
    try:
        yield
    finally:
        await db.disconnect()


@asynccontextmanager
async def working(settings: Settings) -> AsyncGenerator[None]:
    """Hold the database open while events are delivered and jobs done; stop in order at the end."""
    async with opened(settings):
        stop = asyncio.Event()
        beside = [asyncio.create_task(one) for one in _beside(stop)]
        try:
            yield
        finally:
            stop.set()
            await _stopped(beside)


def _beside(stop: asyncio.Event) -> tuple[Coroutine[object, object, None], ...]:
    return (
        deliver_until(stop, wiring.REACTIONS),
        work(wiring.JOBS, stop=stop),
        keep_timetable_until(stop, wiring.TIMETABLE),
    )


async def _stopped(beside: list[asyncio.Task[None]]) -> None:
    """Let what runs finish; what takes too long is left to its lease."""
    _, slow = await asyncio.wait(beside, timeout=STOP_SECONDS)
    for task in slow:
        logger.warning("cut short: %s", task.get_name())
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
