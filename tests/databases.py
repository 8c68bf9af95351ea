"""An empty database for each test, quickly: a copied file, or one database emptied in between."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal, Protocol

from backend.db import connect, connection, disconnect, migrate
from tests import postgres

Engine = Literal["sqlite", "postgres"]
Modules = tuple[str, ...]


def engine_of_this_run() -> Engine:
    """Return the engine LINGJU_TEST_ENGINE names; SQLite if it names none."""
    named = os.environ.get("LINGJU_TEST_ENGINE", "sqlite")
    if named not in ("sqlite", "postgres"):
        raise ValueError("LINGJU_TEST_ENGINE must be sqlite or postgres")
    return "sqlite" if named == "sqlite" else "postgres"


def all_model_modules() -> Modules:
    """Return the modules of wiring that exist."""
    return tuple(name for name in connection.model_modules() if importlib.util.find_spec(name))


class Databases(Protocol):
    """Where empty databases come from."""

    def fresh(self, modules: Modules) -> AsyncIterator[str]:
        """Yield the address of an empty database with the tables of `modules`."""
        ...

    def bare(self) -> AsyncIterator[str]:
        """Yield the address of a database without any table."""
        ...


class SqliteFiles:
    """Copies of one file per set of models."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[Modules, Path] = {}
        self._number = 0

    async def fresh(self, modules: Modules) -> AsyncIterator[str]:
        """Yield the address of a copy."""
        template = self._templates.get(modules)
        if template is None:
            template = self._folder / f"template-{len(self._templates)}.db"
            await make_tables(f"sqlite://{template}", modules)
            self._templates[modules] = template
        async for address in self.bare():
            shutil.copyfile(template, address.removeprefix("sqlite://"))
            yield address

    async def bare(self) -> AsyncIterator[str]:
        """Yield the address of a file that is not there yet."""
        self._number += 1
        name = f"{self._number}.db"
        yield f"sqlite://{self._folder / name}"
        for left in self._folder.glob(f"{name}*"):
            left.unlink()


class PostgresDatabases:
    """One database per set of models, emptied after each test."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made: dict[Modules, str] = {}

    async def fresh(self, modules: Modules) -> AsyncIterator[str]:
        """Yield the address of the database; empty it afterwards."""
        made = self._made.get(modules)
        if made is None:
            made = await postgres.create_database(self._address)
            await make_tables(made, modules)
            self._made[modules] = made
        yield made
        await postgres.command(made, EMPTY_ALL)

    async def bare(self) -> AsyncIterator[str]:
        """Yield the address of a database made for this once."""
        made = await postgres.create_database(self._address)
        yield made
        await postgres.drop_database(self._address, made)

    async def drop(self) -> None:
        """Leave nothing behind."""
        for made in self._made.values():
            await postgres.drop_database(self._address, made)


# Only tables with rows are emptied: a test fills few.
EMPTY_ALL = """
DO $$
DECLARE
  name text;
  filled text := '';
  has_rows boolean;
BEGIN
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables
              WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO has_rows;
    IF has_rows THEN filled := filled || ', ' || name; END IF;
  END LOOP;
  IF filled <> '' THEN EXECUTE 'TRUNCATE ' || substr(filled, 3) || ' CASCADE'; END IF;
END $$
"""


async def make_tables(database_url: str, modules: Modules) -> None:
    """Make the tables of `modules` in an empty database: by migrations, if they have any."""
    if modules == connection.model_modules() and await migrate(database_url):
        return
    await connect(database_url, modules=modules)
    await connection.generate_schemas()
    await disconnect()


@asynccontextmanager
async def opened(databases: Databases, modules: Modules) -> AsyncGenerator[str]:
    """Connect to an empty database and close it afterwards."""
    fresh = databases.fresh(modules)
    database_url = await anext(fresh)
    await connect(database_url, modules=modules)
    try:
        yield database_url
    finally:
        await disconnect()
        await anext(fresh, None)


def from_environment(folder: Path) -> Iterator[Databases]:
    """Yield the databases of this run."""
    if engine_of_this_run() == "sqlite":
        yield SqliteFiles(folder)
        return
    with postgres.server() as address:
        made = PostgresDatabases(address)
        yield made
        asyncio.run(made.drop())
