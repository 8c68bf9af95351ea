"""A case leaves: its firm takes it back, or another area takes it over.

Open tasks go along in the same unit: the verbs with them stand in `tasks`, which call these.
"""

from __future__ import annotations

from datetime import datetime

from backend import clock
from backend.actor import Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.organizations import queries as organizations
from backend.submissions import handling, policy, promises, traces
from backend.submissions.models import (
    AREA_CODE_LENGTH,
    REASON_LENGTH,
    Move,
    State,
    Submission,
    Withdrawal,
    WithdrawalReason,
)
from backend.submissions.replies import required_text
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def withdraw(
    submission: Submission,
    *,
    reason: WithdrawalReason,
    text: str,
    actor: Actor,
    expected_version: int | None = None,
) -> Seat:
    """Take the case back as its firm. Why is kept apart: no event, no office reads it.

    One in ten and each under pressure is drawn for an audit; nobody sees which of both it is.
    """
    seat = policy.ensure_may(Act.WITHDRAW, submission, actor=actor)
    text = clean_text(text, maximum=REASON_LENGTH, path=("input", "text"))
    drawn = traces.is_drawn(submission.id, reason)
    async with unit_of_work():
        now = clock.now()
        await move(
            submission,
            STEPS[Act.WITHDRAW],
            expected_version=expected_version,
            changes={
                "withdrawn_at": now,
                "open_task_count": 0,
                "waiting_task_count": 0,
                "question": None,
                "audit_due": drawn,
                "is_sampled": submission.is_sampled or drawn,
            },
        )
        await keep_reason(submission, reason=reason, text=text, is_drawn=drawn, at=now)
        await handling.note(submission, withdrawn_at=now)
        facts = {"round": submission.round}
        await tell("withdrawn", submission, actor=actor, seat=seat, payload=facts)
        if reason is WithdrawalReason.SOMEBODY_ASKED_ME:
            await tell("pressure_reported", submission, actor=actor, seat=seat)
    return seat


async def keep_reason(
    submission: Submission,
    *,
    reason: WithdrawalReason,
    text: str,
    is_drawn: bool,
    at: datetime,
) -> None:
    """Keep why in a table of its own."""
    await Withdrawal.create(
        submission_id=submission.id,
        firm_id=submission.firm_id,
        area_code=submission.area_code,
        is_drawn=is_drawn,
        reason=reason,
        text=text or None,
        withdrawn_at=at,
    )


async def move_to(
    submission: Submission,
    *,
    area_code: str,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> Move:
    """Give the case to another area: same state, same number, same promise to the firm.

    Verifying or dispatching it is due anew for whoever receives it. Its past steps stay with the
    area that took them; both areas have an event, the firm reads one line.
    """
    seat = policy.ensure_may(Act.MOVE, submission, actor=actor)
    reason = required_text(reason, path=("input", "reason"))
    path = ("input", "areaCode")
    area_code = clean_text(area_code, maximum=AREA_CODE_LENGTH, path=path)
    await organizations.area(area_code, path=path)
    old_area = submission.area_code
    if area_code == old_area:
        raise Invalid(Words("诉求已在该地区", "The case is in this area already"), path=path)
    async with unit_of_work():
        await tell_area_left(submission, to=area_code, actor=actor, seat=seat)
        await move(
            submission,
            STEPS[Act.MOVE],
            expected_version=expected_version,
            changes={"area_code": area_code, **await due_anew(submission, area_code=area_code)},
        )
        await handling.note_area(submission)
        gone = await Move.create(
            submission_id=submission.id,
            number=submission.number,
            title=submission.title,
            from_area_code=old_area,
            to_area_code=area_code,
            reason=reason,
            moved_at=clock.now(),
        )
        facts = {"from_area_code": old_area, "to_area_code": area_code, "reason": reason}
        await tell("moved", submission, actor=actor, seat=seat, payload=facts)
    return gone


async def tell_area_left(submission: Submission, *, to: str, actor: Actor, seat: Seat) -> None:
    """Record in the area that gives the case away that it went, and where to."""
    await record(
        "submission.moved_away",
        submission,
        actor=actor,
        seat=seat,
        area_code=submission.area_code,
        thread_id=submission.id,
        payload={"to_area_code": to},
    )


async def due_anew(submission: Submission, *, area_code: str) -> dict[str, object]:
    """Return the inner targets of whoever receives the case; the firm's promise is not among them."""
    now = clock.now()
    if submission.state in {State.FILED, State.VERIFYING, State.NEEDS_INFO}:
        due = await promises.verify_due(submission.kind, since=now, area_code=area_code)
        return {"verify_due_at": due, "verifier_id": None}
    if submission.state is State.ACCEPTED:
        due = await promises.dispatch_due(submission.kind, accepted_at=now, area_code=area_code)
        return {"dispatch_due_at": due}
    return {}
