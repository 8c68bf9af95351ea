"""Reading afterwards the replies that went straight out and were drawn."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.submissions.models import REASON_LENGTH
from backend.tasks import policy
from backend.tasks.models import SampleFinding, Task
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import ensure_possible, move


async def check_sample(
    task: Task,
    *,
    finding: SampleFinding,
    actor: Actor,
    text: str = "",
    expected_version: int | None = None,
) -> None:
    """Say what the reading found; it stops no reply, a follow-up tells the department what to do."""
    seat = policy.ensure_may(TaskAct.SAMPLE_CHECK, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.SAMPLE_CHECK], expected_version=expected_version)
    text = clean_text(text, maximum=REASON_LENGTH, path=("input", "text"))
    if finding is SampleFinding.FOLLOW_UP and not text:
        raise Invalid(
            Words("请写明需要补做什么", "Please say what is to be followed up"),
            path=("input", "text"),
        )
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.SAMPLE_CHECK],
            expected_version=expected_version,
            changes={
                "sample_checked_at": clock.now(),
                "sample_finding": finding,
                "sample_text": text or None,
            },
        )
        facts = {"finding": finding, "text": text}
        await tell("sample_checked", task, actor=actor, seat=seat, payload=facts)
