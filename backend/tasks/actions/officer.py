"""What an officer does with a task before he answers, and the firm's reply to his question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend import clock
from backend.actor import SYSTEM, Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.jobs import enqueue
from backend.submissions import handling
from backend.submissions.models import Kind
from backend.submissions.replies import required_text
from backend.tasks import deadlines, policy
from backend.tasks.actions.finishing import note_dues
from backend.tasks.models import ContactChannel, Task
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import ensure_possible, move


@dataclass(frozen=True, slots=True)
class Contact:
    """How and when the department reached the firm; `at` None means now."""

    channel: ContactChannel
    at: datetime | None = None


async def first_act(task: Task, *, actor: Actor, seat: Seat) -> dict[str, object]:
    """Acknowledge by acting: return the columns, record `task.started` once. Runs in the unit."""
    if task.started_at is not None:
        return {}
    await tell("started", task, actor=actor, seat=seat)
    return {"started_at": clock.now(), "officer_id": actor.person_id}


async def record_contact(
    task: Task, *, contact: Contact, actor: Actor, expected_version: int | None = None
) -> None:
    """Put on record that the department reached the firm."""
    seat = policy.ensure_may(TaskAct.RECORD_CONTACT, task, actor=actor)
    async with unit_of_work():
        at = contact_instant(task, contact)
        await move(
            task,
            STEPS[TaskAct.RECORD_CONTACT],
            expected_version=expected_version,
            changes={
                **await first_act(task, actor=actor, seat=seat),
                "contacted_at": task.contacted_at or at,
                "contact_channel": task.contact_channel or contact.channel,
            },
        )
        await tell_contact(task, contact, at=at, actor=actor, seat=seat)


def contact_instant(task: Task, contact: Contact) -> datetime:
    """Return when the firm was reached; raise Invalid for the future or before the dispatch."""
    now = clock.now()
    at = contact.at or now
    if not task.assigned_at <= at <= now:
        raise Invalid(
            Words(
                "联系时间应在交办之后、现在之前",
                "The contact must lie between the dispatch and now",
            ),
            path=("input", "contact", "at"),
        )
    return at


async def tell_contact(
    task: Task, contact: Contact, *, at: datetime, actor: Actor, seat: Seat
) -> None:
    """Record a contact; the first of the round is the one that counts."""
    case = await handling.count_tasks(task.submission_id)
    await handling.note_first(case, "contacted_at", at)
    facts = {"channel": contact.channel, "at": at}
    await tell("contacted", task, actor=actor, seat=seat, payload=facts)


async def report_progress(
    task: Task, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Tell the firm how far it is."""
    seat = policy.ensure_may(TaskAct.REPORT_PROGRESS, task, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.REPORT_PROGRESS],
            expected_version=expected_version,
            changes={
                **await first_act(task, actor=actor, seat=seat),
                **await rolled_on(task),
            },
        )
        facts = {"text": text, "due_at": task.due_at if task.kind is Kind.LONG_TERM else None}
        if task.kind is Kind.LONG_TERM:
            await note_dues(await handling.count_tasks(task.submission_id))
        await tell("progress_reported", task, actor=actor, seat=seat, payload=facts)


async def rolled_on(task: Task) -> dict[str, object]:
    """Return the due columns after a report: of a LONG_TERM case the next one is due, no reply."""
    if task.kind is not Kind.LONG_TERM:
        return {}
    moved = await deadlines.after_progress(task, now=clock.now())
    return {**moved, "progress_due_at": None}


async def ask(
    task: Task, *, question: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Ask the firm: the clock stops until it replies, five working days (URGENT: 24 h) at most.

    Raises NotPossible when the pauses of the task are used up.
    """
    seat = policy.ensure_may(TaskAct.ASK, task, actor=actor)
    question = required_text(question, path=("input", "question"))
    ensure_possible(task, STEPS[TaskAct.ASK], expected_version=expected_version)
    now = clock.now()
    until = await deadlines.pause_end(task, since=now)
    pause = await deadlines.pause_of(task, since=now, until=until)
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.ASK],
            expected_version=expected_version,
            changes={
                **await first_act(task, actor=actor, seat=seat),
                "question": question,
                "paused_at": now,
                "waiting_until": until,
                "paused_due_at": pause.due_at,
            },
        )
        await note_dues(await handling.count_tasks(task.submission_id, waiting=1))
        facts = {"question": question, "until": until, "due_at": pause.due_at}
        await tell("asked", task, actor=actor, seat=seat, payload=facts)
        await enqueue(
            "task.resume",
            key=f"task.resume:{task.id}:{task.version}",
            run_at=until,
            payload={"task_id": str(task.id)},
        )


async def reply(
    task: Task, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """The firm replies to the officer's question; his clock goes on."""
    seat = policy.ensure_may(TaskAct.REPLY, task, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await end_pause(task, TaskAct.REPLY, expected_version=expected_version)
        facts = {"text": text, "due_at": task.due_at}
        await tell("replied", task, actor=actor, seat=seat, payload=facts)


async def resume(task: Task) -> None:
    """Go on without the firm's reply."""
    async with unit_of_work():
        await end_pause(task, TaskAct.RESUME)
        await tell("resumed", task, actor=SYSTEM, payload={"due_at": task.due_at})


async def end_pause(task: Task, act: TaskAct, *, expected_version: int | None = None) -> None:
    """Let the clock go on, with the due date as much later as the firm was waited for."""
    await move(
        task,
        STEPS[act],
        expected_version=expected_version,
        changes=await deadlines.after_pause(task, now=clock.now()),
    )
    await note_dues(await handling.count_tasks(task.submission_id, waiting=-1))
