"""Each scenario raises when the promise in its name does not hold; `rounds` says how often to try."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from backend.errors import Invalid, Unavailable

Client = Any  # the module tests.db.defects.stock or tests.db.defects.ours
PATIENCE = 3.0  # seconds after which we call it a deadlock


async def cancelled_after(work: Any, *, steps: int) -> None:
    """Run `work` and cancel it after some steps of the event loop; every fourth one a bit later."""
    task = asyncio.ensure_future(work)
    for _ in range(steps % 16):
        await asyncio.sleep(0)
    if steps % 4 == 3:
        await asyncio.sleep(steps % 7 / 2000)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _write_two(client: Client, name: str) -> None:
    async with in_transaction():
        await client.Box.create(name=name)
        await client.Box.create(name=name)


async def a_cancelled_transaction_blocks_nobody(client: Client, url: str, rounds: int) -> None:
    """Defects 1 and 5."""
    for number in range(rounds):
        await cancelled_after(_write_two(client, f"cancelled {number}"), steps=number)
        async with asyncio.timeout(PATIENCE):
            await _write_two(client, "kept")
    assert await client.Box.filter(name="kept").count() == 2 * rounds
    for number in range(rounds):
        assert await client.Box.filter(name=f"cancelled {number}").count() in (0, 2)


async def a_cancelled_transaction_gives_its_connection_back(
    client: Client, url: str, rounds: int
) -> None:
    """Defect 5."""
    for number in range(rounds):
        await cancelled_after(_write_two(client, "cancelled"), steps=number)
        async with asyncio.timeout(PATIENCE):
            await client.Box.create(name="kept")
    pool: Any = get_connection("default")._pool
    assert pool.get_idle_size() == pool.get_size()


async def an_acknowledged_write_is_found_again(client: Client, url: str, rounds: int) -> None:
    """Defect 2."""
    for number in range(rounds):
        many = [client.Box(name="cancelled") for _ in range(20)]
        with suppress(Exception):  # the stock client may refuse a BEGIN within a BEGIN
            await cancelled_after(client.Box.bulk_create(many), steps=number)
        async with asyncio.timeout(PATIENCE):
            await client.Box.create(name=f"acknowledged {number}")
    with sqlite3.connect(url.removeprefix("sqlite://")) as reopened:
        (found,) = reopened.execute(
            "SELECT COUNT(*) FROM box WHERE name LIKE 'acknowledged%'"
        ).fetchone()
    reopened.close()
    assert found == rounds, f"{found} of {rounds}"


async def several_processes_count_together(client: Client, url: str, rounds: int) -> None:
    """Defect 6."""
    await client.Box.create(name="counted")
    kind = "stock" if client.__name__.endswith("stock") else "ours"
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.db.defects.run", "count", kind, url, str(rounds)
        )
        for _ in range(3)
    ]
    answers = [await process.wait() for process in processes]
    assert answers == [0, 0, 0]
    assert (await client.Box.get(name="counted")).size == 3 * rounds


async def count(client: Client, url: str, rounds: int) -> None:
    """One of the processes of `several_processes_count_together`."""
    await _all_have_started(Path(url.removeprefix("sqlite://")))
    for _ in range(rounds):
        async with in_transaction():
            counted = await client.Box.get(name="counted")
            await asyncio.sleep(0.002)
            await client.Box.filter(name="counted").update(size=counted.size + 1)


async def _all_have_started(database: Path) -> None:
    """Wait for the other two: processes that run one after the other show nothing."""
    database.with_suffix(f".{os.getpid()}.ready").touch()
    while len(list(database.parent.glob(f"{database.stem}.*.ready"))) < 3:  # noqa: ASYNC110
        await asyncio.sleep(0.005)


async def equal_instants_are_equal(client: Client, url: str, rounds: int) -> None:
    """Defect 7."""
    shanghai = datetime(2026, 3, 1, 8, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=8)))
    instant = shanghai.astimezone(UTC)
    await client.Box.create(name="east", packed_at=shanghai)
    await client.Box.create(name="utc", packed_at=instant)
    assert await client.Box.filter(packed_at=instant).count() == 2
    assert await client.Box.filter(packed_at=shanghai).count() == 2
    assert await client.Box.filter(packed_at__lt=instant + timedelta(seconds=1)).count() == 2


async def what_no_column_holds_is_refused_alike(client: Client, url: str, rounds: int) -> None:
    """Defect 8."""
    for bad in ({"name": "a\0b"}, {"name": "a\ud800"}, {"name": "ok", "size": 2**63}):
        try:
            await client.Box.create(**bad)
        except Invalid:
            continue
        raise AssertionError(f"{bad!r} was kept")
    accents = "Ame\u0301lie"
    await client.Box.create(name=accents)
    assert await client.Box.filter(name="Am\u00e9lie").count() == 1


async def a_lost_server_is_unavailable(client: Client, url: str, rounds: int) -> None:
    """Defect 9."""
    lost = "SELECT pg_terminate_backend(pg_backend_pid())"
    for statement in (get_connection("default").execute_query, _in_transaction_of_its_own):
        try:
            await statement(lost)
        except Unavailable:
            pass
        else:
            raise AssertionError("nothing was raised")
    await client.Box.create(name="back again")


async def _in_transaction_of_its_own(statement: str) -> None:
    async with in_transaction() as transaction:
        await transaction.execute_query(statement)
