"""Cities to break."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from tests import databases
from tests.faults.city import City

Found = Callable[[str], City]


@pytest_asyncio.fixture
async def found_city(
    databases_of_this_run: databases.Databases, tmp_path: Path
) -> AsyncIterator[Found]:
    """Found a city on an empty database, with a guard taken off or none; the test starts it."""
    cities: list[City] = []
    async for database_url in databases_of_this_run.bare():
        environment = {"LINGJU_DATABASE_URL": database_url, "LINGJU_DATA_DIR": str(tmp_path)}
        environment["LINGJU_POINTS_PER_SECOND"] = "30000"
        yield partial(_found, cities, environment, tmp_path)
        for city in cities:
            for process in (city.server, city.worker):
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait()


def _found(
    cities: list[City], environment: Mapping[str, str], folder: Path, guard: str = "none"
) -> City:
    """Return a city that is not yet running."""
    cities.append(City(environment, folder / f"{len(cities)}.log", guard))
    return cities[-1]


@pytest.fixture
def city(found_city: Found) -> City:
    """A running city: server, worker and demo."""
    founded = found_city("none")
    founded.start_server()
    founded.wait()
    founded.start_worker()
    return founded
