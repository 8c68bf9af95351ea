"""The machine of the case: every edge of it, as data."""

from __future__ import annotations

from enum import StrEnum

from backend import clock
from backend.errors import Words
from backend.submissions.models import ClosedBy, DisputeReason, State, Submission
from backend.workflow import Step

OPEN_STATES = frozenset(
    {
        State.FILED,
        State.VERIFYING,
        State.NEEDS_INFO,
        State.ACCEPTED,
        State.IN_HANDLING,
        State.ANSWERED,
        State.DISPUTED,
    }
)
# These two need no ruling: the department simply has to do it again.
REDONE_BY_THEMSELVES = frozenset({DisputeReason.NOT_CONTACTED, DisputeReason.NOT_ANSWERED})


class Act(StrEnum):
    """What can be done with a case."""

    FILE = "FILE"
    OPEN = "OPEN"
    ACCEPT = "ACCEPT"
    ACCEPT_AND_DISPATCH = "ACCEPT_AND_DISPATCH"
    ASK_INFO = "ASK_INFO"
    ANSWER_INFO = "ANSWER_INFO"
    DECLINE = "DECLINE"
    DISPATCH = "DISPATCH"
    ANSWER_DIRECTLY = "ANSWER_DIRECTLY"
    PUBLISH_REPLY = "PUBLISH_REPLY"
    CONFIRM = "CONFIRM"
    DISPUTE = "DISPUTE"
    REDO = "REDO"
    UPHOLD = "UPHOLD"
    TIME_OUT = "TIME_OUT"
    LAPSE = "LAPSE"
    RECORD_CLOSED = "RECORD_CLOSED"
    REQUEST_REVIEW = "REQUEST_REVIEW"
    WITHDRAW = "WITHDRAW"
    MOVE = "MOVE"
    REVEAL_CONTACT = "REVEAL_CONTACT"


def has_no_open_task(row: Submission) -> Words | None:
    """A reply goes out when the last open task is done, never before."""
    if row.open_task_count:
        return Words("还有任务没有办完", "A task is still open")
    return None


def is_disputable(row: Submission) -> Words | None:
    """A closed case may be disputed within ten working days, if the firm or silence closed it."""
    if row.state is not State.CLOSED:
        return None
    if row.closed_by not in {ClosedBy.SUBMITTER, ClosedBy.TIMEOUT}:
        return Words("这样办结的诉求不能再提出异议", "A case closed like this cannot be disputed")
    if row.dispute_until is None or clock.now() >= row.dispute_until:
        return Words("已超过提出异议的期限", "The time for a dispute has passed")
    return None


def silence_is_over(row: Submission) -> Words | None:
    """Silence closes a case only when its five working days have passed."""
    if row.silent_due_at is None or clock.now() < row.silent_due_at:
        return Words("确认期限未到", "The firm still has time to answer")
    return None


def question_has_lapsed(row: Submission) -> Words | None:
    """A question lapses only when its five working days have passed."""
    if row.info_due_at is None or clock.now() < row.info_due_at:
        return Words("补充期限未到", "The firm still has time to answer")
    return None


def needs_a_ruling(row: Submission) -> Words | None:
    """'Not contacted' and 'not answered' are redone; nobody may uphold them."""
    if row.dispute_reason in REDONE_BY_THEMSELVES:
        return Words(
            "“未联系”“未答复”必须重办，不能维持",
            "'Not contacted' and 'not answered' are redone, never upheld",
        )
    return None


def is_recorded(row: Submission) -> Words | None:
    """Only the record of the past closes without the firm's word."""
    if not row.recorded:
        return Words("仅用于历史记录", "For historical records alone")
    return None


STEPS: dict[Act, Step[State, Submission]] = {
    Act.FILE: Step(frozenset({State.DRAFT}), State.FILED),
    Act.OPEN: Step(frozenset({State.FILED}), State.VERIFYING),
    Act.ACCEPT: Step(frozenset({State.FILED, State.VERIFYING}), State.ACCEPTED),
    Act.ACCEPT_AND_DISPATCH: Step(frozenset({State.FILED, State.VERIFYING}), State.IN_HANDLING),
    Act.ASK_INFO: Step(frozenset({State.FILED, State.VERIFYING}), State.NEEDS_INFO),
    Act.ANSWER_INFO: Step(frozenset({State.NEEDS_INFO}), State.FILED),
    Act.DECLINE: Step(frozenset({State.FILED, State.VERIFYING}), State.DECLINED),
    Act.DISPATCH: Step(frozenset({State.ACCEPTED}), State.IN_HANDLING),
    Act.ANSWER_DIRECTLY: Step(frozenset({State.ACCEPTED}), State.ANSWERED),
    Act.PUBLISH_REPLY: Step(
        frozenset({State.IN_HANDLING}), State.ANSWERED, guard=has_no_open_task, by="unit"
    ),
    Act.CONFIRM: Step(frozenset({State.ANSWERED}), State.CLOSED),
    Act.DISPUTE: Step(
        frozenset({State.ANSWERED, State.CLOSED}), State.DISPUTED, guard=is_disputable
    ),
    Act.REDO: Step(frozenset({State.DISPUTED}), State.IN_HANDLING),
    Act.UPHOLD: Step(frozenset({State.DISPUTED}), State.CLOSED, guard=needs_a_ruling),
    Act.TIME_OUT: Step(frozenset({State.ANSWERED}), State.CLOSED, guard=silence_is_over, by="time"),
    Act.LAPSE: Step(
        frozenset({State.NEEDS_INFO}), State.CLOSED, guard=question_has_lapsed, by="time"
    ),
    Act.RECORD_CLOSED: Step(
        frozenset({State.ANSWERED}), State.CLOSED, guard=is_recorded, by="unit"
    ),
    Act.REQUEST_REVIEW: Step(frozenset({State.DECLINED}), State.VERIFYING, offered=False),
    Act.WITHDRAW: Step(OPEN_STATES, State.WITHDRAWN, offered=False),
    Act.MOVE: Step(OPEN_STATES, None, offered=False),
    Act.REVEAL_CONTACT: Step(OPEN_STATES, None),
}
