"""What hardly ever changes is read once per process: areas, calendars, categories.

A change forgets at once and again after its commit; another process notices within `MAXIMUM_AGE`.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from backend.db import after_commit, in_unit, on_connect

T = TypeVar("T")

MAXIMUM_AGE = 30.0
"""Seconds after which a value is read again, because another process may have changed it."""

_changed_here: ContextVar[bool] = ContextVar("changed_here", default=False)
"""This task's unit has changed something: what it reads is not yet true for others."""

_everything: list[Remembered[Any]] = []


class Remembered(Generic[T]):
    """A value that is loaded when asked for and kept until forgotten."""

    def __init__(self, load: Callable[[], Awaitable[T]]) -> None:
        self._load = load
        self._value: T | None = None
        self._loaded_at = 0.0
        self._generation = 0
        _everything.append(self)

    async def __call__(self) -> T:
        """Return the value, loading it if need be."""
        value = self._value
        if value is not None and time.monotonic() - self._loaded_at < MAXIMUM_AGE:
            return value
        generation = self._generation
        loaded = await self._load()
        if generation == self._generation and not (in_unit() and _changed_here.get()):
            self._value, self._loaded_at = loaded, time.monotonic()
        return loaded

    def forget(self) -> None:
        """Load again when next asked; a load under way is not kept."""
        self._generation += 1
        self._value = None


def forget_everything() -> None:
    """Forget every remembered value: another database was opened."""
    for remembered in _everything:
        remembered.forget()


on_connect(forget_everything)


def forget_after_change() -> None:
    """Forget every remembered value now and once the unit around the change is kept."""
    forget_everything()
    if in_unit():
        _changed_here.set(True)
        after_commit(_settle)


async def _settle() -> None:
    _changed_here.set(False)
    forget_everything()
