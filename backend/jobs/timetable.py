"""What is done again and again: each slot of the clock asks for one job, whoever keeps the clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from backend import clock
from backend.db import unit_of_work
from backend.jobs.queue import enqueue

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_PATIENCE: Final = 15.0  # seconds between two looks at the clock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Every:
    """Slots of `period`, counted from midnight UTC; the job runs `offset` into each."""

    period: timedelta
    offset: timedelta = timedelta()

    def slot(self, instant: datetime) -> datetime:
        """Return the start of the last slot at or before `instant`."""
        first = _EPOCH + self.offset
        return first + (instant - first) // self.period * self.period


Timetable = Mapping[str, Every]
"""Which kind of job runs how often."""


async def keep_timetable(timetable: Timetable) -> None:
    """Ask for the present slot of every kind; one that was asked for is not asked for again."""
    now = clock.now()
    async with unit_of_work():
        for kind, every in timetable.items():
            slot = every.slot(now)
            await enqueue(kind, key=f"{kind}:{slot:%Y-%m-%dT%H:%M:%SZ}", run_at=slot)


async def keep_timetable_until(stop: asyncio.Event, timetable: Timetable) -> None:
    """Keep the timetable until `stop` is set; a slot missed while nobody ran is not made up."""
    while not stop.is_set():
        try:
            await keep_timetable(timetable)
        except Exception:  # noqa: BLE001 - whatever it is, the clock is kept when it is over
            _log.exception("the timetable waits")
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await stop.wait()
