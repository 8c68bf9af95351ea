# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
"""The whole database as it stood at one instant, while others go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, cast

import aiosqlite
import asyncpg
from tortoise.models import Model

from backend.db.asyncpg import translated
from backend.db.connection import credentials, models
from backend.db.sql import quoted, table_of

_SERVER = ("host", "port", "user", "password", "database", "ssl", "server_settings")
_PIECE = 500

Values = dict[str, Any]
Stream = Callable[[str], AsyncIterator[Mapping[str, Any]]]


class Snapshot:
    """Every row of every table at one instant."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    async def rows(self, model: type[Model]) -> AsyncIterator[Values]:
        """Yield the rows of a model's table by id: values as Python has them, by field."""
        fields = model._meta.fields_db_projection
        columns = ", ".join(quoted(column) for column in fields.values())
        table = quoted(table_of(model))
        async for row in self._stream(f"SELECT {columns} FROM {table} ORDER BY id"):
            yield {
                name: model._meta.fields_map[name].to_python_value(row[column])
                for name, column in fields.items()
            }


def fields_of(model: type[Model]) -> frozenset[str]:
    """Return the names of the model's columns, as Python has them."""
    return frozenset(model._meta.fields_db_projection)


def in_order() -> list[type[Model]]:
    """Return every model of the open database, each after those it points to."""
    known = {model: _pointed_to(model) for model in models()}
    return [*TopologicalSorter(known).static_order()]


@asynccontextmanager
async def snapshot(database_url: str) -> AsyncGenerator[Snapshot]:
    """Hold the database as it stands now, on a connection of its own that reads only.

    Raises `Unavailable` when the database cannot be reached.
    """
    database = credentials(database_url)
    hold = _sqlite if "sqlite" in database["engine"] else _postgres
    with translated():
        async with hold(database["credentials"]) as stream:
            yield Snapshot(stream)


@asynccontextmanager
async def _sqlite(named: Mapping[str, Any]) -> AsyncGenerator[Stream]:
    async with aiosqlite.connect(f"{_address(named)}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        await connection.execute("BEGIN")
        # The instant is that of the first look.
        await connection.execute_fetchall("SELECT COUNT(*) FROM sqlite_master")

        async def stream(text: str) -> AsyncIterator[Mapping[str, Any]]:
            async with connection.execute(text) as cursor:
                while several := await cursor.fetchmany(_PIECE):
                    for row in several:
                        yield cast("Mapping[str, Any]", row)

        yield stream


def _address(named: Mapping[str, Any]) -> str:
    return Path(named["file_path"]).absolute().as_uri()


@asynccontextmanager
async def _postgres(named: Mapping[str, Any]) -> AsyncGenerator[Stream]:
    wanted = {key: value for key, value in named.items() if key in _SERVER}
    connection: Any = await asyncpg.connect(**wanted)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.fetch("SELECT 1")

            async def stream(text: str) -> AsyncIterator[Mapping[str, Any]]:
                async for row in connection.cursor(text, prefetch=_PIECE):
                    yield row

            yield stream
    finally:
        await connection.close()


def _pointed_to(model: type[Model]) -> set[type[Model]]:
    pointed = {model._meta.fields_map[name].related_model for name in model._meta.fk_fields}  # pyright: ignore[reportAttributeAccessIssue]
    return pointed - {model}
