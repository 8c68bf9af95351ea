"""What a board shows of a task's time: paused, so many working days left, overdue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock, graph
from backend.actor import SYSTEM, Actor
from backend.db import sql
from backend.schema import schema
from backend.submissions.models import Kind, Outcome
from backend.tasks import actions as tasks
from backend.tasks.models import Task
from backend.tasks.schema import TaskFilter
from tests.submissions.cast import BY_CALL, a_task, the_cast
from tests.tasks.test_returns import MONDAY

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


async def days_left(actor: Actor) -> list[tuple[int | None, int | None]]:
    """Return the working days left of each task, and of the promise to its firm."""
    answer = await schema.execute(
        "{ tasks { nodes { workdaysLeft submission { workdaysLeft } } } }",
        context_value=graph.Context(actor=actor),
    )
    assert answer.data is not None, answer.errors
    nodes = answer.data["tasks"]["nodes"]
    return [(node["workdaysLeft"], node["submission"]["workdaysLeft"]) for node in nodes]


async def test_working_days_are_counted_down_to_the_last_one_and_beyond() -> None:
    with clock.set_to(MONDAY):
        cast = await the_cast()
        task = await a_task(cast, kind=Kind.CONSULT)
        assert await days_left(cast.officer) == [(5, 5)]
    # Due on the next Monday; the weekend between counts for nothing.
    for day, left in ((4, 1), (6, 1), (7, 0), (8, -1)):
        with clock.set_to(MONDAY + timedelta(days=day)):
            assert await days_left(cast.officer) == [(left, left)], day
    with clock.set_to(MONDAY + timedelta(days=4)):
        await tasks.answer(
            task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
        assert await days_left(cast.officer) == [(None, None)]
