"""Every type, every field, every role, every relation, every path."""

from __future__ import annotations

import os
import time

import pytest

from tests.databases import engine_of_this_run
from tests.permissions import matrix, roots
from tests.permissions.facts import World
from tests.permissions.relations import Viewer

pytestmark = pytest.mark.asyncio(loop_scope="module")
City = tuple[World, list[Viewer]]


ONE_IN = 10


def readers(everybody: list[Viewer]) -> list[Viewer]:
    """Return who reads: everybody on SQLite, one in ten on PostgreSQL unless everything is run."""
    is_whole = engine_of_this_run() == "sqlite" or os.environ.get("LINGJU_TEST_FULL") == "1"
    return everybody if is_whole else everybody[::ONE_IN]


async def read_roots(checked: matrix.Matrix, viewer: Viewer) -> None:
    """Read everything that stands directly below Query."""
    for name, type_name in roots.lists().items():
        await roots.read_list(checked, viewer, name, type_name)
    for name, type_name in roots.by_id().items():
        await roots.look_up(checked, viewer, name, type_name)
    for name in roots.BY_ANOTHER_KEY:
        await roots.look_up_otherwise(checked, viewer, name)
    await roots.read_feed(checked, viewer)


async def test_everybody_reads_what_the_table_says_and_nothing_else(city: City) -> None:
    there, everybody = city[0], readers(city[1])
    checked = matrix.Matrix(there)
    started = time.process_time()
    for viewer in everybody:
        await checked.read_as(viewer)
        await read_roots(checked, viewer)
    seconds = time.process_time() - started
    print(f"{checked.cells} cells, {len(everybody)} viewers, {seconds:.0f} s of CPU")
    assert not (found := checked.mistakes()), "\n".join(found)
