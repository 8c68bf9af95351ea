"""Opening, accepting, asking and declining."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.organizations import queries as organizations
from backend.submissions import handling, policy, promises
from backend.submissions.actions.attaching import attach
from backend.submissions.models import ClosedBy, DeclineReason, Kind, Submission
from backend.submissions.replies import address_for, required_text
from backend.submissions.telling import schedule, tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def open_case(
    submission: Submission, *, actor: Actor, expected_version: int | None = None
) -> None:
    """Begin to verify by opening."""
    seat = policy.ensure_may(Act.OPEN, submission, actor=actor)
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.OPEN],
            expected_version=expected_version,
            changes={"verifier_id": actor.person_id},
        )
        await tell("opened", submission, actor=actor, seat=seat)


async def accept(
    submission: Submission,
    *,
    actor: Actor,
    expected_version: int | None = None,
    kind: Kind | None = None,
    category_code: str | None = None,
) -> None:
    """Take the case on; its kind and category are now certain, and with them the promise."""
    seat = policy.ensure_may(Act.ACCEPT, submission, actor=actor)
    async with unit_of_work():
        await take_on(
            submission,
            act=Act.ACCEPT,
            actor=actor,
            seat=seat,
            expected_version=expected_version,
            kind=kind,
            category_code=category_code,
        )


async def take_on(
    submission: Submission,
    *,
    act: Act,
    actor: Actor,
    seat: Seat,
    expected_version: int | None = None,
    kind: Kind | None = None,
    category_code: str | None = None,
    changes: dict[str, object] | None = None,
) -> None:
    """Move to accepted or straight to in handling; the caller holds the unit."""
    if category_code is not None:
        await organizations.ensure_category(category_code, path=("input", "categoryCode"))
    category_code = category_code or submission.category_code
    await organizations.ensure_taken_on(category_code)
    accepted = await accepted_columns(submission, kind or submission.kind)
    who = {"verifier_id": submission.verifier_id or actor.person_id}
    about = {"category_code": category_code, "category_is_guessed": False}
    await move(
        submission,
        STEPS[act],
        expected_version=expected_version,
        changes={**accepted, **who, **about, **(changes or {})},
    )
    facts = {"kind": submission.kind, "category_code": submission.category_code}
    await handling.note(
        submission,
        accepted_at=submission.accepted_at,
        kind=submission.kind,
        category_code=submission.category_code,
    )
    told = {**facts, "promised_due_at": submission.promised_due_at}
    await tell("accepted", submission, actor=actor, seat=seat, payload=told)


async def accepted_columns(submission: Submission, kind: Kind) -> dict[str, object]:
    """Return the kind, now certain, with the promise to the firm and the time to dispatch."""
    now, area_code = clock.now(), submission.area_code
    declined = dict.fromkeys(("decline_reason", "decline_text", "decline_where"))
    return {
        **declined,
        "kind": kind,
        "accepted_at": submission.accepted_at or now,
        "dispatch_due_at": await promises.dispatch_due(kind, accepted_at=now, area_code=area_code),
        **await promises.promise(kind, filed_at=submission.filed_at or now, area_code=area_code),
    }


async def ask_info(
    submission: Submission, *, question: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Ask the firm; without an answer in five working days the case lapses."""
    seat = policy.ensure_may(Act.ASK_INFO, submission, actor=actor)
    question = required_text(question, path=("input", "question"))
    until = await promises.end_of_workdays(
        promises.INFO_WORKDAYS, since=clock.now(), area_code=submission.area_code
    )
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.ASK_INFO],
            expected_version=expected_version,
            changes={"question": question, "info_due_at": until, "verifier_id": actor.person_id},
        )
        facts = {"question": question, "until": until}
        await tell("info_asked", submission, actor=actor, seat=seat, payload=facts)
        await schedule("submission.lapse", submission, run_at=until)


async def answer_info(
    submission: Submission,
    *,
    text: str,
    actor: Actor,
    expected_version: int | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> None:
    """The firm answers; the case is back where it was filed, with its own clock."""
    seat = policy.ensure_may(Act.ANSWER_INFO, submission, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.ANSWER_INFO],
            expected_version=expected_version,
            changes={"question": None, "info_due_at": None},
        )
        await tell("info_given", submission, actor=actor, seat=seat, payload={"text": text})
        await attach(submission, attachment_ids, actor=actor, seat=seat)


async def decline(
    submission: Submission,
    *,
    reason: DeclineReason,
    text: str,
    where: str,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Decline with a reason, in words, and the right address."""
    seat = policy.ensure_may(Act.DECLINE, submission, actor=actor)
    text = required_text(text, path=("input", "text"))
    where = address_for(reason, where, path=("input", "where"))
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.DECLINE],
            expected_version=expected_version,
            changes={
                "decline_reason": reason,
                "decline_text": text,
                "decline_where": where,
                "declined_by_id": actor.person_id,
            },
        )
        facts = {"reason": reason, "text": text, "where": where}
        await tell("declined", submission, actor=actor, seat=seat, payload=facts)


async def lapse(submission: Submission) -> None:
    """Close what the firm was asked about and left without an answer."""
    async with unit_of_work():
        now = clock.now()
        await move(
            submission,
            STEPS[Act.LAPSE],
            changes={"closed_at": now, "closed_by": ClosedBy.NO_REPLY, "question": None},
        )
        await handling.note_closing(submission, at=now, closed_by=ClosedBy.NO_REPLY)
        await tell("lapsed", submission)
