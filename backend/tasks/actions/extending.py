"""More time: asked before the task is due, decided outside the department, told to the firm."""

from __future__ import annotations

from datetime import date

from backend import clock
from backend.actor import SYSTEM, Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.jobs import enqueue
from backend.submissions import handling
from backend.submissions.models import REASON_LENGTH
from backend.submissions.replies import required_text
from backend.tasks import deadlines, policy
from backend.tasks.actions.finishing import note_dues
from backend.tasks.actions.officer import first_act
from backend.tasks.models import Task, TaskState
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct, extension_is_pending
from backend.workflow import ensure_possible, move

NOTHING_ASKED: dict[str, object] = {
    "extension_asked_at": None,
    "extension_asked_due_at": None,
    "extension_asked_workdays": 0,
}


async def request_extension(
    task: Task,
    *,
    due_on: date,
    reason: str,
    interim_reply: str,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Ask for up to ten working days more, and tell the firm meanwhile how far it is."""
    seat = policy.ensure_may(TaskAct.REQUEST_EXTENSION, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.REQUEST_EXTENSION], expected_version=expected_version)
    reason = required_text(reason, path=("input", "reason"))
    interim_reply = required_text(interim_reply, path=("input", "interimReply"))
    workdays, due_at = await deadlines.extension_until(task, due_on)
    async with unit_of_work():
        started = await first_act(task, actor=actor, seat=seat)
        await move(
            task,
            STEPS[TaskAct.REQUEST_EXTENSION],
            expected_version=expected_version,
            changes={
                **started,
                **({"state": TaskState.IN_PROGRESS} if started else {}),
                "extension_asked_at": clock.now(),
                "extension_asked_due_at": due_at,
                "extension_asked_workdays": workdays,
                "extension_reason": reason,
                "extension_decision": None,
            },
        )
        told = {"text": interim_reply}
        await tell("progress_reported", task, actor=actor, seat=seat, payload=told)
        facts = {"reason": reason, "due_at": due_at}
        await tell("extension_asked", task, actor=actor, seat=seat, payload=facts)
        await let_it_lapse(task)


async def let_it_lapse(task: Task) -> None:
    """Look again when the task is due: a request that nobody decided is refused then."""
    due_at = deadlines.effective_due(task)
    await enqueue(
        "task.lapse_extension",
        key=f"task.lapse_extension:{task.id}:{task.extension_asked_at}:{due_at}",
        run_at=due_at,
        payload={"task_id": str(task.id)},
    )


async def decide_extension(
    task: Task,
    *,
    is_granted: bool,
    text: str,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Grant or refuse, outside the department; the first due stays for ever beside the new one."""
    seat = policy.ensure_may(TaskAct.DECIDE_EXTENSION, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.DECIDE_EXTENSION], expected_version=expected_version)
    text = clean_text(text, maximum=REASON_LENGTH, path=("input", "text"))
    if not is_granted and not text:
        raise Invalid(Words("请写明不同意的理由", "Please say why not"), path=("input", "text"))
    async with unit_of_work():
        extended = await deadlines.after_extension(task) if is_granted else {}
        await move(
            task,
            STEPS[TaskAct.DECIDE_EXTENSION],
            expected_version=expected_version,
            changes={
                **NOTHING_ASKED,
                **extended,
                "extension_decision": text or None,
                "extensions_granted": task.extensions_granted + is_granted,
            },
        )
        if is_granted:
            await note_granted(task, actor=actor, seat=seat)
        else:
            refused = {"reason": text}
            await tell("extension_refused", task, actor=actor, seat=seat, payload=refused)


async def note_granted(task: Task, *, actor: Actor, seat: Seat) -> None:
    """Record the new due and let the round follow it."""
    due_at = deadlines.effective_due(task)
    case = await handling.count_tasks(task.submission_id)
    await handling.note(case, extended_due_at=due_at, extension_granted_at=clock.now())
    await note_dues(case)
    await tell("extension_granted", task, actor=actor, seat=seat, payload={"due_at": due_at})


async def lapse_extension(task: Task) -> None:
    """Refuse by time what nobody decided; where a pause moved the due, look again then."""
    async with unit_of_work():
        step = STEPS[TaskAct.LAPSE_EXTENSION]
        if task.state not in step.sources or task.extension_asked_at is None:
            return
        if extension_is_pending(task):
            await let_it_lapse(task)
            return
        await move(task, step, changes=NOTHING_ASKED)
        await tell("extension_lapsed", task, actor=SYSTEM)
