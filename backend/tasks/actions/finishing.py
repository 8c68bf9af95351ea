"""The last task of a round to be done answers the case."""

from __future__ import annotations

from backend.actor import Actor
from backend.submissions import handling
from backend.submissions.actions import publish_reply
from backend.submissions.models import Submission
from backend.tasks import deadlines, queries
from backend.tasks.models import Task


async def finish(task: Task, *, actor: Actor) -> None:
    """Count the task as done; with the last one the reply reaches the firm. Runs in the unit."""
    case = await handling.count_tasks(task.submission_id, opened=-1)
    tasks = await note_dues(case)
    if case.open_task_count:
        return
    claims = [done.claimed_at for done in tasks if done.claimed_at]
    await publish_reply(case, done_at=max(claims), actor=actor)


async def note_dues(case: Submission) -> list[Task]:
    """Write what the pauses of the round's tasks make of its due; return the tasks."""
    tasks = await queries.of_round(case)
    due = deadlines.due_of_round([deadlines.clock_of(task) for task in tasks])
    await handling.note(case, paused_due_at=due.paused_due_at, in_time=due.in_time)
    return tasks
