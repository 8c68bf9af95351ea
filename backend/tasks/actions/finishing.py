"""The last task of a round to be done answers the case."""

from __future__ import annotations

from backend.actor import Actor
from backend.submissions import handling
from backend.submissions.actions import publish_reply
from backend.submissions.models import Submission
from backend.tasks import queries, rounds
from backend.tasks.actions.supporting import drop_open
from backend.tasks.models import Task, TaskEnd
from backend.workflow import change


async def finish(task: Task, *, actor: Actor) -> None:
    """Count the task as done; with the last one the reply reaches the firm. Runs in the unit."""
    if task.open_support_count:
        await drop_open(task, reason=TaskEnd.NOT_WAITED_FOR)
        await change(task, {"open_support_count": 0})
    case = await handling.count_tasks(task.submission_id, opened=-1)
    await note_dues(case)
    await publish_if_done(case, actor=actor)


async def publish_if_done(case: Submission, *, actor: Actor) -> None:
    """Let the replies of the round reach the firm if no task of it is open. Runs in the unit."""
    if case.open_task_count:
        return
    told = [rounds.clock_of(task) for task in await that_count(case)]
    # A task that was cancelled late was not dealt with before it was cancelled.
    missed = [each.cancelled_at for each in told if each.cancelled_at and each.was_missed]
    filed = [each.filed_at for each in told if each.filed_at]
    await publish_reply(case, done_at=max(filed + missed), actor=actor)


async def that_count(case: Submission) -> list[Task]:
    """Return the tasks of the present round but for those that another department took over."""
    tasks = await queries.of_round(case)
    return [task for task in tasks if task.end_reason is not TaskEnd.RULED_ELSEWHERE]


async def note_dues(case: Submission) -> None:
    """Write what the round's tasks make of its due."""
    due = rounds.due_of_round([rounds.clock_of(task) for task in await that_count(case)])
    await handling.note(case, paused_due_at=due.paused_due_at, in_time=due.in_time)
