"""Every edge that a person takes is taken over HTTP; everything else is refused with a reason."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.walk.city import City, visitors
from tests.walk.every import MACHINES
from tests.walk.walking import Walk


@pytest_asyncio.fixture
async def city(lingju: str) -> AsyncIterator[City]:
    """The running product."""
    async with httpx.AsyncClient(verify=False, timeout=60) as web:
        yield await City(lingju, web).enter()


@pytest.mark.parametrize("name", sorted(MACHINES))
async def test_everybody_is_served_where_he_is_offered_and_refused_elsewhere(
    name: str, city: City
) -> None:
    machine = MACHINES[name]
    walk = Walk(machine, city, visitors())
    await walk.go()
    assert walk.wrong == []
    assert {edge for edge in machine.edges("person") if edge not in walk.walked} == set()
    roles = sum(map(len, walk.walked.values()))
    print(
        f"{name}: {len(machine.steps)} acts, {len(machine.states)} states,"
        f" {len(walk.walked)} edges walked ({roles} with each role), "
        f"{walk.taken['refusals']} refusals"
    )
