"""Put together for one process: the database made ready, the application built, the socket served."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from backend import demo, web
from backend.accounts.demo_codes import DEMO_CODE
from backend.cli.commands import told
from backend.cli.contract import contract
from backend.db import migrations, sql
from backend.db.connection import credentials
from backend.demo.loading import bar
from backend.demo.people import CastMember, cast
from backend.errors import Unavailable
from backend.graph.allowance import Allowances
from backend.graph.http import Endpoint
from backend.history.importing import import_file
from backend.schema import schema
from backend.settings import Settings
from backend.web.app import Parts, create_app
from backend.web.client import Client
from backend.web.entrance import SessionGate
from backend.web.files import FILE_ROUTES
from backend.web.origins import CrossOrigin
from backend.web.running import opened, working
from backend.web.server import AddressError, bind
from backend.web.server import serve as serve_on

DOCUMENTS = Path(web.__file__).parent / "documents.json"


def serve(settings: Settings) -> int:
    """Bind, make the database ready, and serve until told to stop."""
    try:
        bound = bind(settings.host, settings.port)
    except AddressError as error:
        return told(f"不能监听 · Cannot listen on {error} (--port N)")
    with bound:
        asyncio.run(_prepare(settings))
        graph = endpoint(settings)
        serve_on(
            application(settings, graph),
            bound,
            announce=lambda url: _announce(url, settings),
            drain=graph.drain,
            trusted_proxies=settings.trusted_proxies,
        )
    return 0


def endpoint(settings: Settings) -> Endpoint:
    """Return the graph over HTTP and WebSocket, with limits and our own client's documents."""
    documents: dict[str, str] = json.loads(DOCUMENTS.read_text("utf-8"))
    allowances = Allowances(per_second=settings.points_per_second)
    return Endpoint(schema, gate=SessionGate(), documents=documents, allowances=allowances)


def application(settings: Settings, graph: Endpoint) -> ASGIApp:
    """Return the application of a deployment; its database opens with its lifespan."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with working(settings):
            yield

    return create_app(
        Parts(
            graph=graph,
            contract=contract,
            not_ready=Readiness(settings),
            client=Client(),
            lifespan=lifespan,
            files=FILE_ROUTES,
            middleware=[Middleware(CrossOrigin, allowed=settings.allowed_origins)],
        )
    )


class Readiness:
    """Says why nobody may be sent here yet; what became ready once stays so and is not asked again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._is_set_up = False

    async def __call__(self) -> str:
        """Return the reason, or nothing."""
        try:
            await sql.fetch("SELECT 1 AS one")
            reason = "" if self._is_set_up else await self._missing()
        except Unavailable as error:
            return error.words.en
        self._is_set_up = not reason
        return reason

    async def _missing(self) -> str:
        if await migrations.pending(self._settings.database):
            return "The database is not migrated."
        if self._settings.demo and not await demo.is_loaded():
            return "The demo is not loaded."
        return ""


async def load_demo() -> None:
    """Load the demo where it is missing, showing how far it is."""
    await demo.load()


async def import_history(path: Path) -> int:
    """Load a CSV of past cases, showing how far it is; return how many were new."""
    return await import_file(path, lambda done, total: bar("rows", done, total))


async def make_ready(settings: Settings) -> None:
    """Make the data folder, for its owner alone, and bring the database up to date."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    await migrations.migrate(settings.database)


async def lacks_migrations(settings: Settings) -> bool:
    """Say whether the database is older than this version, or is not there at all."""
    if settings.database.startswith("sqlite") and not _file_of(settings.database).exists():
        return True
    return bool(await migrations.pending(settings.database))


def _file_of(database_url: str) -> Path:
    return Path(credentials(database_url)["credentials"]["file_path"])


async def _prepare(settings: Settings) -> None:
    await make_ready(settings)
    if settings.demo:
        async with opened(settings):
            await load_demo()


def _announce(url: str, settings: Settings) -> None:
    print(f"\n零距 Lingju  {url}\n   GraphiQL  {url}/graphiql")
    if settings.demo and settings.is_loopback:
        print(f"\n演示账号，验证码都是 {DEMO_CODE} · Demo people; the code is always {DEMO_CODE}")
        for person in _one_of_each_role():
            print(f"  {person.phone}  {person.role.value:<16}{person.organization}")
    print("\nCtrl-C 停止 · to stop", flush=True)


def _one_of_each_role() -> list[CastMember]:
    """Return whom a newcomer may want to be: the first of the cast in each role."""
    firsts: dict[str, CastMember] = {}
    for member in cast():
        firsts.setdefault(member.role, member)
    return [*firsts.values()]
