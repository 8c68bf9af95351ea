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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test about one engine alone belongs to that engine's run; it is not skipped in the other."""
    ours: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("engine")
        is_ours = mark is None or mark.args[0] == databases.engine_of_this_run()
        (ours if is_ours else others).append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = ours


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
