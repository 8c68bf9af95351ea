"""The machines of the task and of what beside it is asked of others: every edge, as data."""

from __future__ import annotations

from enum import StrEnum

from backend import clock
from backend.errors import Words
from backend.tasks import deadlines
from backend.tasks.models import Support, SupportState, Task, TaskState
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
    RULE_ELSEWHERE = "RULE_ELSEWHERE"
    LAPSE_EXTENSION = "LAPSE_EXTENSION"
    CALL_FOR_DEPARTMENT = "CALL_FOR_DEPARTMENT"
    WRITE_TO_FIRM = "WRITE_TO_FIRM"
    REPORT_MILESTONE = "REPORT_MILESTONE"
    REQUEST_SUPPORT = "REQUEST_SUPPORT"
    SAMPLE_CHECK = "SAMPLE_CHECK"


class SupportAct(StrEnum):
    """What can be done with an opinion asked of another department."""

    GIVE_OPINION = "GIVE_OPINION"
    DECLINE_SUPPORT = "DECLINE_SUPPORT"
    RULE_SUPPORT = "RULE_SUPPORT"
    DROP_SUPPORT = "DROP_SUPPORT"


NOT_BY_THE_DEPARTMENT = Words(
    "企业身份保密，请通过平台留言联系，或由工商联代为联系",
    "The firm hides its identity: write to it here, or let the Federation call",
)


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


def may_be_returned(row: Task) -> Words | None:
    """A task is returned once, soon, and never after a ruling."""
    if row.return_used:
        return Words(
            "只能退回一次，裁定后不能再退", "It can be returned once, and never after a ruling"
        )
    if row.return_until is None or clock.now() >= row.return_until:
        return Words("已超过可以退回的期限", "The time to return it has passed")
    return None


def extension_is_pending(row: Task) -> bool:
    """Whether an extension waits for a decision: the due moment refuses it, whoever notices when."""
    return row.extension_asked_at is not None and clock.now() < deadlines.effective_due(row)


def may_be_extended(row: Task) -> Words | None:
    """An extension is asked before the due date, one at a time, and granted twice at most."""
    if clock.now() >= deadlines.effective_due(row):
        return Words("已到期，不能再申请延期", "It is already due")
    if row.extension_asked_at is not None:
        return Words("已有延期申请待审批", "An extension already waits for a decision")
    if row.extensions_granted >= deadlines.MOST_EXTENSIONS:
        return Words("延期次数已用完", "No more extensions can be granted")
    return None


def waits_for_decision(row: Task) -> Words | None:
    """Only what was asked and has not lapsed is decided."""
    if extension_is_pending(row):
        return None
    return Words("没有待审批的延期申请", "No extension waits for a decision")


def extension_has_lapsed(row: Task) -> Words | None:
    """A request nobody decided lapses when the task is due."""
    if row.extension_asked_at is None or extension_is_pending(row):
        return Words("没有过期的延期申请", "No extension has lapsed")
    return None


def others_stand(row: Task) -> Words | None:
    """The last task of a round is never cancelled: its case would wait for nobody."""
    if row.sibling_count:
        return None
    return Words(
        "这是本轮唯一的任务，不能取消",
        "It is the only task of its round and cannot be cancelled",
    )


def department_may_call(row: Task) -> Words | None:
    """A firm that hides is not called by the department: its message counts, or the Federation calls."""
    return NOT_BY_THE_DEPARTMENT if row.is_masked else None


def others_must_call(row: Task) -> Words | None:
    """Only where the department may not call does somebody else."""
    if not row.is_masked:
        return Words("由承办部门联系企业", "The department calls the firm itself")
    return None


def awaits_a_sample_check(row: Task) -> Words | None:
    """What was drawn is read once."""
    if not row.is_sampled:
        return Words("未被抽查", "It was not drawn")
    if row.sample_checked_at is not None:
        return Words("已经抽查过", "It has been read already")
    return None


def may_ask_more(row: Task) -> Words | None:
    """So many other departments are asked for one task at most."""
    if row.support_count < MOST_SUPPORTS:
        return None
    return Words(
        f"最多请{MOST_SUPPORTS}个部门协办", f"At most {MOST_SUPPORTS} departments support it"
    )


def may_decline(row: Support) -> Words | None:
    """What was ruled is final."""
    return Words("已经裁定，不能再退", "It was ruled and is final") if row.is_final else None


