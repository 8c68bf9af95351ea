from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests import databases
from tests.permissions import facts, world
from tests.permissions.facts import World
from tests.permissions.relations import Viewer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(
    databases_of_this_run: databases.Databases, model_modules: tuple[str, ...]
) -> AsyncIterator[tuple[World, list[Viewer]]]:
    """The world, made once for a module, and everybody who reads it."""
    async with databases.opened(databases_of_this_run, model_modules):
        made = await world.build()
        yield await facts.the_world(), await made.people.refreshed()
