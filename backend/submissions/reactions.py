"""What cases do when something happened to other cases."""

from __future__ import annotations

from backend.events import Event
from backend.submissions import actions
from backend.submissions.models import Submission

PARTS_END = (
    "submission.confirmed",
    "submission.declined",
    "submission.lapsed",
    "submission.review_requested",
    "submission.timed_out",
    "submission.upheld",
    "submission.withdrawn",
)
"""After these a part of a split case has ended, or is open again; so it is after a dispute."""


async def tell_the_whole(event: Event) -> None:
    """One part of a split case ended or was opened again: the whole counts its open parts."""
    part = await Submission.get(id=event.aggregate_id)
    if part.parent_id is not None:
        await actions.count_open_parts(part.parent_id)
