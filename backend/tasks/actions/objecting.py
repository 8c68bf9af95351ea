"""A firm objects to what its chamber filed for it."""

from __future__ import annotations

from backend.actor import Actor
from backend.db import unit_of_work
from backend.submissions import actions as cases
from backend.submissions.models import Submission, WithdrawalReason
from backend.submissions.workflow import OPEN_STATES
from backend.tasks.actions.leaving import withdraw


async def object_to_chamber(
    submission: Submission,
    *,
    goes_on: bool,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Take the case out of the chamber's hands; unless it is to go on or is over, it ends."""
    async with unit_of_work():
        await cases.object_to_chamber(submission, actor=actor, expected_version=expected_version)
        if not goes_on and submission.state in OPEN_STATES:
            await withdraw(submission, reason=WithdrawalReason.NOT_MY_WISH, text="", actor=actor)
