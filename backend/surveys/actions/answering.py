"""The firm answers once: solved? and a grade. That is confirmation or dispute, and the survey."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from backend import clock
from backend.actor import ANONYMOUS, Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import NotFound, NotPossible, Words
from backend.events import record
from backend.submissions import actions as cases
from backend.submissions import handling
from backend.submissions.models import (
    REASON_LENGTH,
    DisputeReason,
    Grade,
    State,
    Submission,
    Verdict,
)
from backend.surveys import policy, queries
from backend.surveys.actions.inviting import close_invitation
from backend.surveys.models import AnsweredVia, Evaluation
from backend.surveys.redacting import without_names
from backend.workflow import change, ensure_fresh

EDITABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the firm says of the reply. Without a grade it counts as a verdict alone."""

    verdict: Verdict
    grade: Grade | None = None
    continue_handling: bool = False
    reason: DisputeReason | None = None
    text: str = ""
    was_contacted: bool | None = None
    was_pressed: bool = False


async def evaluate(
    case: Submission, *, answer: Answer, actor: Actor, expected_version: int | None = None
) -> None:
    """Take the answer of one of the firm's own people."""
    seat = policy.ensure_may_evaluate(case, actor=actor)
    async with unit_of_work():
        await take_answer(
            case,
            answer=answer,
            actor=actor,
            seat=seat,
            via=AnsweredVia.SESSION,
            expected_version=expected_version,
        )


async def evaluate_by_link(link_token: str, *, answer: Answer) -> Submission:
    """Take the answer of whoever holds the link; it is bound to one case and round."""
    invitation = await queries.by_link(link_token)
    if invitation is None:
        raise NotFound(
            Words("链接无效或已过期", "This link is not valid or has expired"),
            path=("input", "token"),
        )
    case = await Submission.get(id=invitation.submission_id)
    if case.round != invitation.round:
        raise NotPossible(
            Words("这件事已重新办理，请等待新的答复", "This case is being handled again"),
            path=("input", "token"),
        )
    async with unit_of_work():
        await take_answer(case, answer=answer, actor=ANONYMOUS, seat=None, via=AnsweredVia.LINK)
    return case


async def take_answer(
    case: Submission,
    *,
    answer: Answer,
    actor: Actor,
    seat: Seat | None,
    via: AnsweredVia,
    expected_version: int | None = None,
) -> None:
    """Confirm or dispute, keep the answer, tell it; the caller holds the unit."""
    policy.ensure_open_for_answer(case)
    ensure_fresh(case, expected_version=expected_version)
    given = await queries.of_round(case)
    answer = with_the_grade_that_counts(answer, given)
    text = clean_text(answer.text, maximum=REASON_LENGTH, path=("input", "text"))
    if policy.disputes(answer.verdict, continue_handling=answer.continue_handling):
        reason = policy.dispute_reason(
            answer.verdict, answer.reason, was_contacted=answer.was_contacted
        )
        await cases.dispute(
            case,
            reason=reason,
            text=text,
            verdict=answer.verdict,
            grade=answer.grade,
            actor=actor,
            seat=seat,
        )
        denied = reason is DisputeReason.NOT_CONTACTED or answer.was_contacted is False
    else:
        if given is not None:
            policy.ensure_editable(given)
        await accept_reply(case, answer, actor=actor, seat=seat)
        denied = answer.was_contacted is False
    kept = await keep(case, given, answer, text=text, via=via, contact_denied=denied)
    await close_invitation(case)
    await tell_graded(case, kept, actor=actor, seat=seat)


def with_the_grade_that_counts(answer: Answer, given: Evaluation | None) -> Answer:
    """A grade once given stays unless another replaces it within the 24 hours."""
    if given is None or (answer.grade is not None and policy.is_editable(given)):
        return answer
    return replace(answer, grade=given.grade)


async def accept_reply(
    case: Submission,
    answer: Answer,
    *,
    actor: Actor,
    seat: Seat | None,
) -> None:
    """Close a waiting case; after silence has closed it, keep the grade and what closed it."""
    if case.state is State.ANSWERED:
        await cases.confirm(
            case,
            verdict=answer.verdict,
            grade=answer.grade,
            actor=actor,
            seat=seat,
        )
        return
    await change(case, {"verdict": answer.verdict, "grade": answer.grade})


async def keep(
    case: Submission,
    given: Evaluation | None,
    answer: Answer,
    *,
    text: str,
    via: AnsweredVia,
    contact_denied: bool,
) -> Evaluation:
    """Keep the answer, once per round; within 24 hours a second one takes its place."""
    now = clock.now()
    said: dict[str, Any] = {
        "verdict": answer.verdict,
        "grade": answer.grade,
        "comment": text or None,
        "redacted_comment": await without_names(text, case=case) if text else None,
        "was_contacted": answer.was_contacted,
        "was_pressed": answer.was_pressed,
        "answered_via": via,
    }
    if given is None:
        given = await Evaluation.create(
            submission_id=case.id,
            round=case.round,
            answered_at=now,
            editable_until=now + EDITABLE_FOR,
            **said,
        )
    else:
        await handling.note(
            case,
            revised_at=now,
            previous_grade=given.grade,
            previous_verdict=given.verdict,
        )
        await change(given, said)
    await handling.note(case, verdict=answer.verdict, grade=answer.grade)
    await handling.note_first(case, "verdict_at", now)
    if answer.grade is not None:
        await handling.note_first(case, "graded_at", now)
    if contact_denied:
        await handling.note_first(case, "contact_denied_at", now)
    return given


async def tell_graded(
    case: Submission, kept: Evaluation, *, actor: Actor, seat: Seat | None
) -> None:
    """Record what the firm said. It is about the answer, which fewer may see than the case."""
    await record(
        "survey.graded",
        kept,
        actor=actor,
        seat=seat,
        area_code=case.area_code,
        thread_id=case.id,
        payload={
            "round": case.round,
            "verdict": kept.verdict,
            "grade": kept.grade,
            "was_contacted": kept.was_contacted,
            "via": kept.answered_via,
        },
    )
