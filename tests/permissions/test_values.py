"""What is shown to some in other words: remarks without names, events without what hides in them."""

from __future__ import annotations

import json

import pytest

from tests.permissions import matrix, reading
from tests.permissions.facts import World
from tests.permissions.relations import Viewer, may_read, sees

pytestmark = pytest.mark.asyncio(loop_scope="module")
City = tuple[World, list[Viewer]]
NUMBER = "19900020055"


async def test_only_the_firm_reads_its_remark_with_names_and_numbers(city: City) -> None:
    world, everybody = city
    readers: set[str] = set()
    for viewer in everybody:
        for key, facts in world.all_of("Evaluation"):
            if not sees(viewer, facts):
                continue
            document, ids = reading.by_id("Evaluation"), matrix.ids_of("Evaluation", [key])
            [read] = (await matrix.asked(viewer, document, ids))["nodes"]
            assert (NUMBER in read["comment"]) == (viewer.column == "firm"), viewer.name
            assert read["comment"].endswith("句仅此一处")
            readers.add(viewer.column)
    assert readers == {"firm", "supe", "audi"}


async def test_no_event_tells_the_tier_or_the_people_of_a_hidden_firm(city: City) -> None:
    world, everybody = city
    for viewer in everybody:
        for key, facts in world.all_of("Event"):
            row = world.rows["Event"][key]
            case = world.of("Submission", row.thread_id) if row.thread_id else None
            if case is None or "confidential" not in case.tags or not sees(viewer, facts):
                continue
            if may_read(viewer, "Submission", "firm", case):
                continue
            document, ids = reading.by_id("Event"), matrix.ids_of("Event", [key])
            told = json.dumps(await matrix.asked(viewer, document, ids))
            filer = world.rows["Submission"][row.thread_id].filed_by_id
            assert str(case.firm_id) not in told
            assert filer is None or str(filer) not in told
            assert "NEW_SPARK" not in told
