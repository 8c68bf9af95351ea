"""Who may give the firm's answer, and when."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor, Seat
from backend.errors import NotPossible, Words, not_allowed
from backend.submissions.models import ClosedBy, DisputeReason, State, Submission, Verdict
from backend.submissions.policy import speaks_for_the_firm
from backend.surveys.models import Evaluation

CONFIRMING = frozenset({Verdict.SOLVED, Verdict.PARTLY, Verdict.EXPLANATION_ACCEPTED})


def ensure_may_evaluate(case: Submission, *, actor: Actor) -> Seat:
    """Return the seat of the firm's own person, or raise NotAllowed."""
    seat = speaks_for_the_firm(actor, case)
    if seat is None:
        raise not_allowed()
    return seat


def disputes(verdict: Verdict, *, continue_handling: bool) -> bool:
    """NOT_SOLVED disputes; so does PARTLY with 请继续办理; everything else confirms."""
    return verdict is Verdict.NOT_SOLVED or (verdict is Verdict.PARTLY and continue_handling)


def dispute_reason(
    verdict: Verdict, reason: DisputeReason | None, *, was_contacted: bool | None
) -> DisputeReason:
    """Return why the firm disputes: as it said, else as its other answers tell."""
    if reason is not None:
        return reason
    if was_contacted is False:
        return DisputeReason.NOT_CONTACTED
    if verdict is Verdict.PARTLY:
        return DisputeReason.CONTINUE_HANDLING
    return DisputeReason.NOT_SOLVED


def ensure_open_for_answer(case: Submission) -> None:
    """A reply is answered while it waits, or later when silence or the firm itself closed it."""
    if case.state is State.ANSWERED:
        return
    if case.state is State.CLOSED and case.closed_by in {ClosedBy.SUBMITTER, ClosedBy.TIMEOUT}:
        return
    raise NotPossible(
        Words("现在没有可评价的答复", "There is no reply to be answered now"), path=("input", "id")
    )


def is_editable(given: Evaluation) -> bool:
    """An answer can be changed for 24 hours."""
    return given.editable_until is not None and clock.now() < given.editable_until


def ensure_editable(given: Evaluation) -> None:
    """Raise NotPossible once an answer can no longer be changed."""
    if not is_editable(given):
        raise NotPossible(
            Words(
                "评价已提交，超过24小时不能修改",
                "Already answered; it could be changed for 24 hours",
            ),
            path=("input",),
        )
