# ruff: noqa: SLF001 - a client of Tortoise is made of Tortoise's inner parts
# pyright: reportPrivateUsage=false
"""SQLite that survives cancellation: one writer, a small pool of readers, nothing half begun.

Tortoise's own client deadlocks or loses acknowledged writes when a task is cancelled at the wrong
moment, and begins deferred, so that two processes refuse each other. Here a transaction begins with
BEGIN IMMEDIATE, its begin and its end run to the end whatever happens to the caller, and plain
reads go to connections of their own. The module's name matters: Tortoise picks its schema editor by
the word "sqlite" in it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, cast

import aiosqlite
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError, TransactionManagementError

from backend.db.counting import note
from backend.db.shield import SafeTransaction, to_the_end
from backend.db.sqlite_files import (
    READER,
    WRITER,
    open_file,
    register_forms,
    statements,
    translated,
)

READERS: Final = 4

register_forms()


class SafeSqliteClient(SqliteClient):
    """The one writing connection of this process, and its readers."""

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **kwargs)
        self.pragmas = {**self.pragmas, **WRITER}
        self._opening = asyncio.Lock()
        self._all_readers: list[aiosqlite.Connection] = []
        self._idle_readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - Tortoise's own
        """Open the writer (which sets WAL) and then the readers; raises DBConnectionError."""
        async with self._opening:
            if self._connection is None:
                await to_the_end(self._open())

    async def _open(self) -> None:
        try:
            self._connection = await open_file(self.filename, self.pragmas)
            for _ in range(0 if self.filename == ":memory:" else READERS):
                reader = await open_file(self.filename, READER)
                self._all_readers.append(reader)
                self._idle_readers.put_nowait(reader)
        except sqlite3.Error as error:
            await self._close()
            raise DBConnectionError(f"cannot open {self.filename}: {error}") from error
        await self._post_connect()

    async def close(self) -> None:
        """Close the readers, then the writer."""
        await to_the_end(self._close())

    async def _close(self) -> None:
        readers, self._all_readers = self._all_readers, []
        self._idle_readers = asyncio.Queue()
        for reader in readers:
            await reader.close()
        await super().close()

    @asynccontextmanager
    async def _held(self) -> AsyncGenerator[aiosqlite.Connection]:
        async with self._lock:
            yield await self._opened()

    async def _opened(self) -> aiosqlite.Connection:
        if self._connection is None:
            await self.create_connection(with_db=True)
        return cast("aiosqlite.Connection", self._connection)

    def acquire_connection(self) -> Any:
        """Hold the writing connection, alone."""
        return self._held()

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(self)

    async def _rows(self, query: str, values: Iterable[Any] | None) -> list[sqlite3.Row]:
        """Run a reading statement on an idle reader, which is idle again only when it is done."""
        await self._opened()
        idle = self._idle_readers
        reader = await idle.get()
        run = asyncio.ensure_future(reader.execute_fetchall(query, values))
        run.add_done_callback(
            lambda done: (done.cancelled() or done.exception(), idle.put_nowait(reader))
        )
        return list(await asyncio.shield(run))

    def _only_reads(self, query: str) -> bool:
        # A reader refuses to write whatever the text, so a long question never holds the writer.
        return self.filename != ":memory:" and query.lstrip()[:4].upper() in {"SELE", "WITH"}

    async def execute_insert(self, query: str, values: list[Any]) -> int:
        """Insert one row."""
        note(query)
        with translated():
            async with self.acquire_connection() as connection:
                row = await to_the_end(connection.execute_insert(query, values))
                return row[0] if row else 0

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[Any]]:
        """Return the number of rows touched and the rows."""
        note(query)
        with translated():
            if self._only_reads(query):
                rows = await self._rows(query, values)
                return len(rows), rows
            async with self.acquire_connection() as connection:
                before = connection.total_changes
                # To the end: what one statement changed is never counted for the next.
                rows = list(await to_the_end(connection.execute_fetchall(query, values)))
                return (connection.total_changes - before) or len(rows), rows

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in (await self.execute_query(query, values))[1]]

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows, all or none."""
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)

    async def execute_script(self, query: str) -> None:
        """Run several statements, one by one: sqlite3's own way would commit in between."""
        for statement in statements(query):
            await self.execute_query(statement)


class SafeSqliteTransaction(SafeSqliteClient, SqliteTransactionWrapper):
    """The writing connection while one transaction owns it."""

    def __init__(self, parent: SafeSqliteClient) -> None:
        SqliteTransactionWrapper.__init__(self, parent)
        self.filename = parent.filename
        self._outermost: SafeSqliteTransaction = self
        if isinstance(parent, SafeSqliteTransaction):
            self._outermost = parent._outermost
            self._lock = parent._lock

    @asynccontextmanager
    async def _held(self) -> AsyncGenerator[aiosqlite.Connection]:
        if self._outermost._finalized:
            raise TransactionManagementError("the transaction is over; a task has outlived it")
        async with self._lock:
            yield self._connection

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(SafeSqliteTransaction(self))

    def _only_reads(self, query: str) -> bool:  # noqa: ARG002 - whatever it is
        return False  # not even a SELECT: a transaction reads what it wrote

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows."""
        note(query)
        with translated():
            async with self.acquire_connection() as connection:
                await to_the_end(connection.executemany(query, values))


class _Transaction(SafeTransaction):
    """Begin and finish a transaction, each to its end."""

    def __init__(self, client: SafeSqliteClient) -> None:
        self._writer = client
        self._client = SafeSqliteTransaction(client)

    async def __aenter__(self) -> SafeSqliteTransaction:
        await self._writer._lock.acquire()
        try:
            await to_the_end(self._begin(), undo=lambda _: self._finish(commit=False))
        except BaseException:
            self._writer._lock.release()
            raise
        self._token = get_connections().set(self._client.connection_name, self._client)
        return self._client

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        get_connections().reset(self._token)
        try:
            await to_the_end(self._finish(commit=kind is None))
        finally:
            self._writer._lock.release()

    async def _begin(self) -> None:
        with translated():
            self._client._connection = connection = await self._writer._opened()
            if connection.in_transaction:
                await connection.rollback()
            await connection.execute("BEGIN IMMEDIATE")

    async def _finish(self, *, commit: bool) -> None:
        self._client._finalized = True
        connection = self._client._connection
        with translated():
            if not commit:
                await connection.rollback()
                return
            if not connection.in_transaction:
                # SQLite itself rolls back after some errors, such as a full disk.
                raise TransactionManagementError("the transaction was rolled back by SQLite")
            try:
                await connection.commit()
            except BaseException:
                await connection.rollback()
                raise
            self.is_kept = True


client_class = SafeSqliteClient
