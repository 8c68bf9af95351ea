"""长期推进: what takes longer than any due date goes on by plan, with a report every 30 working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend import clock
from backend.actor import Actor
from backend.db import unit_of_work
from backend.errors import Invalid, NotFound, Words
from backend.submissions import handling
from backend.submissions.replies import required_text
from backend.tasks import deadlines, policy
from backend.tasks.actions.finishing import note_dues
from backend.tasks.models import Milestone, Task
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import ensure_possible, move

MOST_MILESTONES = 20


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a plan: what, and by which day."""

    due_on: date
    text: str


async def list_long_term(
    task: Task,
    *,
    plan: str,
    milestones: Sequence[Planned],
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """List a task as long-term, with its plan: it stays open in every figure.

    Its due date becomes that of the next report of progress, unless it has passed already.
    """
    seat = policy.ensure_may(TaskAct.LIST, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.LIST], expected_version=expected_version)
    plan = required_text(plan, path=("input", "plan"))
    steps = checked(milestones)
    now = clock.now()
    async with unit_of_work():
        moved = await deadlines.after_progress(task, now=now)
        await move(
            task,
            STEPS[TaskAct.LIST],
            expected_version=expected_version,
            changes={**moved, "plan": plan, "listed_at": now, "extension_asked_at": None},
        )
        await Milestone.filter(task_id=task.id, done_at=None).delete()
        for step in steps:
            await Milestone.create(task_id=task.id, due_on=step.due_on, text=step.text)
        await note_dues(await handling.count_tasks(task.submission_id))
        facts = {
            "text": plan,
            "milestones": [{"due_on": step.due_on, "text": step.text} for step in steps],
            "due_at": task.due_at,
            "progress_due_at": task.progress_due_at,
        }
        await tell("listed", task, actor=actor, seat=seat, payload=facts)


def checked(milestones: Sequence[Planned]) -> list[Planned]:
    """Return the steps in the order of their days; raise Invalid for none, too many or past ones."""
    path = ("input", "milestones")
    if not 1 <= len(milestones) <= MOST_MILESTONES:
        raise Invalid(
            Words(
                f"请写明一至{MOST_MILESTONES}个节点", f"Give one to {MOST_MILESTONES} milestones"
            ),
            path=path,
        )
    steps: list[Planned] = []
    for index, step in enumerate(milestones):
        if step.due_on < clock.today():
            raise Invalid(
                Words("节点日期不能早于今天", "A milestone cannot lie in the past"),
                path=(*path, index, "dueOn"),
            )
        text = required_text(step.text, path=(*path, index, "text"))
        steps.append(Planned(step.due_on, text))
    return sorted(steps, key=lambda step: step.due_on)


async def report_milestone(
    task: Task,
    *,
    text: str,
    actor: Actor,
    milestone: Milestone | None = None,
    expected_version: int | None = None,
) -> None:
    """Tell the firm how far a long-term task is, and which step of its plan is done."""
    seat = policy.ensure_may(TaskAct.REPORT_MILESTONE, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.REPORT_MILESTONE], expected_version=expected_version)
    text = required_text(text, path=("input", "text"))
    if milestone is not None and milestone.task_id != task.id:
        raise NotFound(
            Words("没有这个节点", "There is no such milestone"), path=("input", "milestoneId")
        )
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.REPORT_MILESTONE],
            expected_version=expected_version,
            changes=await deadlines.after_progress(task, now=clock.now()),
        )
        if milestone is not None:
            await Milestone.filter(id=milestone.id, done_at=None).update(done_at=clock.now())
        await note_dues(await handling.count_tasks(task.submission_id))
        facts = {
            "text": text,
            "milestone_id": milestone.id if milestone else None,
            "due_at": task.due_at,
        }
        await tell("progress_reported", task, actor=actor, seat=seat, payload=facts)


async def resume_listed(task: Task, *, actor: Actor, expected_version: int | None = None) -> None:
    """Go on in the ordinary way; the due date of the next report is that of the reply."""
    seat = policy.ensure_may(TaskAct.RESUME_LISTED, task, actor=actor)
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.RESUME_LISTED],
            expected_version=expected_version,
            changes={"progress_due_at": None},
        )
        facts = {"due_at": task.due_at}
        await tell("resumed_listed", task, actor=actor, seat=seat, payload=facts)
