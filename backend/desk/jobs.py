"""What waits to be sent from the desk: thin handlers that call the actions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from backend.desk import actions
from backend.submissions.models import Submission


async def send_number(payload: Mapping[str, object]) -> None:
    """A caller waits for the number of his case."""
    row = await Submission.get_or_none(id=UUID(str(payload["submission_id"])))
    if row is not None:
        await actions.send_number(row)
