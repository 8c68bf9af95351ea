"""A worker process, to be killed at any moment.

python -m tests.jobs.process DATABASE_URL work|sabotaged|slow
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from datetime import timedelta

from backend.db import connect, disconnect, unit_of_work
from backend.jobs import queue, worker
from tests.jobs.models import Effect

MODULES = ("backend.events.models", "backend.jobs.models", "tests.jobs.models")
KIND = "effect.make"


async def make(payload: Mapping[str, object]) -> None:
    """The effect."""
    await Effect.create(key=str(payload["key"]))
    await asyncio.sleep(0.002)  # a kill shall find us here, too


async def make_slowly(payload: Mapping[str, object]) -> None:
    print("begun", flush=True)
    await asyncio.sleep(0.7)
    await make(payload)


async def work_sabotaged() -> None:
    """The twin without the guard: the effect in one unit, the finish in another."""
    while True:
        job = await queue.claim([KIND], owner="sabotaged")
        if job is None:
            await asyncio.sleep(0.05)
            continue
        async with unit_of_work():
            await make(job.payload)
        await asyncio.sleep(0.02)
        await queue.finish(job)


async def main(database_url: str, what: str) -> None:
    await connect(database_url, modules=MODULES)
    queue.LEASE = timedelta(seconds=0.5)  # type: ignore[misc]
    stop = worker.stop_on_signals()
    print("ready", flush=True)  # from here on a signal is heard
    match what:
        case "sabotaged":
            await work_sabotaged()
        case "slow":
            await worker.work({KIND: make_slowly}, concurrency=1, stop=stop)
        case _:
            await worker.work({KIND: make}, stop=stop)
    await disconnect()
    print("drained", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
