"""What a board shows of a paused task."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock, graph
from backend.actor import SYSTEM, Actor
from backend.db import sql
from backend.schema import schema
from backend.tasks import actions as tasks
from backend.tasks.models import Task
from backend.tasks.schema import TaskFilter
from tests.submissions.cast import a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def lights(actor: Actor) -> list[str]:
    """Return the lights of the board."""
    answer = await schema.execute(
        "{ tasks { nodes { light } } }", context_value=graph.Context(actor=actor)
    )
    assert answer.data is not None, answer.errors
    return [node["light"] for node in answer.data["tasks"]["nodes"]]


async def overdue() -> int:
    """Count what the filter finds overdue."""
    everybody = graph.Context(actor=SYSTEM)
    return await sql.count(Task, TaskFilter(is_overdue=True).where(everybody))


async def test_a_task_that_waits_is_paused_and_not_overdue_until_its_pause_is_over() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    with clock.set_to(task.due_at - timedelta(hours=10)):
        await tasks.ask(task, question="合同编号？", actor=cast.officer)
    assert task.paused_due_at is not None
    with clock.set_to(task.due_at + timedelta(hours=1)):
        assert (await lights(cast.officer), await overdue()) == (["PAUSED"], 0)
    with clock.set_to(task.paused_due_at + timedelta(hours=1)):
        assert (await lights(cast.officer), await overdue()) == (["RED"], 1)
