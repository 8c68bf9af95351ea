from __future__ import annotations

import asyncio
import time

import pytest

from backend.db import connect, connection, disconnect, unit_of_work
from backend.errors import Unavailable
from tests.db.models import Box
from tests.postgres import create_database, own_server

BACK_WITHIN = 3.0  # seconds


@pytest.mark.engine("postgres")
async def test_a_killed_server_loses_nothing_acknowledged_and_is_soon_used_again() -> None:
    acknowledged: set[str] = set()
    refused: list[float] = []
    is_over = False

    async def write(writer: int) -> None:
        number = 0
        while not is_over:
            number += 1
            try:
                async with unit_of_work():
                    await Box.create(name=f"{writer} {number}")
                    await Box.create(name=f"{writer} {number} twin")
                acknowledged.add(f"{writer} {number}")
            except Unavailable:  # any other error fails the test
                refused.append(time.monotonic())
                await asyncio.sleep(0.01)

    with own_server() as server:
        await connect(await create_database(server.address), modules=("tests.db.models",))
        await connection.generate_schemas()
        writers = [asyncio.create_task(write(number)) for number in range(12)]
        try:
            await asyncio.sleep(0.5)
            before = len(acknowledged)
            await asyncio.to_thread(server.die_and_rise)
            up = time.monotonic()
            await asyncio.sleep(BACK_WITHIN)
            is_over = True
            await asyncio.gather(*writers)
            kept = {box.name for box in await Box.all()}
        finally:
            is_over = True
            await disconnect()
    assert before < len(acknowledged)
    assert refused
    assert max(refused) < up + BACK_WITHIN
    assert acknowledged <= kept
    assert {name.removesuffix(" twin") for name in kept if name.endswith(" twin")} == {
        name for name in kept if not name.endswith(" twin")
    }
