"""What both engines need: work that ends although its caller is cancelled, and a word for trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from tortoise.backends.base.client import TransactionContext

from backend.errors import Unavailable, Words

T = TypeVar("T")


class SafeTransaction(TransactionContext):
    """A transaction that knows whether it was kept: a cancellation may come after its commit."""

    is_kept = False


def unavailable() -> Unavailable:
    """Return the one answer to a store out of reach."""
    return Unavailable(Words("系统暂时繁忙，请稍后再试", "Temporarily unavailable; try again soon"))


async def to_the_end(
    work: Coroutine[Any, Any, T], *, undo: Callable[[T], Awaitable[object]] | None = None
) -> T:
    """Run `work` to its end; a cancellation is raised only after it, and after `undo(result)`."""
    task = asyncio.ensure_future(work)
    cancelled = await _wait_out(task)
    if cancelled is None:
        return task.result()
    if undo is not None and not task.cancelled() and task.exception() is None:
        await _wait_out(asyncio.ensure_future(_run(undo, task.result())))
    raise cancelled


async def _run(undo: Callable[[T], Awaitable[object]], result: T) -> None:
    await undo(result)


async def _wait_out(task: asyncio.Future[Any]) -> asyncio.CancelledError | None:
    """Wait until `task` is done; return the last cancellation that came meanwhile."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as stop:
            cancelled = stop
    if not task.cancelled():
        task.exception()  # seen, though the caller may hear of the cancellation instead
    return cancelled
