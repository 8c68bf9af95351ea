# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false
"""Opening and closing the one database of this process."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final, cast
from urllib.parse import urlsplit

from tortoise.apps import Apps
from tortoise.backends.base import config_generator, executor
from tortoise.context import TortoiseContext, set_global_context
from tortoise.exceptions import ConfigurationError
from tortoise.models import Model

from backend.db.units import settle

APP: Final = "models"
CONNECTION: Final = "default"

_ENGINES: Final = {
    "sqlite": "backend.db.sqlite",
    "postgres": "backend.db.asyncpg",
    "postgresql": "backend.db.asyncpg",
    "asyncpg": "backend.db.asyncpg",
}

# Our statements are short: compiling them costs the server more than running them.
_POSTGRES: Final = {"maxsize": 10, "command_timeout": 30, "server_settings": {"jit": "off"}}


class _Opened:
    """Tortoise's state, built once for a set of models and used for every database after it."""

    context: TortoiseContext | None = None
    modules: tuple[str, ...] = ()
    engine: str = ""


def model_modules() -> tuple[str, ...]:
    """Return every module with models. Wiring stands above us: it is named, not imported."""
    modules: tuple[str, ...] = importlib.import_module("backend.wiring").MODEL_MODULES
    return modules


def credentials(database_url: str) -> dict[str, Any]:
    """Return what Tortoise needs to connect; raises ConfigurationError for an unknown engine.

    For PostgreSQL the address may say more (`?maxsize=20&command_timeout=60`): connections in the
    pool, and seconds a statement may take.
    """
    scheme = urlsplit(database_url).scheme
    if scheme not in _ENGINES:
        raise ConfigurationError(f"the database must be sqlite:// or postgres://, not {scheme}://")
    engine, expanded = _ENGINES[scheme], cast("Any", config_generator.expand_db_url(database_url))
    named: dict[str, Any] = expanded["credentials"]
    if engine == _ENGINES["postgres"]:
        named = {**_POSTGRES, **named}
        named["command_timeout"] = float(named["command_timeout"])
    return {"engine": engine, "credentials": named}


_when_opened: list[Callable[[], None]] = []


def on_connect(callback: Callable[[], None]) -> None:
    """Call `callback` whenever a database is opened: what was remembered of another is void."""
    _when_opened.append(callback)


async def connect(database_url: str, *, modules: Sequence[str] | None = None) -> None:
    """Open `database_url` (sqlite:///path, postgres://user:password@host/name) for all tasks.

    `modules` are those with models; all of wiring's if not given. What was open before is closed.
    Raises `Unavailable` when the server cannot be reached, DBConnectionError for a file that cannot
    be opened.
    """
    await disconnect()
    wanted = tuple(modules) if modules is not None else model_modules()
    database = credentials(database_url)
    context = _Opened.context
    known = (_Opened.modules, _Opened.engine) == (wanted, database["engine"])
    if context is not None and context.inited and known:
        context.connections._init_config({CONNECTION: database})
    else:
        await _forget()
        context = TortoiseContext()
        set_global_context(context)  # requests and jobs run in tasks of their own
        _Opened.context, _Opened.modules, _Opened.engine = context, wanted, database["engine"]
        await context.init(
            config={
                "connections": {CONNECTION: database},
                "apps": {APP: {"models": list(wanted), "default_connection": CONNECTION}},
            }
        )
    await context.connections.get(CONNECTION).create_connection(with_db=True)
    for callback in _when_opened:
        callback()


async def disconnect() -> None:
    """Close the database after the work that follows commits; the next `connect` opens another."""
    context = _Opened.context
    if context is None or not context.inited:
        return
    await settle()
    connection = context.connections.discard(CONNECTION)
    if connection is not None:
        await connection.close()


def models() -> list[type[Model]]:
    """Return every model of the open database."""
    if _Opened.context is None:
        raise ConfigurationError("connect first")
    apps = cast("Apps", _Opened.context.apps)
    return [model for each in apps.values() for model in each.values()]


async def generate_schemas() -> None:
    """Make the tables of all models in an empty database, as the models are now (tests, tools)."""
    if _Opened.context is None:
        raise ConfigurationError("connect first")
    for model in models():
        model._meta.table_description = ""  # a docstring is no comment of a table
    await _Opened.context.generate_schemas(safe=False)


async def _forget() -> None:
    """Let go of Tortoise's state for other models or another engine."""
    executor.EXECUTOR_CACHE.clear()  # it knows statements by table name alone
    if _Opened.context is not None:
        await disconnect()
        await _Opened.context.close_connections()
        _Opened.context = None
