# ruff: noqa: SLF001 - a client of Tortoise is made of Tortoise's inner parts
# pyright: reportPrivateUsage=false
"""PostgreSQL that survives cancellation: no connection of the pool is ever lost.

Tortoise's own client leaks a pooled connection when a task is cancelled between taking it and
beginning on it. Here taking, beginning, ending and giving back run to their end whatever happens to
the caller, nobody waits for the pool longer than `ACQUIRE_TIMEOUT`, and a server out of reach is
`Unavailable`. The module's name matters: Tortoise picks its schema editor by the word "asyncpg".
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final, cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

from backend.db.counting import note
from backend.db.shield import SafeTransaction, to_the_end, unavailable

ACQUIRE_TIMEOUT: Final = 5  # seconds
_OUT_OF_REACH: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,  # deadlocks: nothing was changed, the caller may try again
    asyncpg.LockNotAvailableError,
    asyncpg.InternalClientError,
)


@contextmanager
def translated() -> Generator[None]:
    """Turn the driver's errors into Tortoise's, and a server out of reach into `Unavailable`."""
    try:
        yield
    except _OUT_OF_REACH as error:
        raise unavailable() from error
    except asyncpg.InterfaceError as error:
        if isinstance(error, ValueError):  # a value of the wrong type: our mistake
            raise OperationalError(error) from error
        raise unavailable() from error
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(error) from error
    except asyncpg.InvalidTransactionStateError as error:
        raise TransactionManagementError(error) from error
    except asyncpg.PostgresError as error:
        raise OperationalError(error) from error


class SafeAsyncpgClient(AsyncpgDBClient):
    """The pool of this process."""

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 - Tortoise's own
        """Open the pool."""
        with translated():
            await to_the_end(super().create_connection(with_db))

    async def _translate_exceptions(
        self, func: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        with translated():
            return await func(self, *args, **kwargs)

    async def _take(self) -> Any:
        """Take a connection from the pool within `ACQUIRE_TIMEOUT`."""
        if self._pool is None:
            async with self._pool_init_lock:
                if self._pool is None:
                    await self.create_connection(with_db=True)
        pool: Any = self._pool
        return await pool.acquire(timeout=ACQUIRE_TIMEOUT)

    async def _give_back(self, connection: Any) -> None:
        if self._pool is not None:
            await self._pool.release(connection, timeout=ACQUIRE_TIMEOUT)

    @asynccontextmanager
    async def _held(self) -> AsyncGenerator[Any]:
        connection = await to_the_end(self._take(), undo=self._give_back)
        try:
            yield connection
        finally:
            await to_the_end(self._give_back(connection))

    def acquire_connection(self) -> Any:
        """Hold one connection of the pool."""
        return self._held()

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(self)

    async def execute_insert(self, query: str, values: list[Any]) -> Any:
        """Insert one row."""
        note(query)
        return cast("Any", await super().execute_insert(query, values))

    async def execute_many(self, query: str, values: list[Any]) -> None:
        """Run one statement for many rows, all or none."""
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[Any]]:
        """Return the number of rows touched and the rows."""
        note(query)
        touched, rows = await self._translate_exceptions(_run, query, values)
        return touched, rows

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows."""
        return [dict(row) for row in (await self.execute_query(query, values))[1]]

    async def execute_script(self, query: str) -> None:
        """Run several statements (DDL)."""
        note(query)
        await super().execute_script(query)


async def _run(
    client: SafeAsyncpgClient, query: str, values: list[Any] | None
) -> tuple[int, Sequence[Any]]:
    """Run one statement; rows of RETURNING come back too."""
    async with client.acquire_connection() as connection:
        if _gives_rows(query):
            rows = await connection.fetch(query, *(values or ()))
            return len(rows), rows
        status: str = await connection.execute(query, *(values or ()))
        touched = status.rpartition(" ")[2]
        return int(touched) if touched.isdigit() else 0, ()


def _gives_rows(query: str) -> bool:
    start = query.lstrip()[:8].upper()
    return not start.startswith(("INSERT", "UPDATE", "DELETE")) or "RETURNING" in query.upper()


class SafeAsyncpgTransaction(SafeAsyncpgClient, TransactionWrapper):
    """One connection while one transaction owns it."""

    def __init__(self, parent: SafeAsyncpgClient) -> None:
        TransactionWrapper.__init__(self, parent)
        self._outermost: SafeAsyncpgTransaction = self
        if isinstance(parent, SafeAsyncpgTransaction):
            self._outermost = parent._outermost
            self._lock = parent._lock

    @asynccontextmanager
    async def _held(self) -> AsyncGenerator[Any]:
        if self._outermost._finalized:
            raise TransactionManagementError("the transaction is over; a task has outlived it")
        async with self._lock:
            yield self._connection

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(SafeAsyncpgTransaction(self))

    async def execute_many(self, query: str, values: list[Any]) -> None:
        """Run one statement for many rows."""
        note(query)
        await self._translate_exceptions(_run_many, query, values)


async def _run_many(client: SafeAsyncpgClient, query: str, values: list[Any]) -> None:
    async with client.acquire_connection() as connection:
        await connection.executemany(query, values)


class _Transaction(SafeTransaction):
    """Take a connection and begin, finish and give it back, each to its end."""

    def __init__(self, pool: SafeAsyncpgClient) -> None:
        self._pool = pool
        self._client = SafeAsyncpgTransaction(pool)

    async def __aenter__(self) -> SafeAsyncpgTransaction:
        with translated():
            await to_the_end(self._begin(), undo=lambda _: self._finish(commit=False))
        self._token = get_connections().set(self._client.connection_name, self._client)
        return self._client

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        get_connections().reset(self._token)
        with translated():
            await to_the_end(self._finish(commit=kind is None))

    async def _begin(self) -> None:
        connection = await self._pool._take()
        try:
            await connection.execute("BEGIN", timeout=ACQUIRE_TIMEOUT)
        except BaseException:
            await self._pool._give_back(connection)
            raise
        self._client._connection = connection

    async def _finish(self, *, commit: bool) -> None:
        self._client._finalized = True
        connection = self._client._connection
        try:
            if commit:
                # A transaction in which a statement failed answers COMMIT with ROLLBACK.
                if await connection.execute("COMMIT") != "COMMIT":
                    raise TransactionManagementError("a statement failed; all was rolled back")
                self.is_kept = True
            elif not connection.is_closed():
                await _roll_back(connection)
        finally:
            await self._pool._give_back(connection)


async def _roll_back(connection: Any) -> None:
    """Roll back; a connection that cannot even do that is cut off, and the server rolls back."""
    try:
        await connection.execute("ROLLBACK", timeout=ACQUIRE_TIMEOUT)
    except (*_OUT_OF_REACH, asyncpg.InterfaceError):
        connection.terminate()


client_class = SafeAsyncpgClient