MOST_SUPPORTS = 10
WAITING = frozenset({TaskState.WAITING_FOR_SUBMITTER})
CLAIMED = frozenset({TaskState.COMPLETION_CLAIMED})
RETURNED = frozenset({TaskState.RETURN_REQUESTED})
LISTED = frozenset({TaskState.LISTED})
# Asking for more time is an act, so no task that waits for its first one has asked.
AT_WORK_SINCE = frozenset({TaskState.IN_PROGRESS}) | WAITING

STEPS: dict[TaskAct, Step[TaskState, Task]] = {
    TaskAct.RECORD_CONTACT: Step(AT_WORK, TaskState.IN_PROGRESS, guard=department_may_call),
    TaskAct.CALL_FOR_DEPARTMENT: Step(AT_WORK | WAITING | RETURNED, None, guard=others_must_call),
    # The first act starts an assigned task; a pause goes on.
    TaskAct.WRITE_TO_FIRM: Step(AT_WORK | WAITING, None),
    TaskAct.REPORT_PROGRESS: Step(AT_WORK, TaskState.IN_PROGRESS),
    TaskAct.ASK: Step(AT_WORK, TaskState.WAITING_FOR_SUBMITTER, guard=pauses_are_used_up),
    TaskAct.REPLY: Step(WAITING, TaskState.IN_PROGRESS),
    TaskAct.CONTEST: Step(WAITING, TaskState.IN_PROGRESS),
    TaskAct.RESUME: Step(WAITING, TaskState.IN_PROGRESS, guard=pause_is_over, by="time"),
    TaskAct.ANSWER: Step(AT_WORK, TaskState.DONE),
    # The same sheet as ANSWER: where review is due the unit takes this edge instead.
    TaskAct.CLAIM: Step(AT_WORK, TaskState.COMPLETION_CLAIMED, by="unit"),
    TaskAct.PASS: Step(CLAIMED, TaskState.DONE),
    TaskAct.SEND_BACK: Step(CLAIMED, TaskState.IN_PROGRESS),
    TaskAct.REQUEST_RETURN: Step(
        frozenset({TaskState.ASSIGNED}), TaskState.RETURN_REQUESTED, guard=may_be_returned
    ),
    TaskAct.RULE: Step(RETURNED, TaskState.ASSIGNED),
    # The same sheet as RULE: where another department gets it, this one's task ends.
    TaskAct.RULE_ELSEWHERE: Step(RETURNED, TaskState.CANCELLED, by="unit"),
    TaskAct.REQUEST_EXTENSION: Step(AT_WORK | WAITING, None, guard=may_be_extended),
    TaskAct.DECIDE_EXTENSION: Step(AT_WORK_SINCE, None, guard=waits_for_decision),
    TaskAct.LAPSE_EXTENSION: Step(
        AT_WORK_SINCE | CLAIMED, None, guard=extension_has_lapsed, by="time"
    ),
    TaskAct.LIST: Step(AT_WORK, TaskState.LISTED),
    TaskAct.REPORT_MILESTONE: Step(LISTED, None),
    TaskAct.RESUME_LISTED: Step(LISTED, TaskState.IN_PROGRESS),
    TaskAct.REQUEST_SUPPORT: Step(AT_WORK | WAITING, None, guard=may_ask_more),
    TaskAct.CANCEL: Step(OPEN_STATES, TaskState.CANCELLED, guard=others_stand),
    TaskAct.SAMPLE_CHECK: Step(frozenset({TaskState.DONE}), None, guard=awaits_a_sample_check),
}

ASKED = frozenset({SupportState.REQUESTED})
DECLINED = frozenset({SupportState.DECLINED})
OPEN_SUPPORT = ASKED | DECLINED

SUPPORT_STEPS: dict[SupportAct, Step[SupportState, Support]] = {
    SupportAct.GIVE_OPINION: Step(ASKED, SupportState.OPINION_GIVEN),
    SupportAct.DECLINE_SUPPORT: Step(ASKED, SupportState.DECLINED, guard=may_decline),
    SupportAct.RULE_SUPPORT: Step(DECLINED, SupportState.REQUESTED),
    # Ruled to be dropped or asked elsewhere, or ended with its task.
    SupportAct.DROP_SUPPORT: Step(OPEN_SUPPORT, SupportState.CANCELLED, by="unit"),
}
