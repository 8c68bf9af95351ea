"""Hearing at once what another process of the deployment has to say, where the engine can do that."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from tortoise.connection import get_connection

from backend.db import sql
from backend.db.asyncpg import ACQUIRE_TIMEOUT, SafeAsyncpgClient, translated


async def notify(channel: str) -> None:
    """Wake every listener of `channel` when this unit commits; SQLite knows no such thing."""
    if sql.engine() == "postgres":
        await sql.fetch("SELECT pg_notify(?, '')", (channel,))


@asynccontextmanager
async def listening(channel: str, heard: Callable[[], None]) -> AsyncIterator[Callable[[], bool]]:
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
            await connection.add_listener(channel, lambda *_: heard())
        connection.add_termination_listener(lambda _: heard())
        yield lambda: not connection.is_closed()
    finally:
        connection.terminate()


async def _connected(client: SafeAsyncpgClient) -> Any:
    with translated():
        return await asyncpg.connect(
            host=client.host,
            port=client.port,
            user=client.user,
            password=client.password,
            database=client.database,
            server_settings=client.server_settings,
            timeout=ACQUIRE_TIMEOUT,
            **client.extra,
        )
