# ruff: noqa: SLF001 - aiosqlite keeps its thread in a protected name
# pyright: reportPrivateUsage=false
"""What the driver of SQLite does not do by itself: settings, forms of values, errors, scripts."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import aiosqlite
from tortoise.exceptions import IntegrityError, OperationalError

from backend.db.shield import unavailable

BUSY_TIMEOUT: Final = 10_000  # milliseconds another process may hold the write lock

WRITER: Final = {"synchronous": "FULL", "foreign_keys": "ON", "temp_store": "MEMORY"}
READER: Final = {"query_only": "ON", "temp_store": "MEMORY"}
_OUT_OF_REACH: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PROTOCOL,
    }
)


def sortable(instant: datetime) -> str:
    """Return the one form in which instants are stored: 2026-01-02 03:04:05.000006+00:00."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    return instant.astimezone(UTC).isoformat(" ", "microseconds")


def register_forms() -> None:
    """Tell sqlite3 how we keep instants and ids, in place of what Tortoise told it before."""
    sqlite3.register_adapter(datetime, sortable)
    sqlite3.register_adapter(UUID, str)


@contextmanager
def translated() -> Generator[None]:
    """Turn the driver's errors into Tortoise's, and an unreachable file into `Unavailable`."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise IntegrityError(error) from error
    except sqlite3.OperationalError as error:
        # The low byte of an extended code is its family.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUT_OF_REACH:
            raise unavailable() from error
        raise OperationalError(error) from error


def statements(script: str) -> Iterator[str]:
    """Cut a script into statements; semicolons in texts and comments end none."""
    begun = ""
    for piece in script.split(";"):
        begun += piece + ";"
        if sqlite3.complete_statement(begun):
            if begun.strip(" \n;"):
                yield begun.strip()
            begun = ""
    if begun.strip(" \n;"):
        yield begun.strip(" \n;")


async def open_file(path: str, pragmas: Mapping[str, object]) -> aiosqlite.Connection:
    """Open a connection with its thread; leave no thread behind when that fails."""
    connection = aiosqlite.connect(path, isolation_level=None)
    try:
        await connection
        connection.row_factory = sqlite3.Row
        # The timeout first: already WAL may have to wait for another process.
        for name, value in {"busy_timeout": BUSY_TIMEOUT, **pragmas}.items():
            await connection.execute(f"PRAGMA {name}={value}")
    except BaseException:
        await connection.close()
        connection._thread.join()
        raise
    return connection
