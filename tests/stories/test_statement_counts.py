"""What a list costs the database does not hang on its length."""

from __future__ import annotations

from typing import Any

import pytest

from backend import graph
from backend.actor import Actor, Role
from backend.db import sql
from backend.schema import schema
from backend.submissions import actions
from backend.submissions.models import Outcome
from backend.tasks import actions as tasks
from tests.submissions.cast import (
    BY_CALL,
    SENTENCE,
    Cast,
    a_firm,
    body,
    somebody,
    the_cast,
)

SIZES = (1, 20, 100)
CASES = """query Cases($first: Int!) {
  submissions(first: $first) {
    nodes {
      number state firmWord promise light viewerActions
      firm { name }
      leadDepartment { name }
      replies(first: 2) { nodes { text department { name } } }
      tasks(first: 2) { nodes { state light viewerActions department { name } } }
      timeline(first: 2) { nodes { name occurredAt } }
    }
  }
}"""
TASKS = """query Tasks($first: Int!) {
  tasks(first: $first) {
    nodes {
      state light dueOn viewerActions
      submission { number firmWord viewerActions firm { name } }
      department { name }
    }
  }
}"""


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city with a hundred cases of several firms, each led by one department and another."""
    cast = await the_cast()
    firms = [(cast.firm, cast.firm_id)]
    for _ in range(4):
        firm = await a_firm()
        firms.append((await somebody(Role.ENTREPRENEUR, firm), firm.id))
    others = [await body(code) for code in ("HRSS", "TAX_BUREAU", "INDIT")]
    for number in range(max(SIZES)):
        person, firm_id = firms[number % len(firms)]
        case = await actions.file(actions.Filing(firm_id=firm_id, body=SENTENCE), actor=person)
        leads = (cast.lead_id, others[number % len(others)].id)
        first, _ = await tasks.accept_and_dispatch(
            case, assignments=[*map(tasks.Assignment, leads)], actor=cast.clerk
        )
        await tasks.answer(
            first, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
    return cast


async def counted(query: str, *, first: int, actor: Actor) -> int:
    """Return how many statements a page of that many rows takes; the page must be full."""
    context = graph.Context(actor, "zh")
    with sql.count_statements() as statements:
        answer = await schema.execute(query, {"first": first}, context_value=context)
    assert answer.errors is None, answer.errors
    page: Any = next(iter((answer.data or {}).values()))
    assert len(page["nodes"]) == first
    assert all(node["viewerActions"] is not None for node in page["nodes"])
    return len(statements)


async def test_a_page_costs_as_many_statements_at_1_20_and_100_rows(cast: Cast) -> None:
    for who, actor in (("clerk", cast.clerk), ("officer", cast.officer)):
        for name, query in (("cases", CASES), ("tasks", TASKS)):
            await counted(query, first=1, actor=actor)  # calendars and areas are read once
            counts = [await counted(query, first=size, actor=actor) for size in SIZES]
            print(f"{name} of the {who}: {counts} statements at {SIZES} rows")
            assert counts == [counts[0]] * len(SIZES)
            assert counts[0] <= 10
