"""The events and timers of the case, in one voice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from backend.actor import SYSTEM, Actor, Seat
from backend.events import record
from backend.jobs import enqueue
from backend.submissions.models import Submission


async def tell(
    what: str,
    submission: Submission,
    *,
    actor: Actor = SYSTEM,
    seat: Seat | None = None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Record `submission.<what>` in the unit of the act."""
    await record(
        f"submission.{what}",
        submission,
        actor=actor,
        seat=seat,
        area_code=submission.area_code,
        thread_id=submission.id,
        payload=payload or {},
    )


async def schedule(kind: str, submission: Submission, *, run_at: datetime) -> None:
    """Enqueue a timer of this version of the case: a later act leaves it without effect."""
    await enqueue(
        kind,
        key=f"{kind}:{submission.id}:{submission.version}",
        run_at=run_at,
        payload={"submission_id": str(submission.id), "version": submission.version},
    )
