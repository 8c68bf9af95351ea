from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from backend.db import after_commit, sql, unit_of_work
from backend.db.shield import to_the_end
from backend.db.units import settle
from tests.db.models import Box

MOMENTS = 48


async def test_what_follows_runs_exactly_when_the_unit_was_kept(database: str) -> None:
    ran: set[str] = set()

    async def write(name: str) -> None:
        async def follow() -> None:
            await asyncio.sleep(0)
            ran.add(name)

        async with unit_of_work():
            await Box.create(name=name)
            after_commit(follow)

    for moment in range(MOMENTS):
        task = asyncio.create_task(write(str(moment)))
        for _ in range(moment % 12):
            await asyncio.sleep(0)
        await asyncio.sleep(moment / 10_000)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await settle()
    assert ran == {box.name for box in await Box.all()}
    assert 0 < len(ran) < MOMENTS


async def test_work_to_the_end_ends_before_its_cancellation_is_heard() -> None:
    told: list[str] = []

    async def work() -> str:
        await asyncio.sleep(0.02)
        told.append("worked")
        return "result"

    async def undo(result: str) -> None:
        await asyncio.sleep(0.01)
        told.append(f"undid {result}")

    task = asyncio.create_task(to_the_end(work(), undo=undo))
    for _ in range(3):  # even when cancelled again and again
        await asyncio.sleep(0.008)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == ["worked", "undid result"]


async def test_many_units_at_once_lose_no_update(database: str) -> None:
    box = await Box.create(name="counted")

    async def add() -> None:
        async with unit_of_work():
            await sql.execute("UPDATE box SET size = size + 1 WHERE id = ?", (box.id,))
            size = (await Box.get(id=box.id)).size
            await asyncio.sleep(0)
            await Box.filter(id=box.id).update(size=size)

    await asyncio.gather(*(add() for _ in range(30)))
    assert (await Box.get(id=box.id)).size == 30
