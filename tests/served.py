"""The product as people get it: `lingju serve` in a process of its own, with the demo loaded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests import databases

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: where it is, and in which environment its other commands find its data."""

    url: str
    environment: Mapping[str, str]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(
    databases_of_this_run: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    """One product on the engine of this run, for all tests that speak to it over HTTP.

    LINGJU_TEST_CITY names one that runs already, whose data the environment points to.
    """
    if named := os.environ.get("LINGJU_TEST_CITY"):
        yield Product(named, dict(os.environ))
        return
    folder = tmp_path_factory.mktemp("served")
    async for database_url in databases_of_this_run.bare():
        data = {
            "LINGJU_DATABASE_URL": database_url,
            "LINGJU_DATA_DIR": str(folder),
            # A few people of the cast send here what a whole city would.
            "LINGJU_POINTS_PER_SECOND": "30000",
        }
        with served({**os.environ, **data}, log=folder / "server.log") as url:
            yield Product(url, {**os.environ, **data})


@pytest.fixture(scope="session")
def lingju(product: Product) -> str:
    """The address of a running product."""
    return product.url


@contextmanager
def served(environment: Mapping[str, str], *, log: Path, option: str = "--demo") -> Generator[str]:
    """Serve on a free port until the block ends; yield the address."""
    command = [sys.executable, "-m", "backend", "serve", option, "--port", "0"]
    with log.open("w") as said:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
        )
    assert server.stdout is not None
    try:
        words = (word for line in server.stdout for word in line.split())
        url = next((word for word in words if word.startswith("http://")), None)
        assert url is not None, log.read_text("utf-8")
        yield url
    finally:
        server.terminate()
        server.wait(STOP_SECONDS)
        server.stdout.close()
    # What people do wrong is no error of the server's: its log tells of its own alone.
    assert not re.search("ERROR|Traceback", log.read_text("utf-8")), log.read_text("utf-8")
