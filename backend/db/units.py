"""One unit of work: everything in it is kept, or nothing is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from tortoise.connection import get_connection
from tortoise.exceptions import TransactionManagementError

from backend import clock
from backend.db.shield import SafeTransaction

Work = Callable[[], Awaitable[object]]

_log = logging.getLogger(__name__)
_background: set[asyncio.Task[None]] = set()


@dataclass(slots=True)
class _Unit:
    """The outermost unit of a task: what follows its commit, and whether an inner one failed."""

    follows: list[Work] = field(default_factory=list[Work])
    is_broken: bool = False
    is_over: bool = False


_current: ContextVar[_Unit | None] = ContextVar("unit_of_work", default=None)


@asynccontextmanager
async def unit_of_work() -> AsyncGenerator[None]:
    """Keep all that is written within, or nothing; a nested unit joins the outer one.

    An exception rolls everything back, also when somebody between the units swallows it. On SQLite
    the unit holds the write lock from its start. Time stands still within it. Begin and end are
    never cut off by a cancellation. Raises `Unavailable` when the store is out of reach.
    """
    outer = _current.get()
    if outer is not None:
        async with _joined(outer):
            yield
        return
    unit, transaction = _Unit(), _transaction()
    try:
        async with transaction:
            token = _current.set(unit)
            try:
                with clock.held():
                    yield
                if unit.is_broken:
                    raise TransactionManagementError("an inner unit failed: all is rolled back")
            finally:
                _current.reset(token)
                unit.is_over = True
    finally:
        # A cancellation may come after the commit: what follows goes on without the caller.
        if transaction.is_kept and unit.follows:
            await asyncio.shield(_start(_run(unit.follows)))


def _transaction() -> SafeTransaction:
    connection: Any = get_connection("default")
    return connection._in_transaction()  # noqa: SLF001 - Tortoise's own way to say it


@asynccontextmanager
async def _joined(outer: _Unit) -> AsyncGenerator[None]:
    if outer.is_over:
        raise TransactionManagementError("the unit is over; a task has outlived it")
    try:
        yield
    except BaseException:
        outer.is_broken = True
        raise


def in_unit() -> bool:
    """Say whether the caller is inside a unit of work."""
    return _current.get() is not None


def after_commit(work: Work) -> None:
    """Run `work` after the outermost unit is durably kept, in order; never when it is rolled back.

    Outside a unit it starts at once. Its errors are logged: what was kept stays kept.
    """
    unit = _current.get()
    if unit is None:
        _start(_run([work]))
    elif unit.is_over:
        raise TransactionManagementError("the unit is over; a task has outlived it")
    else:
        unit.follows.append(work)


async def settle() -> None:
    """Wait for work that was started outside a unit or survived a cancellation."""
    while _background:
        await asyncio.wait(set(_background))


def _start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    _background.add(task)
    task.add_done_callback(_background.discard)
    return task


async def _run(follows: list[Work]) -> None:
    for work in follows:
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it is, the unit is already kept
            _log.exception("work after a commit failed: %r", work)
