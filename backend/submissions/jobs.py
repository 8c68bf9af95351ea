"""What time does to a case: thin handlers that call the actions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from backend.submissions import actions
from backend.submissions.models import Submission
from backend.submissions.workflow import STEPS, Act
from backend.workflow import refusal


async def time_out(payload: Mapping[str, object]) -> None:
    """Five working days of silence after the reply have passed."""
    await _if_due(payload, Act.TIME_OUT, actions.time_out)


async def lapse(payload: Mapping[str, object]) -> None:
    """Five working days without an answer to our question have passed."""
    await _if_due(payload, Act.LAPSE, actions.lapse)


async def _if_due(
    payload: Mapping[str, object], act: Act, action: Callable[[Submission], Awaitable[None]]
) -> None:
    row = await Submission.get_or_none(id=UUID(str(payload["submission_id"])))
    # The machine itself knows whether the moment has come: a later round has a later deadline.
    if row is not None and refusal(row, STEPS[act]) is None:
        await action(row)
