"""The events of the task, in one voice."""

from __future__ import annotations

from collections.abc import Mapping

from backend.actor import SYSTEM, Actor, Seat
from backend.events import record
from backend.tasks.models import Task


async def tell(
    what: str,
    task: Task,
    *,
    actor: Actor = SYSTEM,
    seat: Seat | None = None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Record `task.<what>` in the unit of the act, on the thread of its case."""
    await record(
        f"task.{what}",
        task,
        actor=actor,
        seat=seat,
        area_code=task.area_code,
        thread_id=task.submission_id,
        payload=payload or {},
    )
