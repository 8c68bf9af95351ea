"""How a case comes in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.actions import disclose_phone
from backend.actor import Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, NotPossible, Words, not_allowed
from backend.organizations import places
from backend.organizations import queries as organizations
from backend.submissions import handling, numbers, policy, promises, searching
from backend.submissions.actions.attaching import attach
from backend.submissions.actions.reading import log_revealing
from backend.submissions.actions.reviewing import complaint_columns
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
from backend.submissions.sides import seat_in_firm
from backend.submissions.telling import tell
from backend.submissions.vocabulary import ChamberStanding
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
    chamber_id: UUID | None = None
    attachment_ids: tuple[UUID, ...] = ()
    import_key: str | None = None
    complained_of_id: UUID | None = None
    related_publication_id: UUID | None = None


async def file(filing: Filing, *, actor: Actor) -> Submission:
    """File one sentence of a firm as a case, by one of its own people."""
    seat = seat_in_firm(actor, filing.firm_id)
    if seat is None or actor.is_code_holder:
        raise not_allowed()
    return await enter(
        filing, actor=actor, seat=seat, area_code=seat.area_code, filed_by_id=actor.person_id
    )


async def enter(
    filing: Filing, *, actor: Actor, seat: Seat, area_code: str, filed_by_id: UUID | None
) -> Submission:
    """Enter one sentence of a firm as a case: number, promise and clock in one transaction.

    The caller has checked that `actor` may file for the firm, in `seat`; `filed_by_id` is who
    speaks for the firm.
    """
    title, body = await checked_words(filing, actor=actor)
    kind = Kind.URGENT if filing.is_urgent else Kind.GENERAL
    complaint = await complaint_columns(filing.complained_of_id, area_code=area_code)
    zone = await organizations.zone_of(area_code)
    async with unit_of_work():
        now = clock.now()
        promised = await promises.promise(kind, filed_at=now, area_code=area_code)
        row = await Submission.create(
            number=await numbers.next_number(clock.date_in(zone, now).year),
            state=State.FILED,
            area_code=area_code,
            channel=filing.channel,
            kind=kind,
            category_code=filing.category_code or guess_category(f"{title} {body}"),
            category_is_guessed=filing.category_code is None,
            tier=filing.tier or await places.tier_held(filing.firm_id, on=clock.date_in(zone, now)),
            visibility=filing.visibility,
            title=title,
            body=body,
            firm_id=filing.firm_id,
            filed_by_id=filed_by_id,
            import_key=filing.import_key,
            chamber_id=filing.chamber_id,
            chamber_standing=ChamberStanding.ACTING if filing.chamber_id else None,
            related_publication_id=filing.related_publication_id,
            filed_at=now,
            **complaint,
            **promised,
        )
        await handling.begin_round(row)
        await searching.index(row)
        await tell("filed", row, actor=actor, seat=seat, payload=filing_facts(row))
        await attach(row, filing.attachment_ids, actor=actor, seat=seat)
    return row


async def checked_words(filing: Filing, *, actor: Actor) -> tuple[str, str]:
    """Return title and body of a filing that can be right; raises Invalid."""
    if filing.visibility is Visibility.ANONYMOUS and not actor.is_code_holder:
        raise Invalid(
            Words("匿名提交不能登录账号", "An anonymous case is filed signed out"),
            path=("input", "visibility"),
        )
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
    return title, body


async def reveal_contact(submission: Submission, *, reason: str, actor: Actor) -> str:
    """Return the number of the firm's contact in full; who saw it and why is written down."""
    seat = policy.ensure_may(Act.REVEAL_CONTACT, submission, actor=actor)
    ensure_possible(submission, STEPS[Act.REVEAL_CONTACT])
    filed_by_id = submission.filed_by_id
    person = await accounts.person_by_id(filed_by_id) if filed_by_id else None
    if person is None:
        raise NotPossible(Words("没有登记联系人", "No contact is on record"), path=("input", "id"))
    async with unit_of_work():
        number = await disclose_phone(
            person, reason=reason, actor=actor, seat=seat, submission_id=submission.id
        )
        await log_revealing(submission, actor=actor)
    return number


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
        "complained_of_id": row.complained_of_id,
        "promised_due_at": row.promised_due_at,
    }
