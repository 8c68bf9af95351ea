"""A case with several matters becomes several cases, each with a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import clean_text, sql, unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.organizations import queries as organizations
from backend.submissions import handling, numbers, policy, searching
from backend.submissions.actions.attaching import hang_on_part
from backend.submissions.actions.filing import filing_facts, title_of
from backend.submissions.guess import guess_category
from backend.submissions.models import BODY_LENGTH, TITLE_LENGTH, ClosedBy, State, Submission
from backend.submissions.replies import required_text
from backend.submissions.telling import tell
from backend.submissions.workflow import OPEN_STATES, STEPS, Act
from backend.workflow import move

FEWEST_PARTS, MOST_PARTS = 2, 10
INHERITED = (
    "area_code",
    "channel",
    "kind",
    "tier",
    "visibility",
    "firm_id",
    "filed_by_id",
    "chamber_id",
    "chamber_standing",
    "complained_of_id",
    "complained_of_supervises",
    "filed_at",
    "promised_due_at",
    "promise_is_provisional",
    "contact_due_at",
    "verify_due_at",
)
"""What every part has from the whole: whose it is, and the clocks that run since it was filed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One matter of a case; without a title its first sentence is one, the category is guessed."""

    body: str
    title: str = ""
    category_code: str | None = None


async def split(
    submission: Submission,
    *,
    parts: Sequence[Part],
    actor: Actor,
    expected_version: int | None = None,
) -> list[Submission]:
    """Split a case before it is taken on; the whole is closed and keeps the table of its parts.

    The whole was never accepted and stands in no figure; each part is verified for itself, with the
    promise that the firm was given for the whole.
    """
    seat = policy.ensure_may(Act.SPLIT, submission, actor=actor)
    drafts = await checked(parts)
    async with unit_of_work():
        now = clock.now()
        await move(
            submission,
            STEPS[Act.SPLIT],
            expected_version=expected_version,
            changes={
                "closed_at": now,
                "closed_by": ClosedBy.SPLIT,
                "open_part_count": len(drafts),
            },
        )
        await handling.note_closing(submission, at=now, closed_by=ClosedBy.SPLIT)
        made = [
            await make_part(submission, draft, number=number, actor=actor, seat=seat)
            for number, draft in enumerate(drafts, start=1)
        ]
        facts = {"parts": [{"submission_id": part.id, "number": part.number} for part in made]}
        await tell("split", submission, actor=actor, seat=seat, payload=facts)
    return made


async def checked(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with clean words; raise Invalid unless there are two to ten whole ones."""
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        raise Invalid(
            Words("请拆分为二至十项", "Split it into two to ten parts"), path=("input", "parts")
        )
    return [await checked_part(part, path=("input", "parts", n)) for n, part in enumerate(parts)]


async def checked_part(part: Part, *, path: tuple[str | int, ...]) -> Part:
    """Return one part with clean words."""
    body = required_text(part.body, path=(*path, "body"), maximum=BODY_LENGTH)
    title = clean_text(part.title, maximum=TITLE_LENGTH, path=(*path, "title"))
    if part.category_code is not None:
        await organizations.ensure_category(part.category_code, path=(*path, "categoryCode"))
    return Part(body, title or title_of(body), part.category_code)


async def make_part(
    whole: Submission, part: Part, *, number: int, actor: Actor, seat: Seat
) -> Submission:
    """Create the case of one part: filed when the whole was; the caller holds the unit."""
    zone = await organizations.zone_of(whole.area_code)
    row = await Submission.create(
        number=await numbers.next_number(clock.date_in(zone, clock.now()).year),
        state=State.FILED,
        title=part.title,
        body=part.body,
        category_code=part.category_code or guess_category(f"{part.title} {part.body}"),
        category_is_guessed=part.category_code is None,
        parent_id=whole.id,
        part_number=number,
        **{name: getattr(whole, name) for name in INHERITED},
    )
    await hang_on_part(row, whole=whole)
    await handling.begin_round(row)
    await searching.index(row)
    await record(
        "submission.filed",
        row,
        actor=actor,
        seat=seat,
        area_code=row.area_code,
        thread_id=row.id,
        payload={**filing_facts(row), "parent_id": whole.id},
        occurred_at=row.filed_at,
    )
    return row


async def count_open_parts(whole_id: UUID) -> None:
    """Let a split case know how many of its parts are still open; counting twice is counting once."""
    open_ones = sql.Where("part.parent_id = ?", (whole_id,)) & sql.is_in(
        "part.state", sorted(OPEN_STATES)
    )
    await sql.execute(
        "UPDATE submission SET open_part_count = (SELECT COUNT(*) FROM submission AS part "
        f"WHERE {open_ones.text}) WHERE id = ?",
        (*open_ones.values, whole_id),
    )
