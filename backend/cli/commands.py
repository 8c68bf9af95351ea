"""One function per command: what it does in the words of its docstring, its exit code in return.

Each imports only what it runs, so that `lingju schema` does not wait for a server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from backend import settings

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = ROOT / "schema.graphql"


def serve(options: argparse.Namespace) -> int:
    """Migrate, load the demo if asked for, and serve until told to stop."""
    choose("host", options.host)
    choose("port", options.port)
    choose("demo", "false" if options.no_demo else "true" if options.demo else None)
    from backend.cli import serving

    return serving.serve(settings.current())


def demo(_: argparse.Namespace) -> int:
    """Load the demo into the database; twice does nothing more."""
    from backend.cli import serving

    return _in_database(serving.load_demo)


def migrate(options: argparse.Namespace) -> int:
    """Bring the database up to date; `--check` compares models and migrations only."""
    if options.check:
        from backend.db import make

        drift = asyncio.run(make.drift())
        return told("\n".join(drift)) if drift else 0
    from backend.cli import serving

    asyncio.run(serving.make_ready(settings.current()))
    return 0


def check(_: argparse.Namespace) -> int:
    """Read every setting, look at the database as it is, and say what is missing; 1 if anything is."""
    from backend.cli import serving

    missing: list[str] = []

    async def look() -> None:
        missing.append(await serving.Readiness(settings.current())())
        print(missing[0] or "ready")

    return _in_database(look, as_it_is=True) or bool(missing and missing[0])


def token_create(options: argparse.Namespace) -> int:
    """Make an access token for a person and print it, this once."""
    from backend.accounts import tokens
    from backend.actor import Scope

    async def create() -> None:
        scopes = [Scope(scope) for scope in options.scope]
        _, secret = await tokens.create_for_phone(
            options.phone, name=options.name, scopes=scopes, days=options.days
        )
        print(secret)

    return _in_database(create)


def history_import(options: argparse.Namespace) -> int:
    """Load a CSV of past cases; nothing is written when any row is wrong."""
    from backend.cli import serving

    async def load() -> None:
        print(await serving.import_history(Path(options.file)))

    return _in_database(load)


def search_rebuild(_: argparse.Namespace) -> int:
    """Index anew every text that can be searched; searching goes on meanwhile."""
    from backend import search, wiring

    async def work() -> None:
        print(await search.rebuild(wiring.SEARCHED))

    return _in_database(work)


def worker(_: argparse.Namespace) -> int:
    """Deliver events and do jobs without serving, until told to stop."""
    from backend.jobs import stop_on_signals
    from backend.web.running import working

    async def run() -> None:
        async with working(settings.current()):
            await stop_on_signals().wait()

    asyncio.run(run())
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write schema.graphql from the code; `--check` fails when they differ."""
    from backend.cli.contract import contract

    text = contract()
    if options.check:
        is_same = CONTRACT.exists() and CONTRACT.read_text("utf-8") == text
        return 0 if is_same else told("schema.graphql 已过时 · is stale: lingju schema")
    CONTRACT.write_text(text, "utf-8")
    return 0


def backup(options: argparse.Namespace) -> int:
    """Write everything but the keys into one new file, while the deployment runs."""
    from backend import backups
    from backend.files import stores

    async def work() -> None:
        url = settings.current().database
        made = await backups.make(Path(options.file), database_url=url, store=stores.current())
        print(f"{options.file}: {made.rows} rows, {len(made.contents)} files")

    return _in_database(work, as_it_is=True)


def restore(options: argparse.Namespace) -> int:
    """Bring a backup into an empty deployment, whole or not at all, and verify it."""
    from backend import backups, search, wiring
    from backend.events import verify_chain
    from backend.files import stores

    breaks: list[object] = []

    async def work() -> None:
        brought = await backups.restore(Path(options.file), store=stores.current())
        await search.rebuild(wiring.SEARCHED)
        verdict = await verify_chain()
        breaks.extend(verdict.breaks)
        print(f"{brought.rows} rows, {len(brought.contents)} files as of {brought.made_at}")
        print(f"{verdict.events} events, {len(breaks)} broken chains", *breaks, sep="\n")

    return _in_database(work) or bool(breaks)


def renew_keys(_: argparse.Namespace) -> int:
    """Encrypt anew, with the first of LINGJU_SECRET_KEYS, what older keys still hold."""
    from backend.accounts.actions import renew_keys as renew

    async def work() -> None:
        print(await renew())

    return _in_database(work)


def verify_audit(_: argparse.Namespace) -> int:
    """Recompute every chain of events and name the first broken link of each."""
    from backend.events import verify_chain

    breaks: list[object] = []

    async def verify() -> None:
        verdict = await verify_chain()
        breaks.extend(verdict.breaks)
        print(f"{verdict.events} events, {len(breaks)} broken chains", *breaks, sep="\n")

    return _in_database(verify, as_it_is=True) or bool(breaks)


def _in_database(work: Callable[[], Awaitable[None]], *, as_it_is: bool = False) -> int:
    """Run `work` with the deployment's database open: up to date, or `as_it_is`."""
    from backend.cli import serving
    from backend.web.running import opened

    async def run() -> int:
        own = settings.current()
        if not as_it_is:
            await serving.make_ready(own)
        elif await serving.lacks_migrations(own):
            return told(
                "数据库尚未升级：lingju migrate · The database is not migrated: lingju migrate"
            )
        async with opened(own):
            await work()
        return 0

    return asyncio.run(run())


def choose(name: str, value: object) -> None:
    """Let a flag win over the environment."""
    if value is not None:
        os.environ[settings.variable(name)] = str(value)


def told(text: str) -> int:
    """Say what went wrong and return the exit code for it."""
    print(text, file=sys.stderr)
    return 1
