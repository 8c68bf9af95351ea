"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests import databases
from tests.served import lingju as lingju
from tests.served import product as product

# No test makes a key file in the working folder.
os.environ.setdefault("LINGJU_SECRET_KEYS", "a master key for tests and nothing else")


def engines_of(item: pytest.Item) -> tuple[str, ...]:
    """Return the engines a test is about; one that asks for no database needs to run but once."""
    if mark := item.get_closest_marker("engine"):
        return mark.args
    asks = "databases_of_this_run" in getattr(item, "fixturenames", ())
    return ("sqlite", "postgres") if asks else ("sqlite",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of the other engine belongs to the other engine's run; it is not skipped in this."""
    engine = databases.engine_of_this_run()
    others = [item for item in items if engine not in engines_of(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if engine in engines_of(item)]


@pytest.fixture(scope="session")
def databases_of_this_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[databases.Databases]:
    """Where empty databases come from: LINGJU_TEST_ENGINE is sqlite (the default) or postgres."""
    yield from databases.from_environment(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """The modules whose tables a test needs; a package of tests may override this fixture."""
    return databases.all_model_modules()


@pytest_asyncio.fixture
async def database(
    databases_of_this_run: databases.Databases, model_modules: tuple[str, ...]
) -> AsyncIterator[str]:
    """An empty database, connected; its address."""
    async with databases.opened(databases_of_this_run, model_modules) as database_url:
        yield database_url
