"""How a case comes in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.actions import disclose_phone
from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, NotPossible, Words, not_allowed
from backend.organizations import queries as organizations
from backend.submissions import handling, numbers, policy, promises
from backend.submissions.guess import guess_category
from backend.submissions.models import (
    BODY_LENGTH,
    TITLE_LENGTH,
    Channel,
    Kind,
    State,
    Submission,
    Visibility,
)
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import ensure_possible


@dataclass(frozen=True, slots=True)
class Filing:
    """What a firm says. One sentence is enough: everything but `body` may be left out."""

    firm_id: UUID
    body: str
    title: str = ""
    category_code: str | None = None
    is_urgent: bool = False
    visibility: Visibility = Visibility.NORMAL
    channel: Channel = Channel.FORM
    tier: str | None = None


async def file(filing: Filing, *, actor: Actor) -> Submission:
    """File one sentence of a firm as a case: number, promise and clock in one transaction."""
    seat = policy.seat_in_firm(actor, filing.firm_id)
    if seat is None:
        raise not_allowed()
    body = clean_text(filing.body, maximum=BODY_LENGTH, path=("input", "body"))
    if not body:
        raise Invalid(
            Words("请用一句话写下您的诉求", "Please say in one sentence what it is about"),
            path=("input", "body"),
        )
    title = clean_text(filing.title, maximum=TITLE_LENGTH, path=("input", "title"))
    title = title or title_of(body)
    if filing.category_code is not None:
        await organizations.ensure_category(filing.category_code, path=("input", "categoryCode"))
    kind = Kind.URGENT if filing.is_urgent else Kind.GENERAL
    zone = await organizations.zone_of(seat.area_code)
    async with unit_of_work():
        now = clock.now()
        promised = await promises.promise(kind, filed_at=now, area_code=seat.area_code)
        row = await Submission.create(
            number=await numbers.next_number(clock.date_in(zone, now).year),
            state=State.FILED,
            area_code=seat.area_code,
            channel=filing.channel,
            kind=kind,
            category_code=filing.category_code or guess_category(f"{title} {body}"),
            category_is_guessed=filing.category_code is None,
            tier=filing.tier,
            visibility=filing.visibility,
            title=title,
            body=body,
            firm_id=filing.firm_id,
            filed_by_id=actor.person_id,
            filed_at=now,
            **promised,
        )
        await handling.begin_round(row)
        await tell("filed", row, actor=actor, seat=seat, payload=filing_facts(row))
    return row


async def reveal_contact(submission: Submission, *, reason: str, actor: Actor) -> str:
    """Return the number of the firm's contact in full; who saw it and why is written down."""
    seat = policy.ensure_may(Act.REVEAL_CONTACT, submission, actor=actor)
    ensure_possible(submission, STEPS[Act.REVEAL_CONTACT])
    filed_by_id = submission.filed_by_id
    person = await accounts.person_by_id(filed_by_id) if filed_by_id else None
    if person is None:
        raise NotPossible(Words("没有登记联系人", "No contact is on record"), path=("input", "id"))
    return await disclose_phone(
        person, reason=reason, actor=actor, seat=seat, submission_id=submission.id
    )


def title_of(body: str) -> str:
    """Return the first sentence as the title, cut where it must be."""
    first = body.replace("\n", " ")
    for mark in "。！？!?；;":
        first = first.split(mark, 1)[0]
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def filing_facts(row: Submission) -> dict[str, object]:
    """Return the payload of `submission.filed`."""
    return {
        "number": row.number,
        "channel": row.channel,
        "kind": row.kind,
        "category_code": row.category_code,
        "tier": row.tier,
        "visibility": row.visibility,
        "promised_due_at": row.promised_due_at,
    }
