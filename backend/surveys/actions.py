"""The firm answers once: solved? and a grade. That is confirmation or dispute, and the survey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.senders import sender
from backend.actor import ANONYMOUS, SYSTEM, Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.db.ids import uuid7
from backend.errors import NotFound, NotPossible, Words
from backend.events import record
from backend.jobs import enqueue
from backend.organizations import queries as organizations
from backend.submissions import actions as cases
from backend.submissions import handling
from backend.submissions.models import (
    REASON_LENGTH,
    ClosedBy,
    DisputeReason,
    Grade,
    State,
    Submission,
    Verdict,
)
from backend.surveys import links, policy, queries
from backend.surveys.models import AnsweredVia, Evaluation, Invitation, InvitationState
from backend.workflow import change

EDITABLE_FOR = timedelta(hours=24)
LINK_VALID_FOR = timedelta(days=14)
HOUR_OF_SENDING = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What the firm says of the reply. Without a grade it counts as a verdict alone."""

    verdict: Verdict
    grade: Grade | None = None
    continue_handling: bool = False
    reason: DisputeReason | None = None
    text: str = ""
    was_contacted: bool | None = None
    was_pressed: bool = False


async def evaluate(
    case: Submission, *, answer: Answer, actor: Actor, expected_version: int | None = None
) -> None:
    """Take the answer of one of the firm's own people."""
    seat = policy.ensure_may_evaluate(case, actor=actor)
    async with unit_of_work():
        await take_answer(
            case,
            answer=answer,
            actor=actor,
            seat=seat,
            via=AnsweredVia.SESSION,
            expected_version=expected_version,
        )


async def evaluate_by_link(link_token: str, *, answer: Answer) -> Submission:
    """Take the answer of whoever holds the link; it is bound to one case and round."""
    invitation = await queries.by_link(link_token)
    if invitation is None:
        raise NotFound(
            Words("链接无效或已过期", "This link is not valid or has expired"),
            path=("input", "token"),
        )
    case = await Submission.get(id=invitation.submission_id)
    if case.round != invitation.round:
        raise NotPossible(
            Words("这件事已重新办理，请等待新的答复", "This case is being handled again"),
            path=("input", "token"),
        )
    async with unit_of_work():
        await take_answer(case, answer=answer, actor=ANONYMOUS, seat=None, via=AnsweredVia.LINK)
    return case


async def take_answer(
    case: Submission,
    *,
    answer: Answer,
    actor: Actor,
    seat: Seat | None,
    via: AnsweredVia,
    expected_version: int | None = None,
) -> None:
    """Confirm or dispute, keep the answer, tell it; the caller holds the unit."""
    policy.ensure_open_for_answer(case)
    text = clean_text(answer.text, maximum=REASON_LENGTH, path=("input", "text"))
    given = await queries.of_round(case)
    if given is not None:
        policy.ensure_editable(given)
    if policy.disputes(answer.verdict, continue_handling=answer.continue_handling):
        reason = policy.dispute_reason(
            answer.verdict, answer.reason, was_contacted=answer.was_contacted
        )
        await cases.dispute(
            case,
            reason=reason,
            text=text,
            verdict=answer.verdict,
            grade=answer.grade,
            actor=actor,
            seat=seat,
            expected_version=expected_version,
        )
        denied = reason is DisputeReason.NOT_CONTACTED or answer.was_contacted is False
    else:
        await accept_reply(case, answer, actor=actor, seat=seat, expected_version=expected_version)
        denied = answer.was_contacted is False
    kept = await keep(case, given, answer, text=text, via=via, contact_denied=denied)
    await void_invitation(case, state=InvitationState.ANSWERED)
    await tell_graded(case, kept, actor=actor, seat=seat)


async def accept_reply(
    case: Submission,
    answer: Answer,
    *,
    actor: Actor,
    seat: Seat | None,
    expected_version: int | None,
) -> None:
    """Close a waiting case; after silence has closed it, keep the grade and what closed it."""
    if case.state is State.ANSWERED:
        await cases.confirm(
            case,
            verdict=answer.verdict,
            grade=answer.grade,
            actor=actor,
            seat=seat,
            expected_version=expected_version,
        )
        return
    await change(case, {"verdict": answer.verdict, "grade": answer.grade or case.grade})


