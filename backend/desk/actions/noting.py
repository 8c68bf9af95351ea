"""Notes between offices, who is called by name in them, and who is answering right now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend import clock
from backend.accounts.actors import actor_of_person
from backend.actor import Actor
from backend.db import clean_text, sql, unit_of_work, uuid7
from backend.desk import policy, queries
from backend.desk.models import NOTE_LENGTH, AnsweringMark, InternalNote, Mention
from backend.errors import Invalid, Words
from backend.events import record
from backend.submissions.models import Submission

MOST_MENTIONS = 10
MARK_LASTS = timedelta(minutes=2)
"""A mark fades after so long unless it is set again."""


async def write_note(
    submission: Submission, *, text: str, mentions: Sequence[UUID] = (), actor: Actor
) -> InternalNote:
    """Write a note on the case; whoever is called by name in it finds it on his desk."""
    seat = policy.ensure_may_note(submission, actor=actor)
    text = clean_text(text, minimum=1, maximum=NOTE_LENGTH, path=("input", "text"))
    called = list(dict.fromkeys(mentions))
    await _ensure_reading(submission, called, organization_id=seat.organization_id)
    async with unit_of_work():
        now = clock.now()
        note = await InternalNote.create(
            submission_id=submission.id,
            author_id=actor.person_id,
            role=seat.role,
            organization_id=seat.organization_id,
            text=text,
            written_at=now,
        )
        for person_id in called:
            await Mention.create(
                note_id=note.id,
                submission_id=submission.id,
                person_id=person_id,
                mentioned_at=now,
            )
        await record(
            "note.written",
            note,
            actor=actor,
            seat=seat,
            area_code=submission.area_code,
            thread_id=submission.id,
            payload={"note_id": note.id, "mentions": len(called)},
        )
    return note


async def _ensure_reading(
    submission: Submission, called: Sequence[UUID], *, organization_id: UUID
) -> None:
    """Refuse to call anybody who would not read the note."""
    if len(called) > MOST_MENTIONS:
        raise Invalid(
            Words(f"一次最多提醒 {MOST_MENTIONS} 人", f"At most {MOST_MENTIONS} people"),
            path=("input", "mentions"),
        )
    for index, person_id in enumerate(called):
        person = await actor_of_person(person_id)
        if not await queries.may_read_notes(
            submission, actor=person, organization_id=organization_id
        ):
            raise Invalid(
                Words("此人看不到这件诉求，不能提醒", "This person does not read the case"),
                path=("input", "mentions", index),
            )


async def settle_mention(mention: Mention) -> None:
    """Take a mention off one's desk; twice is no mistake. The caller found it as his own."""
    async with unit_of_work():
        open_still = Mention.filter(id=mention.id, done_at__isnull=True)
        await open_still.update(done_at=clock.now())
        await mention.refresh_from_db()


async def set_mark(submission: Submission, *, actor: Actor) -> AnsweringMark | None:
    """Show to other offices that one is answering, for two minutes from now."""
    policy.ensure_may_note(submission, actor=actor)
    until = clock.now() + MARK_LASTS
    async with unit_of_work():
        await sql.execute(
            "INSERT INTO answering_mark (id, submission_id, person_id, until) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (submission_id, person_id) DO UPDATE SET until = excluded.until",
            (uuid7(), submission.id, actor.person_id, until),
        )
    return await AnsweringMark.get_or_none(submission_id=submission.id, person_id=actor.person_id)


async def clear_mark(submission: Submission, *, actor: Actor) -> None:
    """Take one's own mark off the case."""
    policy.ensure_may_note(submission, actor=actor)
    async with unit_of_work():
        await AnsweringMark.filter(submission_id=submission.id, person_id=actor.person_id).delete()
