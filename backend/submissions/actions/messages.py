"""What the firm and those who handle its case write to each other."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import clock
from backend.actor import Actor, Role, Seat
from backend.db import unit_of_work
from backend.submissions import policy
from backend.submissions.actions.attaching import attach
from backend.submissions.models import Submission
from backend.submissions.replies import required_text
from backend.submissions.telling import tell
from backend.submissions.voice_models import MESSAGE_LENGTH, CaseMessage
from backend.submissions.workflow import STEPS, Act
from backend.workflow import ensure_possible

FIRM_SIDE = frozenset({Role.ENTREPRENEUR, Role.CHAMBER_HEAD})


async def post_message(
    submission: Submission, *, text: str, actor: Actor, attachment_ids: Sequence[UUID] = ()
) -> CaseMessage:
    """Write into the thread of the case, as the firm's side or as whoever dispatches it."""
    seat = policy.ensure_may(Act.POST_MESSAGE, submission, actor=actor)
    ensure_possible(submission, STEPS[Act.POST_MESSAGE])
    async with unit_of_work():
        return await add_message(
            submission, text=text, actor=actor, seat=seat, attachment_ids=attachment_ids
        )


async def add_message(
    submission: Submission,
    *,
    text: str,
    actor: Actor,
    seat: Seat,
    task_id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> CaseMessage:
    """Add a message to the thread; the caller has checked who writes and holds the unit."""
    message = await CaseMessage.create(
        submission_id=submission.id,
        task_id=task_id,
        role=seat.role,
        organization_id=seat.organization_id,
        person_id=actor.person_id,
        text=required_text(text, path=("input", "text"), maximum=MESSAGE_LENGTH),
        posted_at=clock.now(),
    )
    facts = {
        "message_id": message.id,
        "task_id": task_id,
        "from_firm": seat.role in FIRM_SIDE,
    }
    await tell("message_posted", submission, actor=actor, seat=seat, payload=facts)
    await attach(submission, attachment_ids, actor=actor, seat=seat, message_id=message.id)
    return message
