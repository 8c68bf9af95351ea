"""Doing what is due: the effect and the finish of a job are one unit, or the job is done again."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from secrets import token_hex
from typing import Final, TypeVar

from backend.db import unit_of_work
from backend.errors import Unavailable
from backend.jobs import queue
from backend.jobs.models import Job

Handler = Callable[[Mapping[str, object]], Awaitable[None]]
Handlers = Mapping[str, Handler]
HandlerT = TypeVar("HandlerT", bound=Handler)

PATIENCE: Final = 1.0  # seconds between two looks when nothing is due
HEARTBEAT: Final = queue.LEASE.total_seconds() / 3

_OUTSIDE: Final = "runs_outside_a_unit"
_log = logging.getLogger(__name__)


def outside(handler: HandlerT) -> HandlerT:
    """Mark a handler that speaks to the network: it runs outside any unit, and at least once.

    Its lease is renewed while it runs. It keeps its own result in a unit of its own, and gives the
    receiver something to know a repetition by.
    """
    setattr(handler, _OUTSIDE, True)
    return handler


async def work(
    handlers: Handlers, *, stop: asyncio.Event | None = None, concurrency: int = 4
) -> None:
    """Do jobs as they fall due until `stop` is set (SIGTERM or SIGINT if none is given).

    What runs is finished, nothing new is taken.
    """
    stop = stop or stop_on_signals()
    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(_work(handlers, stop))


async def run_due(handlers: Handlers) -> int:
    """Do everything that is due now, each job once; return how many succeeded."""
    owner = _new_owner()
    done = 0
    while job := await queue.claim(list(handlers), owner=owner):
        done += await run(job, handlers[job.kind])
    return done


async def run(job: Job, handler: Handler) -> bool:
    """Do a claimed job; return whether it is done. Its failure is kept with it, never raised."""
    if job.attempts > queue.TRIES:  # it never came back to say that it failed
        await queue.bury(job, "its workers died")
        return False
    try:
        return await (_send if getattr(handler, _OUTSIDE, False) else _perform)(job, handler)
    except Exception as error:  # noqa: BLE001 - a handler may fail in any way; others go on
        _log.exception("job %s failed at try %d", job.kind, job.attempts)
        await queue.fail(job, error)
        return False


def stop_on_signals() -> asyncio.Event:
    """Return a flag that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _work(handlers: Handlers, stop: asyncio.Event) -> None:
    owner = _new_owner()
    while not stop.is_set():
        try:
            job = await queue.claim(list(handlers), owner=owner)
            if job is not None:
                await run(job, handlers[job.kind])
                continue
        except Exception:  # noqa: BLE001 - whatever it is, jobs go on when it is over
            _log.exception("jobs wait")
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await stop.wait()


async def _perform(job: Job, handler: Handler) -> bool:
    """Finish and effect in one unit: both are kept or neither."""
    async with unit_of_work():
        if not await queue.finish(job):
            return False
        await handler(job.payload)
    return True


async def _send(job: Job, handler: Handler) -> bool:
    """The effect, then the finish: whatever dies between them, the effect happens again."""
    beating = asyncio.create_task(_beat(job))
    try:
        await handler(job.payload)
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return await queue.finish(job)


async def _beat(job: Job) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT)
        with suppress(Unavailable):
            await queue.renew(job)


def _new_owner() -> str:
    """Return a name no other worker has: the host, the process, and a random word."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{token_hex(8)}"
