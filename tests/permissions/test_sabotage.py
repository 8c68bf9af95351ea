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


async def wrong_cells(
    city: City, type_name: str, *, on_ways: bool = False
) -> set[tuple[str, str, str]]:
    """Read one type as everybody, by ids or on the ways that lead to it; return what was wrong."""
    there, everybody = city
    checked = Matrix(there)
    for viewer in everybody:
        if on_ways:
            await checked.read_ways_to(viewer, type_name)
        else:
            await checked.read_values(viewer, type_name)
    checked.mistakes()
    return {(cell.type_name, cell.field, cell.told) for cell in checked.wrong}


@pytest.mark.parametrize("type_name", GUARDED)
async def test_rows_shown_to_everybody_are_noticed(city: City, type_name: str) -> None:
    assert city[0].rows[type_name], f"tests/permissions/world.py makes no {type_name}"
    with sabotage.open_to_all(type_name):
        wrong = await wrong_cells(city, type_name)
    assert (type_name, "id", "is there and should not be") in wrong


@pytest.mark.parametrize("guard", [*sabotage.guards()], ids=str)
async def test_a_field_shown_to_everybody_is_noticed(city: City, guard: sabotage.Guard) -> None:
    with guard.taken_away():
        wrong = await wrong_cells(city, guard.type_name)
        if not wrong:  # it is there for those who come to the object by another one
            wrong = await wrong_cells(city, guard.type_name, on_ways=True)
    assert (guard.type_name, guard.name, "is read and should be hidden") in wrong
