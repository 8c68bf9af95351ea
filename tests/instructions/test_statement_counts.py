"""What a list of instructions costs the database does not hang on its length."""

from __future__ import annotations

from typing import Any

import pytest

from backend import graph
from backend.actor import Actor
from backend.db import sql
from backend.schema import schema
from tests.instructions.cast import Leaders, an_instruction, an_office_of, the_leaders

pytestmark = pytest.mark.usefixtures("database")
SIZES = (1, 20)
ROW = """
  text signature dueOn releasedSummary viewerActions leader { name } leaderOrganization { name }
  actedByOffice { name } submission { number firm { name } leaderRead { firstReadAt } }
  corrects { id } correctedBy { id }
  lines { state report isOverdue viewerActions department { name } }
"""
INSTRUCTIONS = f"query($first: Int!) {{ instructions(first: $first) {{ nodes {{ {ROW} }} }} }}"
DESK = f"""query($first: Int!) {{ leaderDesk {{ open(first: $first) {{ nodes {{ {ROW} }} }} }} }}"""
CASES = """query($first: Int!) { submissions(first: $first) { nodes {
  viewerActions leaderSummary instructedAt leaderRead { firstReadAt }
  instructions(first: 2) { nodes { text lines { state } } } } } }"""


async def counted(query: str, *, first: int, actor: Actor) -> int:
    """Return how many statements a page of that many rows takes; the page must be full."""
    context = graph.Context(actor, "zh")
    with sql.count_statements() as statements:
        answer = await schema.execute(query, {"first": first}, context_value=context)
    assert answer.errors is None, answer.errors
    page: Any = next(iter((answer.data or {}).values()))
    assert len((page.get("open") or page)["nodes"]) == first
    return len(statements)


async def twenty() -> Leaders:
    """Return who meets twenty instructions to two departments each."""
    leaders = await the_leaders()
    for _ in range(max(SIZES)):
        await an_instruction(leaders, leaders.lead_id, leaders.health_id)
    return leaders


async def test_a_page_of_twenty_takes_no_more_statements_than_a_page_of_one() -> None:
    leaders = await twenty()
    office = await an_office_of(leaders.mayor)
    for query in (INSTRUCTIONS, DESK, CASES):
        for actor in (leaders.mayor, office, leaders.head):
            if query is DESK and actor is leaders.head:
                continue
            await counted(query, first=1, actor=actor)  # calendars and areas are read once
            one, many = [await counted(query, first=size, actor=actor) for size in SIZES]
            # Two reads of organizations that meet travel as one, so one more or less is chance.
            assert many <= one + 1
