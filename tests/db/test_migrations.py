from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from backend.db import connect, connection, disconnect, migrate, pending, sql, uuid7
from backend.db.make import drift, make_migration
from tests.databases import Databases
from tests.db.schemas import Schema, schema
from tests.db.warehouses import first, second

FIRST = ("tests.db.warehouses.first",)
SECOND = ("tests.db.warehouses.second",)
PARCELS = 12


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A package with the migration from nothing to `first` and the one on to `second`."""
    folder = tmp_path_factory.mktemp("package")
    name = "warehouse_migrations"
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    asyncio.run(make_migration("initial", package=name, modules=FIRST))
    importlib.invalidate_caches()
    asyncio.run(make_migration("Some years later", package=name, modules=SECOND))
    importlib.invalidate_caches()
    yield name
    sys.path.remove(str(folder))
    for module in [module for module in sys.modules if module.startswith(name)]:
        del sys.modules[module]


@pytest_asyncio.fixture
async def empty(databases_of_this_run: Databases) -> AsyncIterator[str]:
    """The address of a database without any table."""
    fresh = databases_of_this_run.bare()
    yield await anext(fresh)
    await disconnect()
    await anext(fresh, None)


@asynccontextmanager
async def connected(database_url: str, modules: tuple[str, ...]) -> AsyncGenerator[None]:
    await connect(database_url, modules=modules)
    yield
    await disconnect()


async def fill() -> None:
    shelf = await first.Shelf.create(name="it's; a shelf", label="a -- b; 'c'")
    await first.Shelf.create(name="empty")
    for weight in range(PARCELS):
        await first.Parcel.create(shelf_id=shelf.id, weight=weight)


async def fresh_schema(databases: Databases, modules: tuple[str, ...]) -> Schema:
    bare = databases.bare()
    async with connected(await anext(bare), modules):
        await connection.generate_schemas()
        found = await schema()
    await anext(bare, None)
    return found


async def test_migrations_are_written_once_and_then_agree_with_the_models(package: str) -> None:
    assert await drift(package=package, modules=SECOND) == []
    assert await drift(package=package, modules=FIRST) != []
    assert await make_migration("nothing", package=package, modules=SECOND) is None


def test_a_migration_imports_nothing_of_ours(package: str) -> None:
    for path in Path(str(importlib.import_module(package).__file__)).parent.glob("0*.py"):
        assert "backend" not in path.read_text("utf-8")


async def test_forward_and_back_keeps_every_row(
    empty: str, package: str, databases_of_this_run: Databases
) -> None:
    assert await migrate(empty, "0001", package=package) == ["0001_initial"]
    async with connected(empty, FIRST):
        assert await schema() == await fresh_schema_of(databases_of_this_run, FIRST, empty)
        await fill()
    assert await pending(empty, package=package) == ["0002_some_years_later"]
    assert await migrate(empty, package=package) == ["0002_some_years_later"]
    async with connected(empty, SECOND):
        assert await schema() == await fresh_schema_of(databases_of_this_run, SECOND, empty)
        shelf = await second.Shelf.get(name="it's; a shelf")
        assert (shelf.inscription, shelf.size, shelf.height) == ("a -- b; 'c'", 3, 7)
        assert await second.Parcel.filter(shelf_id=shelf.id).count() == PARCELS
    assert await migrate(empty, "0001", package=package) == ["0002_some_years_later"]
    async with connected(empty, FIRST):
        assert await schema() == await fresh_schema_of(databases_of_this_run, FIRST, empty)
        assert await first.Parcel.all().count() == PARCELS
        assert await first.Shelf.all().count() == 2
    assert await migrate(empty, "zero", package=package) == ["0001_initial"]
    async with connected(empty, FIRST):
        assert await schema() == {}


async def fresh_schema_of(databases: Databases, modules: tuple[str, ...], back_to: str) -> Schema:
    await disconnect()
    found = await fresh_schema(databases, modules)
    await connect(back_to, modules=modules)
    return found


async def test_two_processes_may_migrate_at_once(empty: str, package: str) -> None:
    folder = str(Path(str(importlib.import_module(package).__file__)).parent.parent)
    code = (
        "import asyncio, sys; sys.path.insert(0, sys.argv[1]);"
        "from backend.db import migrate;"
        "print(len(asyncio.run(migrate(sys.argv[2], package=sys.argv[3]))))"
    )
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, folder, empty, package, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]
    answers = [await process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(int(out) for out, _ in answers) == 2
    assert await migrate(empty, package=package) == []


@pytest.mark.engine("sqlite")  # PostgreSQL never lets such a row in
async def test_a_migration_that_breaks_a_reference_is_refused_whole(
    empty: str, package: str
) -> None:
    await migrate(empty, "0001", package=package)
    async with connected(empty, FIRST):
        await fill()
        await sql.execute("PRAGMA foreign_keys=OFF")
        await sql.execute("UPDATE parcel SET shelf_id = ? WHERE weight = 1", (uuid7(),))
        before = await schema()
    with pytest.raises(ValueError, match="point to nothing in parcel"):
        await migrate(empty, package=package)
    async with connected(empty, FIRST):
        assert await schema() == before
    assert await pending(empty, package=package) == ["0002_some_years_later"]
