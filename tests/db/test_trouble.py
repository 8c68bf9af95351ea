# ruff: noqa: PT012 - a unit is several statements
from __future__ import annotations

import asyncio
import contextvars
import sqlite3
from pathlib import Path

import pytest
from tortoise.exceptions import DBConnectionError

from backend.db import asyncpg, connect, disconnect, sql, sqlite_files, unit_of_work
from backend.errors import Unavailable
from tests.db.models import Box

MODULES = ("tests.db.models",)
on_sqlite = pytest.mark.engine("sqlite")
on_postgres = pytest.mark.engine("postgres")


@on_sqlite
async def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(DBConnectionError, match=r"no/such/folder\.db: unable to open"):
        await connect(f"sqlite://{tmp_path}/no/such/folder.db", modules=MODULES)
    (tmp_path / "text.db").write_text("this is no database" * 100)
    with pytest.raises(DBConnectionError, match="not a database"):
        await connect(f"sqlite://{tmp_path}/text.db", modules=MODULES)
    await disconnect()


@on_sqlite
async def test_a_file_locked_for_too_long_is_unavailable_and_heals(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await disconnect()
    monkeypatch.setattr(sqlite_files, "BUSY_TIMEOUT", 50)
    await connect(database, modules=MODULES)
    with sqlite3.connect(database.removeprefix("sqlite://"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            await Box.create(name="a")
        with pytest.raises(Unavailable):
            async with unit_of_work():
                pass
        assert await sql.count(Box) == 0
        other.execute("ROLLBACK")
    other.close()
    await Box.create(name="a")


@on_sqlite
async def test_a_full_disk_refuses_writes_whole_and_heals(database: str) -> None:
    (row,) = await sql.fetch("PRAGMA page_count")
    await sql.fetch(f"PRAGMA max_page_count = {row['page_count']}")
    with pytest.raises(Unavailable):
        async with unit_of_work():
            for number in range(200):
                await Box.create(name=str(number), note="x" * 200)
    assert await sql.count(Box) == 0
    await sql.fetch("PRAGMA max_page_count = 1000000")
    async with unit_of_work():
        await Box.create(name="a", note="x" * 200)
    assert await sql.count(Box) == 1


@on_postgres
async def test_a_server_out_of_reach_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await connect("postgres://nobody@127.0.0.1:1/nothing", modules=MODULES)
    await disconnect()


@on_postgres
async def test_an_exhausted_pool_is_unavailable_and_heals(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await disconnect()
    joined = "&" if "?" in database else "?"
    await connect(f"{database}{joined}maxsize=1", modules=MODULES)
    monkeypatch.setattr(asyncpg, "ACQUIRE_TIMEOUT", 0.1)
    async with unit_of_work():
        with pytest.raises(Unavailable):
            await _outside_of_the_unit()
    assert await sql.count(Box) == 0


async def _outside_of_the_unit() -> None:
    async def count() -> int:
        return await Box.all().count()

    await asyncio.get_running_loop().create_task(count(), context=contextvars.Context())
