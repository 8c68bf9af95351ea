"""The matrix bites: with any one guard of the product gone, it turns red at that guard's cell."""

from __future__ import annotations

import pytest

from tests.permissions import facts, sabotage
from tests.permissions.facts import World
from tests.permissions.matrix import Matrix
from tests.permissions.relations import Viewer

pytestmark = pytest.mark.asyncio(loop_scope="module")
City = tuple[World, list[Viewer]]


GUARDED = [name for name in facts.names_of_types() if facts.FACTS[name] is not facts.of_everybody]


async def is_noticed(city: City, name: str, told: str, *, on_ways: bool = False) -> bool:
    """Read one type as everybody, by ids or on the ways to it, until somebody notices that cell."""
    there, everybody = city
    type_name, field = name.split(".")
    checked = Matrix(there)
    for viewer in everybody:
        if on_ways:
            await checked.read_ways_to(viewer, type_name)
        else:
            await checked.read_values(viewer, type_name)
        for cell in checked.wrong:
            if (cell.type_name, cell.field, cell.told) == (type_name, field, told):
                return True
    return False


@pytest.mark.parametrize("type_name", GUARDED)
async def test_rows_shown_to_everybody_are_noticed(city: City, type_name: str) -> None:
    assert city[0].rows[type_name], f"tests/permissions/world.py makes no {type_name}"
    told = "is there and should not be"
    with sabotage.open_to_all(type_name):
        assert await is_noticed(city, f"{type_name}.id", told)


@pytest.mark.parametrize("guard", [*sabotage.guards()], ids=str)
async def test_a_field_shown_to_everybody_is_noticed(city: City, guard: sabotage.Guard) -> None:
    name, told = f"{guard.type_name}.{guard.name}", "is read and should be hidden"
    with guard.taken_away():
        noticed = await is_noticed(city, name, told)
        if not noticed:  # it is there for those who come to the object by another one
            noticed = await is_noticed(city, name, told, on_ways=True)
    assert noticed
