"""A leader's word sends a case to departments at once, from wherever the case stands.

Of a case that nobody had verified the facts are verified beside the handling. Where it is in
handling already, the tasks of the named departments become instructed ones; where the first of them
has none, it is given one beside the others, and nobody's clock is set anew. A disputed case begins
its next round. Whose word it is, and what it says, stands in the package above.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.submissions import handling
from backend.submissions.actions import take_on
from backend.submissions.models import AccessReason, Kind, State, Submission
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.tasks import queries
from backend.tasks.actions.cancelling import move_siblings
from backend.tasks.actions.dispatching import (
    Assignment,
    assign,
    check_assignments,
    lead_columns,
    make_task,
    start_round,
)
from backend.tasks.actions.finishing import note_dues
from backend.tasks.actions.supporting import (
    Asked,
    ask_all,
    check_asked,
    end_one,
    open_ones,
    tell_support,
)
from backend.tasks.models import Task, TaskEnd, TaskState
from backend.tasks.workflow import OPEN_STATES
from backend.workflow import change, ensure_possible, move


async def send_at_once(
    submission: Submission,
    *,
    act: Act,
    department_ids: Sequence[UUID],
    is_urgent: bool,
    actor: Actor,
    seat: Seat,
    expected_version: int | None = None,
) -> Task:
    """Return the task of the first department named, which leads; the others support it.

    An urgent word makes a case URGENT that no department has yet: first contact within 2 hours. The
    caller has checked who may speak.
    """
    ensure_possible(submission, STEPS[act], expected_version=expected_version)
    if submission.state is State.IN_HANDLING:
        async with unit_of_work():
            return await _beside(submission, department_ids, act=act, actor=actor, seat=seat)
    supports = tuple(Asked(each) for each in department_ids[1:])
    given = Assignment(department_ids[0], is_instructed=True, supports=supports)
    await check_assignments(submission, [given])
    async with unit_of_work():
        if submission.state is State.DISPUTED:
            [task] = await start_round(submission, [given], act=act, actor=actor, seat=seat)
            return task
        await _leave_the_queue(
            submission, given, act=act, is_urgent=is_urgent, actor=actor, seat=seat
        )
        [task] = await assign(submission, [given], actor=actor, seat=seat)
    return task


async def let_go(
    submission: Submission, department_ids: Collection[UUID], *, actor: Actor, seat: Seat
) -> None:
    """End what these departments were asked beside any task: a correction no longer names them."""
    for task in await queries.of_round(submission):
        asked = [one for one in await open_ones(task) if one.department_id in department_ids]
        if asked:
            await change(task, {"open_support_count": task.open_support_count - len(asked)})
        for row in asked:
            await end_one(row, reason=TaskEnd.CANCELLED)
            facts = {"reason": TaskEnd.CANCELLED}
            await tell_support("cancelled", row, actor=actor, seat=seat, payload=facts)


async def _leave_the_queue(
    submission: Submission,
    given: Assignment,
    *,
    act: Act,
    is_urgent: bool,
    actor: Actor,
    seat: Seat,
) -> None:
    """Take the case on, if nobody has, and move it into handling; the caller holds the unit."""
    columns = await lead_columns(submission, [given])
    becomes_urgent = is_urgent and submission.kind is not Kind.URGENT
    if submission.state is State.ACCEPTED and not becomes_urgent:
        await move(submission, STEPS[act], changes=columns)
        return
    is_verified = submission.state is State.ACCEPTED
    await take_on(
        submission,
        act=act,
        actor=actor,
        seat=seat,
        kind=Kind.URGENT if is_urgent else None,
        changes={
            **columns,
            # A leader verifies nothing and confirms no category.
            "verifier_id": submission.verifier_id,
            "category_is_guessed": submission.category_is_guessed,
            "verify_beside": not is_verified,
            "question": None,
            "info_due_at": None,
        },
    )


async def _beside(
    submission: Submission, department_ids: Sequence[UUID], *, act: Act, actor: Actor, seat: Seat
) -> Task:
    """Mark the tasks that the named departments have, and ask the others beside the first one's."""
    running = {
        task.department_id: task
        for task in await queries.of_round(submission)
        if task.state in OPEN_STATES
    }
    for department_id in department_ids:
        if (task := running.get(department_id)) is not None:
            await change(task, {"is_instructed": True})
    lead = running.get(department_ids[0])
    if lead is None:
        lead = await _add_task(submission, department_ids[0], act=act, actor=actor, seat=seat)
    else:
        await move(submission, STEPS[act])
    busy = {lead.department_id, *running, *[one.department_id for one in await open_ones(lead)]}
    supports = [Asked(each) for each in department_ids if each not in busy]
    await check_asked(submission, supports, taken=busy, path=("input", "departments"))
    await ask_all(submission, lead, supports, actor=actor, seat=seat)
    return lead


async def _add_task(
    submission: Submission, department_id: UUID, *, act: Act, actor: Actor, seat: Seat
) -> Task:
    """Give a department a task of the present round with a due of its own; runs in the unit."""
    given = Assignment(department_id, is_instructed=True)
    await check_assignments(submission, [given])
    columns = await lead_columns(submission, [given])
    lead_ids = dict.fromkeys([*submission.lead_ids, str(department_id)])
    await move(
        submission,
        STEPS[act],
        changes={
            "open_task_count": submission.open_task_count + 1,
            "lead_ids": list(lead_ids),
            "lead_also_coordinates": submission.lead_also_coordinates
            or columns["lead_also_coordinates"],
        },
    )
    now = clock.now()
    tasks = await queries.of_round(submission)
    standing = [task for task in tasks if task.state is not TaskState.CANCELLED]
    task = await make_task(
        submission, given, assigned_at=now, took_over=True, sibling_count=len(standing)
    )
    await move_siblings(task, by=1)
    await handling.grant_access(submission, department_id, reason=AccessReason.TASK)
    facts = {
        "round": submission.round,
        "task_id": task.id,
        "department_id": department_id,
        "due_at": task.due_at,
        "contact_due_at": task.contact_due_at,
    }
    await tell("task_added", submission, actor=actor, seat=seat, payload=facts)
    await note_dues(submission)
    return task
