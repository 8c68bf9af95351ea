"""The founding rows, for tests of how they were written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.databases import Databases
from tests.founding import Templates, load_founding_rows


@pytest.fixture(scope="package")
def templates(
    databases_of_this_run: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Templates]:
    """Databases filled once for this package."""
    made = Templates(databases_of_this_run, tmp_path_factory.mktemp("filled"))
    yield made
    asyncio.run(made.drop_all())


@pytest_asyncio.fixture
async def founding(templates: Templates) -> AsyncIterator[str]:
    """A database with the founding rows, connected; its address."""
    async with templates.copy(load_founding_rows) as address:
        yield address
