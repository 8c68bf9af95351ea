"""The machine of the case: every edge of it, as data."""

from __future__ import annotations

from enum import StrEnum

from backend import clock
from backend.errors import Words
from backend.submissions.models import ClosedBy, DisputeReason, State, Submission
from backend.submissions.vocabulary import ChamberStanding
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
    ADD_INFO = "ADD_INFO"
    MARK_COMPLAINT = "MARK_COMPLAINT"
    AUDIT_WITHDRAWAL = "AUDIT_WITHDRAWAL"
    SPLIT = "SPLIT"
    REVEAL_CONTACT = "REVEAL_CONTACT"
    POST_MESSAGE = "POST_MESSAGE"
    TAKE_OVER = "TAKE_OVER"
    OBJECT = "OBJECT"
    INSTRUCT = "INSTRUCT"
    FORWARD = "FORWARD"
    VERIFY_BESIDE = "VERIFY_BESIDE"
    SEND_TO_LEADER = "SEND_TO_LEADER"


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


def review_is_left(row: Submission) -> Words | None:
    """A declined case is looked at once more; the second decline is final."""
    if row.review_used:
        return Words("已经复核过一次", "It was reviewed once already")
    return None


def audit_is_due(row: Submission) -> Words | None:
    """A withdrawal is audited when it was drawn, and once."""
    if not row.audit_due:
        return Words("这次撤回不需要抽查", "This withdrawal is not due for an audit")
    return None


def has_a_contact(row: Submission) -> Words | None:
    """Of whoever filed without a name there is no number."""
    if row.filed_by_id is None:
        return Words("没有登记联系人", "No contact is on record")
    return None


def a_chamber_acts(row: Submission) -> Words | None:
    """There is nothing to take over unless a chamber filed and still acts."""
    if row.chamber_standing is not ChamberStanding.ACTING:
        return Words("现在没有商会代为办理", "No chamber acts for the firm now")
    return None


def a_chamber_reads(row: Submission) -> Words | None:
    """There is nothing to object to unless a chamber filed and still reads."""
    if row.chamber_standing in {None, ChamberStanding.OBJECTED}:
        return Words("没有商会代为提交", "No chamber filed this case")
    return None


def is_whole(row: Submission) -> Words | None:
    """One matter of a split case is not split again."""
    if row.parent_id is not None:
        return Words("拆分出的诉求不能再拆分", "A part is not split again")
    return None


NOT_YET_DISPATCHED = frozenset({State.FILED, State.VERIFYING, State.NEEDS_INFO, State.ACCEPTED})
"""As long as no department has it, a complaint about one can be marked."""


def facts_are_unverified(row: Submission) -> Words | None:
    """What a leader gave away before anybody verified it is verified beside the handling, once."""
    if not row.verify_beside:
        return Words("此诉求已经核实", "The facts of this case are verified")
    return None


NAMED_BY_A_LEADER = NOT_YET_DISPATCHED | {State.IN_HANDLING, State.DISPUTED}
"""Whatever is not with the firm and not over: a leader's word sends it to a department at once."""

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
    Act.REQUEST_REVIEW: Step(frozenset({State.DECLINED}), State.VERIFYING, guard=review_is_left),
    Act.WITHDRAW: Step(OPEN_STATES, State.WITHDRAWN),
    Act.MOVE: Step(OPEN_STATES, None),
    Act.ADD_INFO: Step(OPEN_STATES, None),
    Act.MARK_COMPLAINT: Step(NOT_YET_DISPATCHED, None),
    Act.AUDIT_WITHDRAWAL: Step(frozenset({State.WITHDRAWN}), None, guard=audit_is_due),
    Act.SPLIT: Step(frozenset({State.FILED, State.VERIFYING}), State.CLOSED, guard=is_whole),
    Act.REVEAL_CONTACT: Step(OPEN_STATES, None, guard=has_a_contact),
    Act.POST_MESSAGE: Step(OPEN_STATES, None),
    Act.TAKE_OVER: Step(OPEN_STATES, None, guard=a_chamber_acts),
    Act.OBJECT: Step(OPEN_STATES | {State.CLOSED, State.DECLINED}, None, guard=a_chamber_reads),
    Act.INSTRUCT: Step(NAMED_BY_A_LEADER, State.IN_HANDLING),
    Act.FORWARD: Step(NAMED_BY_A_LEADER, State.IN_HANDLING),
    Act.VERIFY_BESIDE: Step(OPEN_STATES, None, guard=facts_are_unverified),
    Act.SEND_TO_LEADER: Step(OPEN_STATES, None),
}
