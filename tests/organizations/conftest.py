"""The tables these tests need."""

from __future__ import annotations

import pytest_asyncio

from backend.organizations import seed


@pytest_asyncio.fixture
async def city(database: str) -> str:
    """The founding city in an empty database; the code of its area."""
    await seed.found_city()
    return "320500"
