"""Every edge that a unit takes beside somebody's act is taken over HTTP, by that act."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.submissions.models import State
from backend.submissions.workflow import Act
from backend.tasks.models import SupportState, TaskState
from backend.tasks.workflow import SupportAct, TaskAct
from tests.stories import people
from tests.stories.people import Answer
from tests.walk import of_cases, of_tasks
from tests.walk.city import City
from tests.walk.every import MACHINES

Edge = tuple[str, Any, Any]
Scene = Callable[[City], Awaitable[tuple[Answer, Answer]]]
"""Bring something to the state, let somebody act; return it before and after."""


@pytest_asyncio.fixture
async def city(lingju: str) -> AsyncIterator[City]:
    """The running product."""
    async with httpx.AsyncClient(verify=False, timeout=60) as web:
        yield await City(lingju, web).enter()


async def published(city: City) -> tuple[Answer, Answer]:
    """The last open task of a case is answered: its reply goes to the firm."""
    course = of_cases.Course()
    case, task = await course.handled(city)
    await course.answer(city, task)
    return case, await of_cases.again(city, case)


def claimed(state: TaskState) -> Scene:
    """A reply that is reviewed before it goes out."""

    async def scene(city: City) -> tuple[Answer, Answer]:
        task = await of_tasks.Course().bring(city, state)
        said = {**of_cases.SOLVED, **of_cases.BY_CALL}
        return task, (await city.done(people.COMM_OFFICER, "taskAnswer", task, **said))["task"]

    return scene


async def ruled_elsewhere(city: City) -> tuple[Answer, Answer]:
    """A task that its department gave back goes to another one."""
    task = await of_tasks.Course().bring(city, TaskState.RETURN_REQUESTED)
    said = {"text": "属税务局职责", "departmentId": city.ids["TAX_BUREAU"]}
    await city.done(people.COORDINATOR, "taskRule", task, **said)
    return task, (await city.read(people.CLERK, "Task", [task["id"]]))[task["id"]]


def dropped(state: SupportState) -> Scene:
    """The task ends, and with it what another department was asked beside it."""

    async def scene(city: City) -> tuple[Answer, Answer]:
        row = await of_tasks.Opinion().bring(city, state)
        case = await of_cases.again(city, {"id": city.cases[row["id"]]})
        await city.done(people.FIRM, "submissionWithdraw", case, **of_cases.PRESSED)
        return row, (await city.read(people.SUPERVISOR, "Support", [row["id"]]))[row["id"]]

    return scene


BY_UNIT: dict[Edge, Scene] = {
    ("submissions.STEPS", Act.PUBLISH_REPLY, State.IN_HANDLING): published,
    ("tasks.STEPS", TaskAct.CLAIM, TaskState.ASSIGNED): claimed(TaskState.ASSIGNED),
    ("tasks.STEPS", TaskAct.CLAIM, TaskState.IN_PROGRESS): claimed(TaskState.IN_PROGRESS),
    ("tasks.STEPS", TaskAct.RULE_ELSEWHERE, TaskState.RETURN_REQUESTED): ruled_elsewhere,
    ("tasks.SUPPORT_STEPS", SupportAct.DROP_SUPPORT, SupportState.REQUESTED): dropped(
        SupportState.REQUESTED
    ),
    ("tasks.SUPPORT_STEPS", SupportAct.DROP_SUPPORT, SupportState.DECLINED): dropped(
        SupportState.DECLINED
    ),
}


@pytest.mark.parametrize("edge", BY_UNIT, ids=lambda edge: f"{edge[1]}-{edge[2]}")
async def test_a_unit_takes_its_edge_with_the_act(edge: Edge, city: City) -> None:
    table, act, state = edge
    before, after = await BY_UNIT[edge](city)
    assert before["state"] == state
    assert after["state"] == MACHINES[table].steps[act].target
