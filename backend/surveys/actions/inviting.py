"""The link for a firm that stays silent: planned, sent, closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.senders import sender
from backend.actor import SYSTEM
from backend.db import sql, unit_of_work
from backend.db.ids import uuid7
from backend.errors import Words
from backend.events import record
from backend.jobs import enqueue
from backend.organizations import queries as organizations
from backend.submissions import handling
from backend.submissions.models import (
    ClosedBy,
    State,
    Submission,
    Visibility,
)
from backend.surveys import links
from backend.surveys.models import Invitation, InvitationState
from backend.workflow import change

LINK_VALID_FOR = timedelta(days=14)
HOUR_OF_SENDING = 10


async def close_invitation(case: Submission) -> None:
    """Void a link that has not gone out; mark one that has as answered.

    The version moves with the state, so a sender that read it before can no longer send.
    """
    await sql.execute(
        "UPDATE invitation SET version = version + 1, answered_at = ?, "
        "state = CASE state WHEN ? THEN ? WHEN ? THEN ? ELSE state END "
        "WHERE submission_id = ? AND round = ?",
        (
            clock.now(),
            *(InvitationState.SCHEDULED, InvitationState.VOID),
            *(InvitationState.SENT, InvitationState.ANSWERED),
            *(case.id, case.round),
        ),
    )


async def invite(case: Submission) -> None:
    """Plan the link for the next working day; it goes only to a firm still silent then.

    Nobody knows where to send one to whoever filed without a name.
    """
    if case.visibility is Visibility.ANONYMOUS:
        return
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
    token = links.token_of(invitation.id, invitation.nonce, token_hash=invitation.token_hash)
    if token is None:
        return  # the key it was made with is gone, so nothing could open the link
    address = links.address_of(token)
    carrier = sender()
    if not carrier.stays_here and await accounts.is_demo(case.filed_by_id):
        return  # a fictional person's number may be somebody's
    phone = await accounts.phone_of(case.filed_by_id)
    await carrier.send_text(
        phone,
        Words(
            f"您的诉求 {case.number} 已答复，解决了吗？请点此评价：{address}",
            f"Your case {case.number} was answered. Was it solved? Tell us here: {address}",
        ),
    )
