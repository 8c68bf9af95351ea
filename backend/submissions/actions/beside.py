"""Facts that are verified beside the handling: a leader gave the case away before anybody had."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor
from backend.db import unit_of_work
from backend.submissions import policy
from backend.submissions.models import Submission
from backend.submissions.replies import required_text
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def verify_beside(
    submission: Submission, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Put on record, for the offices alone, what the verification found."""
    seat = policy.ensure_may(Act.VERIFY_BESIDE, submission, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.VERIFY_BESIDE],
            expected_version=expected_version,
            changes={
                "verify_beside": False,
                "verified_at": clock.now(),
                "verifier_id": actor.person_id,
                "category_is_guessed": False,
            },
        )
        await tell("verified_beside", submission, actor=actor, seat=seat, payload={"text": text})
