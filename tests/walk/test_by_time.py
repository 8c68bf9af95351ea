"""Every edge of time is taken by its job, at its moment under a moved clock and not before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend import clock
from backend.db import Row
from backend.submissions import actions as cases
from backend.submissions.models import Kind, Outcome, State, Submission
from backend.submissions.workflow import Act
from backend.tasks import actions as tasks
from backend.tasks import deadlines
from backend.tasks.models import Task, TaskState
from backend.tasks.workflow import TaskAct
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, the_cast
from tests.tasks.city import settle
from tests.tasks.test_returns import MONDAY
from tests.walk.every import MACHINES

LATER = timedelta(hours=1)
Edge = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An object for which a job waits, and the moment it waits for."""

    row: Row
    moment: datetime


Scene = Callable[[Cast], Awaitable[Waiting]]


async def answered(cast: Cast) -> Waiting:
    """The reply is with the firm, and the firm is silent."""
    task = await a_task(cast)
    await tasks.answer(
        task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    assert case.silent_due_at is not None
    return Waiting(case, case.silent_due_at)


async def questioned(cast: Cast) -> Waiting:
    """The firm was asked something before its case is accepted, and does not answer."""
    case = await a_filed_case(cast)
    await cases.ask_info(case, question="哪家银行？", actor=cast.clerk)
    assert case.info_due_at is not None
    return Waiting(case, case.info_due_at)


async def paused(cast: Cast) -> Waiting:
    """The department waits for the firm's answer."""
    task = await a_task(cast)
    await tasks.ask(task, question="合同编号？", actor=cast.officer)
    assert task.waiting_until is not None
    return Waiting(task, task.waiting_until)


async def extended(cast: Cast, *, kind: Kind = Kind.GENERAL) -> Waiting:
    """More time was asked for, and nobody decides."""
    task = await a_task(cast, kind=kind)
    until = deadlines.effective_due(task) + timedelta(days=6)
    await tasks.request_extension(
        task,
        due_on=clock.date_in(clock.DEFAULT_ZONE, until),
        reason="需会商",
        interim_reply="正在会商",
        actor=cast.officer,
    )
    return Waiting(task, deadlines.effective_due(task))


async def extended_and_claimed(cast: Cast) -> Waiting:
    """More time was asked for; the department answers all the same, and the reply is reviewed."""
    waiting = await extended(cast, kind=Kind.COMPLEX)
    task = await Task.get(id=waiting.row.id)
    await tasks.answer(
        task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    return Waiting(task, waiting.moment)


async def extended_and_paused(cast: Cast) -> Waiting:
    """Nobody decides and no worker comes; after the due the department asks the firm something."""
    waiting = await extended(cast)
    task = await Task.get(id=waiting.row.id)
    with clock.set_to(waiting.moment + LATER):
        await tasks.ask(task, question="合同编号？", actor=cast.officer)
    return Waiting(task, waiting.moment + LATER)


BY_JOB: dict[Edge, Scene] = {
    ("submissions.STEPS", Act.TIME_OUT, State.ANSWERED): answered,
    ("submissions.STEPS", Act.LAPSE, State.NEEDS_INFO): questioned,
    ("tasks.STEPS", TaskAct.RESUME, TaskState.WAITING_FOR_SUBMITTER): paused,
    ("tasks.STEPS", TaskAct.LAPSE_EXTENSION, TaskState.IN_PROGRESS): extended,
    ("tasks.STEPS", TaskAct.LAPSE_EXTENSION, TaskState.COMPLETION_CLAIMED): extended_and_claimed,
    (
        "tasks.STEPS",
        TaskAct.LAPSE_EXTENSION,
        TaskState.WAITING_FOR_SUBMITTER,
    ): extended_and_paused,
}
WHERE_THE_WORKER_IS_LATE = {
    ("tasks.STEPS", TaskAct.LAPSE_EXTENSION, TaskState.WAITING_FOR_SUBMITTER)
}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("edge", BY_JOB, ids=lambda edge: f"{edge[1]}-{edge[2]}")
async def test_time_takes_its_edge_at_its_moment(edge: Edge) -> None:
    table, act, state = edge
    with clock.set_to(MONDAY):
        waiting = await BY_JOB[edge](await the_cast())
    kind = type(waiting.row)

    async def now() -> Any:
        return await kind.get(id=waiting.row.id)

    before = await now()
    assert before.state is state
    if edge not in WHERE_THE_WORKER_IS_LATE:
        with clock.set_to(waiting.moment - timedelta(seconds=1)):
            await settle()
        assert ((await now()).state, (await now()).version) == (state, before.version)
    with clock.set_to(waiting.moment):
        await settle()
    after = await now()
    assert after.state is (MACHINES[table].steps[act].target or state)
    assert after.version == before.version + 1
    if act is TaskAct.LAPSE_EXTENSION:
        assert after.extension_asked_at is None
