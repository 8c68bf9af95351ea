"""Keys asked for in the same moment, answered by one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Batch(Generic[K, V]):
    """Answers every key once; keys asked for before the loop turns travel in one call of `fetch`.

    `fetch` may leave keys out: they are answered with `missing`.
    """

    def __init__(
        self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], missing: V
    ) -> None:
        self._fetch = fetch
        self._missing = missing
        self._known: dict[K, V] = {}
        self._asked: dict[K, asyncio.Future[V]] = {}
        self._waiting: list[K] = []
        self._running: set[asyncio.Task[None]] = set()

    def load(self, key: K) -> V | Awaitable[V]:
        """Return the answer at once when it is known, else something to await."""
        if key in self._known:
            return self._known[key]
        if key in self._asked:
            return self._asked[key]
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._start)
        self._waiting.append(key)
        self._asked[key] = answer = loop.create_future()
        return answer

    async def get(self, key: K) -> V:
        """Return the answer."""
        answer = self.load(key)
        return (
            await cast("asyncio.Future[V]", answer) if key not in self._known else self._known[key]
        )

    def _start(self) -> None:
        keys, self._waiting = self._waiting, []
        task = asyncio.ensure_future(self._answer(keys))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, keys: Sequence[K]) -> None:
        try:
            found = await self._fetch(keys)
        except BaseException as error:
            self._refuse(keys, error)
            if not isinstance(error, Exception):
                raise
            return
        for key in keys:
            value = self._known[key] = found.get(key, self._missing)
            answer = self._asked.pop(key)
            if not answer.done():
                answer.set_result(value)

    def _refuse(self, keys: Sequence[K], error: BaseException) -> None:
        for key in keys:
            answer = self._asked.pop(key)
            if answer.done():
                continue
            if isinstance(error, Exception):
                answer.set_exception(error)
            else:
                answer.cancel()


class Loaders:
    """The batches of one operation. They forget when a mutation has changed something."""

    def __init__(self) -> None:
        self._batches: dict[Hashable, Batch[Any, Any]] = {}

    def batch(self, name: Hashable, make: Callable[[], Batch[K, V]]) -> Batch[K, V]:
        """Return the batch called `name`; the first to ask makes it."""
        found = self._batches.get(name)
        if found is None:
            found = self._batches[name] = make()
        return found

    def clear(self) -> None:
        """Forget everything read so far."""
        self._batches.clear()
