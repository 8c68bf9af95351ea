from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from backend.graph import Batch
from backend.graph.loaders import Loaders


class Store:
    """Remembers which keys were asked for together."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    async def fetch(self, keys: Sequence[int]) -> Mapping[int, str]:
        self.asked.append(list(keys))
        await asyncio.sleep(0)
        if 13 in keys:
            raise LookupError("13")
        return {key: str(key) for key in keys if key < 100}


async def test_keys_of_one_moment_travel_together_and_once() -> None:
    store = Store()
    batch: Batch[int, str] = Batch(store.fetch, missing="none")
    found = await asyncio.gather(*(batch.get(key) for key in (1, 2, 1, 200)))
    assert found == ["1", "2", "1", "none"]
    assert store.asked == [[1, 2, 200]]
    assert batch.load(2) == "2"
    assert await batch.get(3) == "3"
    assert store.asked == [[1, 2, 200], [3]]


async def test_a_key_asked_for_on_its_way_is_not_sent_again() -> None:
    store = Store()
    batch: Batch[int, str] = Batch(store.fetch, missing="none")
    first = asyncio.ensure_future(batch.get(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await asyncio.gather(first, batch.get(1)) == ["1", "1"]
    assert store.asked == [[1]]


async def test_an_error_reaches_everybody_who_asked_and_nobody_after() -> None:
    store = Store()
    batch: Batch[int, str] = Batch(store.fetch, missing="none")
    results = await asyncio.gather(batch.get(1), batch.get(13), return_exceptions=True)
    assert [type(result) for result in results] == [LookupError, LookupError]
    assert await batch.get(1) == "1"


async def test_one_who_gives_up_does_not_disturb_the_others() -> None:
    batch: Batch[int, str] = Batch(Store().fetch, missing="none")
    impatient, patient = (asyncio.ensure_future(batch.get(key)) for key in (1, 2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == "2"
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_forgetting_makes_everything_be_read_anew() -> None:
    store, loaders = Store(), Loaders()

    def make() -> Batch[int, str]:
        return Batch(store.fetch, missing="none")

    await loaders.batch("numbers", make).get(1)
    await loaders.batch("numbers", make).get(1)
    loaders.clear()
    await loaders.batch("numbers", make).get(1)
    assert store.asked == [[1], [1]]