async def keep(
    case: Submission,
    given: Evaluation | None,
    answer: Answer,
    *,
    text: str,
    via: AnsweredVia,
    contact_denied: bool,
) -> Evaluation:
    """Keep the answer, once per round; within 24 hours a second one takes its place."""
    now = clock.now()
    said: dict[str, Any] = {
        "verdict": answer.verdict,
        "grade": answer.grade,
        "comment": text or None,
        "was_contacted": answer.was_contacted,
        "was_pressed": answer.was_pressed,
        "answered_via": via,
    }
    if given is None:
        given = await Evaluation.create(
            submission_id=case.id,
            round=case.round,
            answered_at=now,
            editable_until=now + EDITABLE_FOR,
            **said,
        )
    else:
        await change(given, said)
    await handling.note(case, verdict=answer.verdict, grade=answer.grade)
    await handling.note_first(case, "verdict_at", now)
    if answer.grade is not None:
        await handling.note_first(case, "graded_at", now)
    if contact_denied:
        await handling.note_first(case, "contact_denied_at", now)
    return given


async def tell_graded(
    case: Submission, kept: Evaluation, *, actor: Actor, seat: Seat | None
) -> None:
    """Record what the firm said. It is about the answer, which fewer may see than the case."""
    await record(
        "survey.graded",
        kept,
        actor=actor,
        seat=seat,
        area_code=case.area_code,
        thread_id=case.id,
        payload={
            "round": case.round,
            "verdict": kept.verdict,
            "grade": kept.grade,
            "was_contacted": kept.was_contacted,
            "via": kept.answered_via,
        },
    )


async def void_invitation(case: Submission, *, state: InvitationState) -> None:
    """Close the invitation of the present round; an answered link shows the answer."""
    invitations = Invitation.filter(submission_id=case.id, round=case.round)
    await invitations.filter(state=InvitationState.SCHEDULED).update(state=InvitationState.VOID)
    sent = invitations.filter(state=InvitationState.SENT)
    await sent.update(state=state, answered_at=clock.now())


async def invite(case: Submission) -> None:
    """Plan the link for the next working day; it goes only to a firm still silent then."""
    if await Invitation.filter(submission_id=case.id, round=case.round).exists():
        return
    at = await next_morning(case.area_code)
    nonce, invitation_id = links.new_nonce(), uuid7()
    async with unit_of_work():
        await Invitation.create(
            id=invitation_id,
            submission_id=case.id,
            round=case.round,
            state=InvitationState.SCHEDULED,
            nonce=nonce,
            token_hash=links.hash_of(links.token(invitation_id, nonce)),
            scheduled_for=at,
        )
        await enqueue(
            "survey.send_link",
            key=f"survey.send_link:{invitation_id}",
            run_at=at,
            payload={"invitation_id": str(invitation_id)},
        )


async def next_morning(area_code: str) -> datetime:
    """Return ten o'clock of the next working day in the area's zone."""
    calendar = await organizations.calendar_of(area_code)
    day = calendar.next_workday(calendar.date_of(clock.now()))
    return clock.start_of(day, calendar.zone) + timedelta(hours=HOUR_OF_SENDING)


async def send_link(invitation: Invitation) -> None:
    """Ask a silent firm: mark the invitation as sent and send its link after the commit."""
    case = await Submission.get(id=invitation.submission_id)
    silent = case.round == invitation.round and (
        case.state is State.ANSWERED
        or (case.state is State.CLOSED and case.closed_by is ClosedBy.TIMEOUT)
    )
    if invitation.state is not InvitationState.SCHEDULED or not silent or case.grade is not None:
        return
    async with unit_of_work():
        now = clock.now()
        await change(
            invitation,
            {
                "state": InvitationState.SENT,
                "sent_at": now,
                "expires_at": now + LINK_VALID_FOR,
            },
        )
        await handling.note_first(case, "invited_at", now)
        await record(
            "survey.invited",
            case,
            actor=SYSTEM,
            area_code=case.area_code,
            thread_id=case.id,
            payload={"round": case.round},
        )
        await enqueue(
            "survey.deliver_link",
            key=f"survey.deliver_link:{invitation.id}",
            run_at=now,
            payload={"invitation_id": str(invitation.id)},
        )


async def deliver_link(invitation: Invitation) -> None:
    """Hand the link to the sender; a crash before the job is finished sends the same link again."""
    case = await Submission.get(id=invitation.submission_id)
    if invitation.state is not InvitationState.SENT or case.filed_by_id is None:
        return
    address = links.address_of(links.token(invitation.id, invitation.nonce))
    phone = await accounts.phone_of(case.filed_by_id)
    await sender().send_text(
        phone,
        Words(
            f"您的诉求 {case.number} 已答复，解决了吗？请点此评价：{address}",
            f"Your case {case.number} was answered. Was it solved? Tell us here: {address}",
        ),
    )
