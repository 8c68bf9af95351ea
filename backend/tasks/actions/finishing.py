"""The last task of a round to be done answers the case."""

from __future__ import annotations

from backend.actor import Actor
from backend.submissions import handling
from backend.submissions.actions import publish_reply
from backend.tasks import queries
from backend.tasks.models import Task


async def finish(task: Task, *, actor: Actor) -> None:
    """Count the task as done; with the last one the reply reaches the firm. Runs in the unit."""
    case = await handling.count_tasks(task.submission_id, opened=-1)
    if case.open_task_count:
        return
    claims = [done.claimed_at for done in await queries.of_round(case) if done.claimed_at]
    await publish_reply(case, done_at=max(claims), actor=actor)
