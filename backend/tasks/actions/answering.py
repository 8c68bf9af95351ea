"""答复企业: the reply of a department, to the firm or to review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.submissions import handling
from backend.submissions.actions import attach
from backend.submissions.models import REASON_LENGTH, Kind, Outcome, Reply, Submission
from backend.submissions.replies import checked_reply
from backend.submissions.traces import draws
from backend.tasks import policy
from backend.tasks.actions.finishing import finish
from backend.tasks.actions.officer import Contact, contact_instant, first_act, tell_contact
from backend.tasks.models import Task, TaskState
from backend.tasks.telling import tell
from backend.tasks.workflow import NOT_BY_THE_DEPARTMENT, STEPS, TaskAct
from backend.workflow import ensure_possible, move

SAMPLED_OUTCOMES = frozenset(
    {Outcome.PARTLY, Outcome.PLANNED, Outcome.NOT_POSSIBLE, Outcome.NOT_OURS}
)


def review_is_due(task: Task, *, now: datetime) -> bool:
    """COMPLEX, instructed, redone and overdue replies are read before they reach the firm."""
    must_be = task.kind is Kind.COMPLEX or task.is_instructed or task.round > 1
    return must_be or now >= task.due_at


def is_sampled(task: Task, outcome: Outcome) -> bool:
    """Of replies that went straight out, one in ten and each that solves less is read later."""
    return outcome in SAMPLED_OUTCOMES or draws("reply-sample", task.id)


async def answer(  # noqa: PLR0913 - the whole sheet, as the officer fills it
    task: Task,
    *,
    text: str,
    outcome: Outcome,
    actor: Actor,
    planned_on: date | None = None,
    detail: str = "",
    contact: Contact | None = None,
    without_support_reason: str = "",
    expected_version: int | None = None,
) -> None:
    """答复企业: the reply goes to the firm, or to review where that is due.

    Raises Invalid when no contact with the firm is on record and none is given, and when an opinion
    asked of another department is missing and no reason is given why it was not waited for.
    """
    seat = policy.ensure_may(TaskAct.ANSWER, task, actor=actor)
    given = checked_reply(text=text, outcome=outcome, planned_on=planned_on, detail=detail)
    ensure_possible(task, STEPS[TaskAct.ANSWER], expected_version=expected_version)
    ensure_reached(task, contact)
    alone = reason_to_answer_alone(task, without_support_reason)
    async with unit_of_work():
        claimed = review_is_due(task, now=clock.now())
        changes = reply_columns(task, given, contact=contact, claimed=claimed)
        await move(
            task,
            STEPS[TaskAct.CLAIM if claimed else TaskAct.ANSWER],
            expected_version=expected_version,
            changes={**await first_act(task, actor=actor, seat=seat), **changes, **alone},
        )
        if contact:
            at = contact_instant(task, contact)
            await tell_contact(task, contact, at=at, actor=actor, seat=seat)
        await keep_reply(task, given)
        if task.is_sampled:
            await handling.draw_sample(task.submission_id)
        facts = {"outcome": outcome, "claimed": claimed, "round": task.round}
        await tell("answered", task, actor=actor, seat=seat, payload=facts)
        if task.state is TaskState.DONE:
            await finish(task, actor=actor)


def ensure_reached(task: Task, contact: Contact | None) -> None:
    """Raise Invalid unless the firm was reached; one that hides is not called by the department."""
    if task.is_masked and contact is not None and task.contacted_at is None:
        raise Invalid(NOT_BY_THE_DEPARTMENT, path=("input", "contact"))
    if task.contacted_at is None and contact is None:
        raise Invalid(
            NOT_BY_THE_DEPARTMENT
            if task.is_masked
            else Words("请先联系企业，并记录联系方式", "Contact the firm first, and say how"),
            path=("input", "contact"),
        )


def reason_to_answer_alone(task: Task, reason: str) -> dict[str, object]:
    """Return why a missing opinion was not waited for; raise Invalid where nothing is said."""
    path = ("input", "withoutSupportReason")
    reason = clean_text(reason, maximum=REASON_LENGTH, path=path)
    if not task.open_support_count:
        return {}
    if not reason:
        raise Invalid(
            Words(
                "协办意见未齐，请写明不再等待的理由",
                "An opinion is still missing: say why you do not wait for it",
            ),
            path=path,
        )
    return {"without_support_reason": reason}


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


async def attach_to_reply(task: Task, file_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Hang files on the reply just filed, in its unit: the firm reads them with the reply."""
    if not file_ids:
        return
    seat = policy.ensure_may(TaskAct.ANSWER, task, actor=actor)
    reply = await Reply.get(task_id=task.id)
    case = await Submission.get(id=task.submission_id)
    await attach(case, file_ids, actor=actor, seat=seat, reply_id=reply.id)
