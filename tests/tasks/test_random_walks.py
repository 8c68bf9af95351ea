"""Whatever people do, in whatever order: nothing hangs, nothing drifts, no past day changes."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from backend import clock
from backend.db import sql
from backend.events import Event, number_new, verify_chain
from backend.events.delivery import failing
from backend.jobs import Job, JobState, dead
from backend.statistics.facts import bound, facts
from backend.statistics.retelling import told_again
from backend.submissions.models import (
    AccessReason,
    Handling,
    State,
    Submission,
    SubmissionAccess,
)
from backend.submissions.workflow import OPEN_STATES as OPEN_CASE
from backend.submissions.workflow import Act
from backend.tasks.models import Support, Task, TaskState
from backend.tasks.workflow import OPEN_STATES, OPEN_SUPPORT, SupportAct, TaskAct
from tests.tasks.city import City, a_city, change_the_calendar, file_one, let_time_pass
from tests.tasks.walking import act_at_random, offers

pytestmark = pytest.mark.usefixtures("database")

STEPS = int(os.environ.get("WALK_STEPS", "150"))
SEEDS = [int(each) for each in os.environ.get("WALK_SEEDS", "1,2,3").split(",")]
Facts = dict[tuple[Any, Any], dict[str, Any]]
"""What the figures know of each round, by case and round."""
CASES = 6
FORWARD: dict[State, set[object]] = {
    State.FILED: {Act.ACCEPT},
    State.VERIFYING: {Act.ACCEPT},
    State.NEEDS_INFO: {Act.ANSWER_INFO},
    State.ACCEPTED: {Act.DISPATCH},
    State.ANSWERED: {Act.CONFIRM},
    State.DISPUTED: {Act.REDO},
}
TIMERS = {State.NEEDS_INFO: "submission.lapse", State.ANSWERED: "submission.time_out"}
TASK_FORWARD: dict[TaskState, set[object]] = {
    TaskState.ASSIGNED: {TaskAct.ANSWER},
    TaskState.IN_PROGRESS: {TaskAct.ANSWER},
    TaskState.RETURN_REQUESTED: {TaskAct.RULE},
    TaskState.WAITING_FOR_SUBMITTER: {TaskAct.REPLY},
    TaskState.COMPLETION_CLAIMED: {TaskAct.PASS},
    TaskState.LISTED: {TaskAct.RESUME_LISTED},
}


async def the_counts_are_right(case: Submission) -> None:
    """Every count that a row keeps is the count of the rows it speaks of."""
    every = await Task.filter(submission_id=case.id)
    of_round = [task for task in every if task.round == case.round]
    running = [task for task in every if task.state in OPEN_STATES]
    waiting = [task for task in running if task.state is TaskState.WAITING_FOR_SUBMITTER]
    assert case.open_task_count == len(running)
    assert case.waiting_task_count == len(waiting)
    assert all(task.round == case.round for task in running)
    assert (case.state is State.IN_HANDLING) == bool(running)
    standing = [task for task in of_round if task.state is not TaskState.CANCELLED]
    if case.state is not State.WITHDRAWN:
        assert all(task.sibling_count == len(standing) - 1 for task in standing)
    for task in every:
        asked = await Support.filter(task_id=task.id)
        waited_for = [row for row in asked if row.state in OPEN_SUPPORT]
        assert task.open_support_count == len(waited_for)
        assert not waited_for or task in running
    if standing and case.state in OPEN_CASE:
        leads = {str(task.department_id) for task in standing}
        assert set(case.lead_ids) == leads
        assert str(case.lead_department_id) in leads
        given = await SubmissionAccess.filter(submission_id=case.id, reason=AccessReason.TASK)
        assert {str(each.organization_id) for each in given} <= leads


async def somebody_goes_on(city: City, case: Submission) -> None:
    """Every open case, task and opinion has somebody who can take it further, or a timer."""
    if case.state not in OPEN_CASE:
        return
    offered = {(act, row.id) for _, act, row in await offers(city, case.id)}
    forward = FORWARD.get(case.state)
    if forward:
        assert any((act, case.id) in offered for act in forward), f"nobody can move {case.state}"
    if kind := TIMERS.get(case.state):
        jobs = await Job.filter(kind=kind, state=JobState.WAITING)
        assert any(job.payload["submission_id"] == str(case.id) for job in jobs), "no timer"
    for task in await Task.filter(submission_id=case.id, round=case.round):
        if task.state in OPEN_STATES:
            step = TASK_FORWARD[task.state]
            assert any((act, task.id) in offered for act in step), f"nobody: {task.state}"
        for row in await Support.filter(task_id=task.id):
            if row.state in OPEN_SUPPORT:
                acts = {SupportAct.GIVE_OPINION, SupportAct.RULE_SUPPORT}
                assert any((act, row.id) in offered for act in acts), f"nobody: {row.state}"


def columns(row: Handling) -> dict[str, object]:
    """Return the facts of a round."""
    names = sorted(Handling._meta.fields_db_projection)
    return {name: getattr(row, name) for name in names if name != "id"}


async def told_alike(case: Submission) -> None:
    """The facts kept are those the events tell."""
    await number_new()
    events = await sql.rows(
        Event, sql.Where("event.thread_id = ?", (case.id,)), order="event.sequence"
    )
    kept = [columns(row) for row in await Handling.filter(submission_id=case.id).order_by("round")]
    told = [columns(row) for row in told_again(events)]
    for one, other in zip(kept, told, strict=True):
        differs = {name: (one[name], other[name]) for name in one if one[name] != other[name]}
        assert not differs, f"kept and told differ: {differs}"


async def facts_of(instant: datetime) -> Facts:
    """Return everything the figures know of every round as of an instant."""
    text, values = bound(f"{facts('1 = 1')} SELECT * FROM fact", instant=instant)
    rows = await sql.fetch(text, values)
    return {(row["submission_id"], row["round"]): as_read(row) for row in rows}


# Columns that a figure reads only where the fact beside them holds.
READ_IF = {
    "contacted_at": "is_contacted",
    "contact_due_at": "is_contacted",
    "closed_by": "is_closed",
    "grade": "is_graded",
    "verdict": "is_judged",
    "kind": "",
    "category_code": "",
}


def as_read(row: Any) -> dict[str, Any]:
    """Return the columns of a fact that say something of its day."""
    return {
        name: value
        for name, value in row.items()
        if name not in READ_IF or (READ_IF[name] in row and row[READ_IF[name]])
    }


def last_midnight(instant: datetime) -> datetime:
    """Return when the day of an instant began."""
    return clock.start_of(clock.date_in(clock.DEFAULT_ZONE, instant))


async def look_back(past: dict[datetime, Facts]) -> None:
    """What the figures said of a past day they say today."""
    for instant, then in past.items():
        now = await facts_of(instant)
        for key, said in then.items():
            differs = {name: (said[name], now[key].get(name)) for name in said}
            changed = {name: two for name, two in differs.items() if two[0] != two[1]}
            assert not changed, f"{instant:%m-%d} {key}: {changed}"


async def a_case_at_random(city: City, *, among_all: bool) -> UUID:
    """Return one of the newest open cases, or any."""
    alive = Submission.filter(state__in=list(OPEN_CASE)).order_by("-id").limit(CASES)
    found = [] if among_all else [case.id for case in await alive]
    return city.random.choice(found or city.case_ids)


async def take_a_step(city: City, past: dict[datetime, Facts]) -> None:
    """Somebody files, somebody acts, time passes or the calendar changes; then all must hold."""
    chance, day = city.random.random(), last_midnight(city.now)
    time_passes = chance < 0.15
    if time_passes:
        await let_time_pass(city)
    if chance < 0.02:
        await change_the_calendar(city)
    if not city.case_ids or chance > 0.96:
        await file_one(city)
    case_id = await a_case_at_random(city, among_all=chance > 0.9)
    if not time_passes:
        await act_at_random(city, case_id)
    with clock.set_to(city.now):
        case = await Submission.get(id=case_id)
        await the_counts_are_right(case)
        if time_passes:
            assert (
                case.open_part_count
                == await Submission.filter(parent_id=case.id, state__in=list(OPEN_CASE)).count()
            )
        await somebody_goes_on(city, case)
        await told_alike(case)
        assert (await dead(), await failing()) == ([], [])
    if last_midnight(city.now) > day:
        past[last_midnight(city.now)] = await facts_of(last_midnight(city.now))


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_people_do_nothing_hangs_and_nothing_drifts(seed: int) -> None:
    city = await a_city(seed)
    past: dict[datetime, Facts] = {}
    try:
        for _ in range(STEPS):
            await take_a_step(city, past)
        await look_back(past)
    except BaseException as error:
        error.add_note("\n".join(city.done[-40:]))
        raise
    await number_new()
    assert not (await verify_chain()).breaks
