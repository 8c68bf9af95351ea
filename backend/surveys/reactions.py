"""What surveys do when others' events happen."""

from __future__ import annotations

from backend.events import Event
from backend.submissions.models import State, Submission
from backend.surveys import actions


async def invite_the_silent(event: Event) -> None:
    """A reply was shown: plan the link for a firm that stays silent."""
    case = await Submission.get(id=event.aggregate_id)
    if case.state is State.ANSWERED and case.round == event.payload["round"]:
        await actions.invite(case)
