"""Ending tasks without a reply: one of several, or all of a case that leaves."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import sql, unit_of_work
from backend.submissions import handling
from backend.submissions.models import AccessReason, Reply, Submission
from backend.submissions.replies import required_text
from backend.tasks import deadlines, policy, queries
from backend.tasks.actions.finishing import note_dues, publish_if_done
from backend.tasks.actions.supporting import drop_open
from backend.tasks.models import Task, TaskEnd, TaskState
from backend.tasks.telling import tell
from backend.tasks.workflow import OPEN_STATES, STEPS, TaskAct
from backend.workflow import change, ensure_possible, move


async def cancel(
    task: Task, *, reason: str, actor: Actor, expected_version: int | None = None
) -> None:
    """End one of several tasks of a round; a department without another one sees the case no more.

    With the last open one gone the replies of the others reach the firm. Cancelled late, the round
    stays late.
    """
    seat = policy.ensure_may(TaskAct.CANCEL, task, actor=actor)
    reason = required_text(reason, path=("input", "reason"))
    ensure_possible(task, STEPS[TaskAct.CANCEL], expected_version=expected_version)
    async with unit_of_work():
        waiting = -1 if task.state is TaskState.WAITING_FOR_SUBMITTER else 0
        # Holding the case first: of two who cancel the last two at once one reads a conflict.
        case = await handling.count_tasks(task.submission_id, opened=-1, waiting=waiting)
        await move(
            task,
            STEPS[TaskAct.CANCEL],
            expected_version=expected_version,
            changes={
                "end_text": reason,
                "end_reason": TaskEnd.CANCELLED,
                "ended_at": clock.now(),
                **NOTHING_WAITS,
                # A pause ends with its task: whether that was late tells the due it leaves.
                **await deadlines.after_pause(task, now=clock.now()),
            },
        )
        await Reply.filter(task_id=task.id, published_at__isnull=True).delete()
        await drop_open(task, reason=TaskEnd.CANCELLED, actor=actor, seat=seat)
        await move_siblings(task, by=-1)
        facts = {
            "reason": TaskEnd.CANCELLED,
            "text": reason,
            "due_at": task.due_at,
            **await leave_the_lead(case, task),
        }
        await tell("cancelled", task, actor=actor, seat=seat, payload=facts)
        await note_dues(case)
        await publish_if_done(case, actor=actor)


NOTHING_WAITS: dict[str, object] = {
    "claimed_at": None,
    "question": None,
    "paused_at": None,
    "waiting_until": None,
    "paused_due_at": None,
    "extension_asked_at": None,
    "open_support_count": 0,
}


async def leave_the_lead(case: Submission, task: Task) -> dict[str, object]:
    """Let the next department of the round stand for it, where this one did; return its facts.

    A department that a leader gave a second task of the round stays with the other one.
    """
    standing = await queries.standing(case)
    if any(one.department_id == task.department_id for one in standing):
        return {}
    await handling.revoke_access(case.id, task.department_id, reason=AccessReason.TASK)
    gone = str(task.department_id)
    columns: dict[str, object] = {"lead_ids": [one for one in case.lead_ids if one != gone]}
    facts: dict[str, object] = {}
    if case.lead_department_id == task.department_id:
        first = standing[0]
        columns["lead_department_id"] = first.department_id
        facts = {"department_id": first.department_id, "contact_due_at": first.contact_due_at}
        await handling.note_hand_over(
            case,
            department_id=first.department_id,
            contact_due_at=first.contact_due_at,
            at=clock.now(),
        )
    await change(case, columns)
    return facts


async def move_siblings(task: Task, *, by: int) -> None:
    """Let every other standing task of the round know how many stand beside it."""
    await sql.execute(
        "UPDATE task SET sibling_count = sibling_count + ?, version = version + 1 "
        "WHERE submission_id = ? AND round = ? AND id <> ? AND state <> ?",
        (by, task.submission_id, task.round, task.id, TaskState.CANCELLED),
    )


async def end_all(
    submission_id: UUID, *, round_number: int, reason: TaskEnd, actor: Actor, seat: Seat | None
) -> None:
    """End every open task of a case that leaves, and what was asked beside; the caller holds the unit.

    The clocks stay as they were; the counts of the case are the caller's.
    """
    for task in await Task.filter(submission_id=submission_id, round=round_number).order_by("id"):
        if task.state not in OPEN_STATES:
            continue
        await drop_open(task, reason=reason, actor=actor, seat=seat)
        ended = {"state": TaskState.CANCELLED, "end_reason": reason, "ended_at": clock.now()}
        await change(task, {**NOTHING_WAITS, **ended})
        await tell("cancelled", task, actor=actor, seat=seat, payload={"reason": reason})
