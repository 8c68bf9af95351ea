"""Hearing at once what another process of the deployment has to say, where the engine can do that."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg
from tortoise.connection import get_connection

from backend.db import sql
from backend.db.asyncpg import ACQUIRE_TIMEOUT, SafeAsyncpgClient, translated


async def notify(channel: str) -> None:
    """Wake every listener of `channel` when this unit commits; SQLite knows no such thing."""
    if sql.engine() == "postgres":
        await sql.fetch("SELECT pg_notify(?, '')", (channel,))


@asynccontextmanager
async def listening(channel: str, heard: Callable[[], None]) -> AsyncGenerator[Callable[[], bool]]:
    """Call `heard` for each notice on `channel`; yield whether we are still connected.

    The connection is one of its own, outside the pool. On SQLite nothing is ever heard. Raises
    `Unavailable` when the server cannot be reached.
    """
    client = get_connection("default")
    if not isinstance(client, SafeAsyncpgClient):
        yield lambda: True
        return
    connection = await _connected(client)
    try:
        with translated():
            await connection.add_listener(channel, _told(heard))
        connection.add_termination_listener(_told(heard))
        yield lambda: not connection.is_closed()
    finally:
        connection.terminate()


def _told(heard: Callable[[], None]) -> Callable[..., None]:
    return lambda *_: heard()  # asyncpg says more than we need


async def _connected(client: SafeAsyncpgClient) -> Any:
    connect = cast("Any", asyncpg.connect)
    with translated():
        return await connect(
            host=client.host,
            port=client.port,
            user=client.user,
            password=client.password,
            database=client.database,
            server_settings=client.server_settings,
            timeout=ACQUIRE_TIMEOUT,
            **client.extra,
        )
