"""Reaching the firm by other ways than the officer's call: by message, by others, by its own word."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.submissions.actions import add_message
from backend.submissions.models import REASON_LENGTH, Submission
from backend.submissions.voice_models import CaseMessage
from backend.tasks import policy
from backend.tasks.actions.officer import (
    Contact,
    contact_instant,
    end_pause,
    first_act,
    record_contact,
    tell_contact,
)
from backend.tasks.models import ContactChannel, Task, TaskState
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import ensure_possible, move


async def put_contact_on_record(
    task: Task, *, contact: Contact, actor: Actor, expected_version: int | None = None
) -> None:
    """Put a contact on record as the department, or as whoever calls in its place."""
    by_department = policy.MAY[TaskAct.RECORD_CONTACT](actor, task) is not None
    record = record_contact if by_department else call_for_department
    await record(task, contact=contact, actor=actor, expected_version=expected_version)


async def call_for_department(
    task: Task, *, contact: Contact, actor: Actor, expected_version: int | None = None
) -> None:
    """Put on record that the Federation reached a firm that hides from the department."""
    seat = policy.ensure_may(TaskAct.CALL_FOR_DEPARTMENT, task, actor=actor)
    async with unit_of_work():
        at = contact_instant(task, contact)
        await move(
            task,
            STEPS[TaskAct.CALL_FOR_DEPARTMENT],
            expected_version=expected_version,
            changes={
                "contacted_at": task.contacted_at or at,
                "contact_channel": task.contact_channel or contact.channel,
            },
        )
        await tell_contact(task, contact, at=at, actor=actor, seat=seat)


async def write_to_firm(
    task: Task, *, text: str, actor: Actor, attachment_ids: Sequence[UUID] = ()
) -> CaseMessage:
    """Write to the firm in the thread of the case; to one that hides this is the first contact."""
    seat = policy.ensure_may(TaskAct.WRITE_TO_FIRM, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.WRITE_TO_FIRM])
    case = await Submission.get(id=task.submission_id)
    now = clock.now()
    reaches = task.is_masked and task.contacted_at is None
    async with unit_of_work():
        started = await first_act(task, actor=actor, seat=seat)
        changes: dict[str, object] = {**started}
        if task.state is TaskState.ASSIGNED:
            changes["state"] = TaskState.IN_PROGRESS
        if reaches:
            changes |= {"contacted_at": now, "contact_channel": ContactChannel.MESSAGE}
        if changes:
            await move(task, STEPS[TaskAct.WRITE_TO_FIRM], changes=changes)
        message = await add_message(
            case, text=text, actor=actor, seat=seat, task_id=task.id, attachment_ids=attachment_ids
        )
        if reaches:
            by_message = Contact(ContactChannel.MESSAGE)
            await tell_contact(task, by_message, at=now, actor=actor, seat=seat)
    return message


async def contest(
    task: Task, *, actor: Actor, text: str = "", expected_version: int | None = None
) -> None:
    """The firm has answered already: the pause is lifted and the clock goes on from now."""
    seat = policy.ensure_may(TaskAct.CONTEST, task, actor=actor)
    text = clean_text(text, maximum=REASON_LENGTH, path=("input", "text"))
    async with unit_of_work():
        await end_pause(task, TaskAct.CONTEST, expected_version=expected_version)
        facts = {"text": text, "due_at": task.due_at}
        await tell("contested", task, actor=actor, seat=seat, payload=facts)
