"""The machine of the task: every edge of it, as data."""

from __future__ import annotations

from enum import StrEnum

from backend import clock
from backend.errors import Words
from backend.tasks import deadlines
from backend.tasks.models import Task, TaskState
from backend.workflow import Step

OPEN_STATES = frozenset(TaskState) - {TaskState.DONE, TaskState.CANCELLED}
AT_WORK = frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS})
"""The officer's first act is the acknowledgement: every act of his starts an assigned task."""


class TaskAct(StrEnum):
    """What can be done with a task."""

    RECORD_CONTACT = "RECORD_CONTACT"
    REPORT_PROGRESS = "REPORT_PROGRESS"
    ASK = "ASK"
    REPLY = "REPLY"
    RESUME = "RESUME"
    ANSWER = "ANSWER"
    CLAIM = "CLAIM"
    PASS = "PASS"  # noqa: S105 (an act of review, no password)
    SEND_BACK = "SEND_BACK"
    REQUEST_RETURN = "REQUEST_RETURN"
    RULE = "RULE"
    REQUEST_EXTENSION = "REQUEST_EXTENSION"
    DECIDE_EXTENSION = "DECIDE_EXTENSION"
    CONTEST = "CONTEST"
    LIST = "LIST"
    RESUME_LISTED = "RESUME_LISTED"
    CANCEL = "CANCEL"


def pause_is_over(row: Task) -> Words | None:
    """A question to the firm pauses until its time is up."""
    if row.waiting_until is None or clock.now() < row.waiting_until:
        return Words("等待企业回复的期限未到", "The firm still has time to answer")
    return None


def pauses_are_used_up(row: Task) -> Words | None:
    """All questions to the firm together stop the clock for so long at most."""
    if deadlines.may_pause(row):
        return None
    days, hours = deadlines.ALL_PAUSES_WORKDAYS, deadlines.ALL_PAUSES_SECONDS // 3600
    return Words(
        f"等待企业回复的时间已用完（合计最多{days}个工作日，紧急事项{hours}小时）",
        f"The time for questions to the firm is used up ({days} working days, {hours} hours if urgent)",
    )


WAITING = frozenset({TaskState.WAITING_FOR_SUBMITTER})
CLAIMED = frozenset({TaskState.COMPLETION_CLAIMED})

STEPS: dict[TaskAct, Step[TaskState, Task]] = {
    TaskAct.RECORD_CONTACT: Step(AT_WORK, TaskState.IN_PROGRESS),
    TaskAct.REPORT_PROGRESS: Step(AT_WORK, TaskState.IN_PROGRESS),
    TaskAct.ASK: Step(AT_WORK, TaskState.WAITING_FOR_SUBMITTER, guard=pauses_are_used_up),
    TaskAct.REPLY: Step(WAITING, TaskState.IN_PROGRESS),
    TaskAct.RESUME: Step(WAITING, TaskState.IN_PROGRESS, guard=pause_is_over, by="time"),
    TaskAct.ANSWER: Step(AT_WORK, TaskState.DONE),
    # The same sheet as ANSWER: where review is due the unit takes this edge instead.
    TaskAct.CLAIM: Step(AT_WORK, TaskState.COMPLETION_CLAIMED, by="unit"),
    TaskAct.PASS: Step(CLAIMED, TaskState.DONE),
    TaskAct.SEND_BACK: Step(CLAIMED, TaskState.IN_PROGRESS),
    TaskAct.REQUEST_RETURN: Step(
        frozenset({TaskState.ASSIGNED}), TaskState.RETURN_REQUESTED, offered=False
    ),
    TaskAct.RULE: Step(frozenset({TaskState.RETURN_REQUESTED}), TaskState.ASSIGNED, offered=False),
    TaskAct.REQUEST_EXTENSION: Step(AT_WORK, None, offered=False),
    TaskAct.DECIDE_EXTENSION: Step(AT_WORK, None, offered=False),
    TaskAct.CONTEST: Step(WAITING, TaskState.IN_PROGRESS, offered=False),
    TaskAct.LIST: Step(AT_WORK, TaskState.LISTED, offered=False),
    TaskAct.RESUME_LISTED: Step(
        frozenset({TaskState.LISTED}), TaskState.IN_PROGRESS, offered=False
    ),
    TaskAct.CANCEL: Step(OPEN_STATES, TaskState.CANCELLED, offered=False),
}
