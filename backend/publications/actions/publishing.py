"""An office proposes, the firm consents, an office publishes; either side takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from backend import clock, search
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.errors import NotPossible, conflict
from backend.events import record
from backend.publications import policy, queries
from backend.publications.checking import ensure_nameless, ensure_publishable
from backend.publications.models import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Publication,
    PublicationState,
)
from backend.publications.workflow import STEPS, PublicationAct, why_not_publishable
from backend.submissions.models import REASON_LENGTH, Submission
from backend.submissions.queries import by_id
from backend.submissions.replies import required_text
from backend.submissions.sides import hides_firm
from backend.workflow import ensure_possible, move


@dataclass(frozen=True, slots=True)
class Text:
    """What is told: the topic, the question and the answer."""

    title: str
    question: str
    answer: str

    def checked(self) -> dict[str, str]:
        """Return the columns; raise Invalid for what is missing or too long."""
        lengths = {"title": TITLE_LENGTH, "question": TEXT_LENGTH, "answer": TEXT_LENGTH}
        return {
            field: required_text(text, path=("input", field), maximum=lengths[field])
            for field, text in asdict(self).items()
        }


async def ask(case: Submission, *, actor: Actor) -> Publication:
    """The firm asks that the outcome of its case be told to others."""
    seat = policy.seat_to_ask(actor, case)
    _ensure_publishable(case, firm_asked=True)
    async with unit_of_work():
        row = await queries.of_case(case.id)
        if row is None:
            row = await _new(case, PublicationState.ASKED, firm_asked=True)
        else:
            await move(row, STEPS[PublicationAct.ASK], changes={"firm_asked": True})
        await _tell("asked", row, actor=actor, seat=seat)
    return row


async def propose(case: Submission, text: Text, *, actor: Actor) -> Publication:
    """Propose to the firm what would be told; it is not told before the firm consents."""
    seat = policy.seat_to_prepare(actor, case)
    async with unit_of_work():
        row = await queries.of_case(case.id)
        _ensure_publishable(case, firm_asked=row is not None and row.firm_asked)
        if row is not None:
            ensure_possible(row, STEPS[PublicationAct.PROPOSE])
        told = text.checked()
        await ensure_nameless(case, told)
        changes = {**told, "outcome": case.outcome, "proposed_at": clock.now()}
        if row is None:
            row = await _new(case, PublicationState.PROPOSED, **changes)
        else:
            await move(row, STEPS[PublicationAct.PROPOSE], changes=changes)
        await _tell("proposed", row, actor=actor, seat=seat)
    return row


async def revise(
    row: Publication, text: Text, *, actor: Actor, expected_version: int | None = None
) -> None:
    """Change what would be told; a consent to the earlier words is void."""
    seat = policy.ensure_may(PublicationAct.REVISE, row, actor=actor)
    ensure_possible(row, STEPS[PublicationAct.REVISE], expected_version=expected_version)
    told = text.checked()
    async with unit_of_work():
        await ensure_nameless(await by_id(row.submission_id), told)
        await move(
            row,
            STEPS[PublicationAct.REVISE],
            expected_version=expected_version,
            changes={**told, "proposed_at": clock.now(), "consented_at": None},
        )
        await _tell("revised", row, actor=actor, seat=seat)


async def consent(row: Publication, *, actor: Actor, expected_version: int | None = None) -> None:
    """The firm consents to exactly the words it has read."""
    seat = policy.ensure_may(PublicationAct.CONSENT, row, actor=actor)
    async with unit_of_work():
        await move(
            row,
            STEPS[PublicationAct.CONSENT],
            expected_version=expected_version,
            changes={"consented_at": clock.now()},
        )
        await _tell("consented", row, actor=actor, seat=seat)


async def refuse(row: Publication, *, actor: Actor, expected_version: int | None = None) -> None:
    """The firm does not want it told; nobody asks it again."""
    seat = policy.ensure_may(PublicationAct.REFUSE, row, actor=actor)
    async with unit_of_work():
        await move(
            row,
            STEPS[PublicationAct.REFUSE],
            expected_version=expected_version,
            changes={"firm_asked": False},
        )
        await _tell("refused", row, actor=actor, seat=seat)


async def publish(row: Publication, *, actor: Actor, expected_version: int | None = None) -> None:
    """Tell everybody; the text is read once more for what tells whose it is."""
    seat = policy.ensure_may(PublicationAct.PUBLISH, row, actor=actor)
    ensure_possible(row, STEPS[PublicationAct.PUBLISH], expected_version=expected_version)
    async with unit_of_work():
        case = await ensure_publishable(row)
        _ensure_publishable(case, firm_asked=row.firm_asked)
        await move(
            row,
            STEPS[PublicationAct.PUBLISH],
            expected_version=expected_version,
            changes={
                "published_at": clock.now(),
                "outcome": case.outcome,
                "category_code": case.category_code,
            },
        )
        await search.put(queries.KIND, row.id, queries.text_of(row))
        await _tell("published", row, actor=actor, seat=seat)


async def withdraw(
    row: Publication, *, reason: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Take it back, as the firm or the Federation; nobody finds it any more."""
    seat = policy.ensure_may(PublicationAct.WITHDRAW, row, actor=actor)
    reason = required_text(reason, path=("input", "reason"), maximum=REASON_LENGTH)
    async with unit_of_work():
        await move(
            row,
            STEPS[PublicationAct.WITHDRAW],
            expected_version=expected_version,
            changes={"withdrawn_at": clock.now(), "firm_asked": False},
        )
        await search.remove(queries.KIND, row.id)
        await _tell("withdrawn", row, actor=actor, seat=seat, reason=reason)


async def _new(case: Submission, state: PublicationState, **columns: Any) -> Publication:
    row = Publication(
        submission_id=case.id,
        firm_id=case.firm_id,
        state=state,
        area_code=case.area_code,
        category_code=case.category_code,
        is_hidden=hides_firm(case),
        **columns,
    )
    await Publication.bulk_create([row], ignore_conflicts=True)
    kept = await Publication.get(submission_id=case.id)
    if kept.id != row.id:
        # Somebody else began at the same moment.
        raise conflict(kept)
    return kept


def _ensure_publishable(case: Submission, *, firm_asked: bool) -> None:
    if words := why_not_publishable(case, firm_asked=firm_asked):
        raise NotPossible(words, path=("input", "submissionId"))


async def _tell(
    what: str,
    row: Publication,
    *,
    actor: Actor,
    seat: Seat | None,
    reason: str = "",
    payload: Mapping[str, object] | None = None,
) -> None:
    """Record `publication.<what>` in the thread of its case."""
    await record(
        f"publication.{what}",
        row,
        actor=actor,
        seat=seat,
        area_code=row.area_code,
        thread_id=row.submission_id,
        payload=payload or {},
        reason=reason,
    )
