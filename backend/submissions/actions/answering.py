"""The reply goes out; the firm confirms, disputes or stays silent; a dispute is decided."""

from __future__ import annotations

from datetime import date, datetime

from backend import clock
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import unit_of_work
from backend.submissions import handling, policy, promises, searching
from backend.submissions.models import (
    ClosedBy,
    DisputeReason,
    Grade,
    Outcome,
    Reply,
    State,
    Submission,
    Verdict,
)
from backend.submissions.replies import checked_reply, furthest, required_text
from backend.submissions.telling import schedule, tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def answer_directly(
    submission: Submission,
    *,
    text: str,
    outcome: Outcome,
    actor: Actor,
    planned_on: date | None = None,
    detail: str = "",
    expected_version: int | None = None,
) -> None:
    """Answer an accepted case without a department; on time is counted from acceptance."""
    seat = policy.ensure_may(Act.ANSWER_DIRECTLY, submission, actor=actor)
    reply = checked_reply(text=text, outcome=outcome, planned_on=planned_on, detail=detail)
    async with unit_of_work():
        now = clock.now()
        due = await promises.promise(
            submission.kind, filed_at=submission.accepted_at or now, area_code=submission.area_code
        )
        await show_reply(
            submission,
            act=Act.ANSWER_DIRECTLY,
            outcome=outcome,
            done_at=now,
            expected_version=expected_version,
            lead_department_id=seat.organization_id,
            lead_ids=[str(seat.organization_id)],
            lead_also_coordinates=seat.role is Role.COORDINATOR,
        )
        await Reply.create(
            submission_id=submission.id,
            round=submission.round,
            department_id=seat.organization_id,
            published_at=now,
            **reply,
        )
        await searching.index(submission)
        await handling.note(
            submission, department_id=seat.organization_id, due_at=due["promised_due_at"]
        )
        await tell_answered(
            submission, actor=actor, seat=seat, done_at=now, due_at=due["promised_due_at"]
        )


async def publish_reply(submission: Submission, *, done_at: datetime, actor: Actor) -> None:
    """Show every reply of the round: called in the unit in which the last open task is done."""
    replies = await Reply.filter(submission_id=submission.id, round=submission.round)
    outcome = furthest(reply.outcome for reply in replies if reply.outcome is not None)
    await show_reply(submission, act=Act.PUBLISH_REPLY, outcome=outcome, done_at=done_at)
    shown = Reply.filter(submission_id=submission.id, round=submission.round)
    await shown.update(published_at=submission.answered_at)
    await searching.index(submission)
    await tell_answered(submission, actor=actor, done_at=done_at)


async def show_reply(
    submission: Submission,
    *,
    act: Act,
    outcome: Outcome,
    done_at: datetime,
    expected_version: int | None = None,
    **changes: object,
) -> None:
    """Move to answered and start the five working days of silence; the caller holds the unit."""
    now = clock.now()
    silent_due_at = await promises.end_of_workdays(
        promises.SILENCE_WORKDAYS, since=now, area_code=submission.area_code
    )
    await move(
        submission,
        STEPS[act],
        expected_version=expected_version,
        changes={
            "answered_at": now,
            "outcome": outcome,
            "verdict": None,
            "grade": None,
            "silent_due_at": silent_due_at,
            **changes,
        },
    )
    await handling.note(submission, done_at=done_at, answered_at=now, outcome=outcome)
    await schedule("submission.time_out", submission, run_at=silent_due_at)


async def tell_answered(
    submission: Submission,
    *,
    actor: Actor,
    done_at: datetime,
    seat: Seat | None = None,
    due_at: object = None,
) -> None:
    """Record that the firm has its reply."""
    facts = {
        "round": submission.round,
        "outcome": submission.outcome,
        "done_at": done_at,
        "due_at": due_at,
        "department_id": seat.organization_id if seat else None,
    }
    await tell("answered", submission, actor=actor, seat=seat, payload=facts)


async def confirm(
    submission: Submission,
    *,
    verdict: Verdict,
    grade: Grade | None,
    actor: Actor,
    seat: Seat | None,
) -> None:
    """The firm accepts the reply: closed by the submitter. The caller has checked who speaks."""
    await close(
        submission,
        act=Act.CONFIRM,
        closed_by=ClosedBy.SUBMITTER,
        verdict=verdict,
        grade=grade,
    )
    facts = {"round": submission.round, "verdict": verdict}
    await tell("confirmed", submission, actor=actor, seat=seat, payload=facts)


async def close(
    submission: Submission,
    *,
    act: Act,
    closed_by: ClosedBy,
    expected_version: int | None = None,
    **changes: object,
) -> None:
    """Close and open the ten working days for a dispute; the caller holds the unit."""
    now = clock.now()
    dispute_until = await promises.end_of_workdays(
        promises.DISPUTE_WORKDAYS, since=now, area_code=submission.area_code
    )
    await move(
        submission,
        STEPS[act],
        expected_version=expected_version,
        changes={
            "closed_at": now,
            "closed_by": closed_by,
            "dispute_until": dispute_until,
            **changes,
        },
    )
    await handling.note_closing(submission, at=now, closed_by=closed_by)


async def dispute(
    submission: Submission,
    *,
    reason: DisputeReason,
    text: str,
    verdict: Verdict,
    grade: Grade | None,
    actor: Actor,
    seat: Seat | None,
) -> None:
    """The firm does not accept the reply, before or after closing. The caller checked who speaks."""
    after_closing = submission.state is State.CLOSED
    now = clock.now()
    await move(
        submission,
        STEPS[Act.DISPUTE],
        changes={
            "dispute_reason": reason,
            "dispute_text": text or None,
            "dispute_count": submission.dispute_count + 1,
            "verdict": verdict,
            "grade": grade,
        },
    )
    await handling.note(submission, disputed_at=now)
    facts = {
        "round": submission.round,
        "reason": reason,
        "text": text,
        "after_closing": after_closing,
    }
    await tell("disputed", submission, actor=actor, seat=seat, payload=facts)


async def uphold(
    submission: Submission, *, explanation: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Uphold the reply with an explanation to the firm."""
    seat = policy.ensure_may(Act.UPHOLD, submission, actor=actor)
    explanation = required_text(explanation, path=("input", "explanation"))
    async with unit_of_work():
        await close(
            submission,
            act=Act.UPHOLD,
            closed_by=ClosedBy.UPHELD,
            expected_version=expected_version,
            uphold_explanation=explanation,
        )
        facts = {"round": submission.round, "explanation": explanation}
        await tell("upheld", submission, actor=actor, seat=seat, payload=facts)


async def time_out(submission: Submission) -> None:
    """Close a case whose firm stayed silent; shown as such, never counted as satisfied."""
    async with unit_of_work():
        await close(submission, act=Act.TIME_OUT, closed_by=ClosedBy.TIMEOUT)
        await tell("timed_out", submission, actor=SYSTEM, payload={"round": submission.round})
