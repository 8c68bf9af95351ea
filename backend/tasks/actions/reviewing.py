"""What a reviewer does with a reply that is due for review."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor
from backend.db import unit_of_work
from backend.submissions.replies import required_text
from backend.tasks import policy
from backend.tasks.actions.finishing import finish
from backend.tasks.models import Task
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import move


async def pass_review(task: Task, *, actor: Actor, expected_version: int | None = None) -> None:
    """Let the reply go to the firm; what counts as done is when the department filed it."""
    seat = policy.ensure_may(TaskAct.PASS, task, actor=actor)
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.PASS],
            expected_version=expected_version,
            changes={"done_at": clock.now()},
        )
        await tell("passed", task, actor=actor, seat=seat)
        await finish(task, actor=actor)


async def send_back(
    task: Task, *, reason: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Give the reply back to the department; the filing that is sent back does not count."""
    seat = policy.ensure_may(TaskAct.SEND_BACK, task, actor=actor)
    reason = required_text(reason, path=("input", "reason"))
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.SEND_BACK],
            expected_version=expected_version,
            changes={
                "claimed_at": None,
                "sent_back_count": task.sent_back_count + 1,
                "sent_back_reason": reason,
            },
        )
        await tell("sent_back", task, actor=actor, seat=seat, payload={"reason": reason})
