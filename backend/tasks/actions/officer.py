"""What an officer does with a task, and the firm's reply to his question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend import clock
from backend.actor import SYSTEM, Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.jobs import enqueue
from backend.submissions import handling
from backend.submissions.models import Kind, Outcome, Reply
from backend.submissions.replies import checked_reply, required_text
from backend.tasks import deadlines, policy
from backend.tasks.actions.finishing import finish, note_dues
from backend.tasks.models import ContactChannel, Task, TaskState
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import ensure_possible, move

SAMPLED_OUTCOMES = frozenset(
    {Outcome.PARTLY, Outcome.PLANNED, Outcome.NOT_POSSIBLE, Outcome.NOT_OURS}
)
SAMPLE_ONE_IN = 10


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
            changes=await first_act(task, actor=actor, seat=seat),
        )
        await tell("progress_reported", task, actor=actor, seat=seat, payload={"text": text})


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


def review_is_due(task: Task, *, now: datetime) -> bool:
    """COMPLEX, redone and overdue replies are read before they reach the firm."""
    return task.kind is Kind.COMPLEX or task.round > 1 or now >= task.due_at


def is_sampled(task: Task, outcome: Outcome) -> bool:
    """Of replies that went straight out, one in ten and each that solves less is read later."""
    return outcome in SAMPLED_OUTCOMES or task.id.int % SAMPLE_ONE_IN == 0


async def answer(
    task: Task,
    *,
    text: str,
    outcome: Outcome,
    actor: Actor,
    planned_on: date | None = None,
    detail: str = "",
    contact: Contact | None = None,
    expected_version: int | None = None,
) -> None:
    """答复企业: the reply goes to the firm, or to review where that is due.

    Raises Invalid when no contact with the firm is on record and none is given.
    """
    seat = policy.ensure_may(TaskAct.ANSWER, task, actor=actor)
    given = checked_reply(text=text, outcome=outcome, planned_on=planned_on, detail=detail)
    if task.contacted_at is None and contact is None:
        raise Invalid(
            Words("请先联系企业，并记录联系方式", "Contact the firm first, and say how"),
            path=("input", "contact"),
        )
    async with unit_of_work():
        claimed = review_is_due(task, now=clock.now())
        changes = reply_columns(task, given, contact=contact, claimed=claimed)
        await move(
            task,
            STEPS[TaskAct.CLAIM if claimed else TaskAct.ANSWER],
            expected_version=expected_version,
            changes={**await first_act(task, actor=actor, seat=seat), **changes},
        )
        if contact:
            at = contact_instant(task, contact)
            await tell_contact(task, contact, at=at, actor=actor, seat=seat)
        await keep_reply(task, given)
        facts = {"outcome": outcome, "claimed": claimed, "round": task.round}
        await tell("answered", task, actor=actor, seat=seat, payload=facts)
        if task.state is TaskState.DONE:
            await finish(task, actor=actor)


def reply_columns(
    task: Task, given: dict[str, Any], *, contact: Contact | None, claimed: bool
) -> dict[str, object]:
    """Return what a filed reply changes on its task."""
    now = clock.now()
    return {
        "reply": given["text"],
        "outcome": given["outcome"],
        "planned_on": given["planned_on"],
        "detail": given["detail"],
        "claimed_at": now,
        "done_at": None if claimed else now,
        "contacted_at": task.contacted_at or (contact_instant(task, contact) if contact else None),
        "contact_channel": task.contact_channel or (contact.channel if contact else None),
        "is_sampled": not claimed and is_sampled(task, given["outcome"]),
    }


async def keep_reply(task: Task, given: dict[str, Any]) -> None:
    """Keep the reply for the firm; after a send-back the new one takes the old one's place."""
    if await Reply.filter(task_id=task.id).update(**given):
        return
    await Reply.create(
        submission_id=task.submission_id,
        round=task.round,
        task_id=task.id,
        department_id=task.department_id,
        **given,
    )
