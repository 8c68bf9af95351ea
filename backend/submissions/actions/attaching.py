"""Files of a person become attachments of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend import clock
from backend.actor import Actor, Role, Seat
from backend.db import uuid7
from backend.errors import Invalid, Words
from backend.files.actions import take
from backend.files.models import StoredFile
from backend.submissions.attachment_models import Attachment
from backend.submissions.models import Submission
from backend.submissions.telling import tell

MOST_AT_ONCE: Final = 9
MOST_ON_A_CASE: Final = 60
_FIRMS_SIDE: Final = frozenset({Role.ENTREPRENEUR, Role.CHAMBER_HEAD})
_PATH: Final = ("input", "attachmentIds")


async def attach(
    submission: Submission,
    file_ids: Sequence[UUID],
    *,
    actor: Actor,
    seat: Seat,
    reply_id: UUID | None = None,
    message_id: UUID | None = None,
) -> None:
    """Hang the actor's own files on a case, in the unit of what they come with; none is no act.

    Raises `Invalid` for more than nine, and for a file that is not his or used already.
    """
    if not file_ids:
        return
    if len(set(file_ids)) > MOST_AT_ONCE:
        words = Words(f"一次最多 {MOST_AT_ONCE} 个附件", f"At most {MOST_AT_ONCE} files at once")
        raise Invalid(words, path=_PATH)
    files = await take(file_ids, actor=actor, path=_PATH)
    ids = [uuid7() for _ in files]
    # The event comes first: it holds the case, so that of two acts each counts the other's files.
    what = "attached" if reply_id is None else "reply_attached"
    await tell(what, submission, actor=actor, seat=seat, payload={"attachment_ids": ids})
    before = await Attachment.filter(submission_id=submission.id).count()
    if before + len(files) > MOST_ON_A_CASE:
        words = Words(
            f"一件诉求最多 {MOST_ON_A_CASE} 个附件", f"A case takes {MOST_ON_A_CASE} files"
        )
        raise Invalid(words, path=_PATH)
    for number, (attachment_id, file) in enumerate(zip(ids, files, strict=True), start=1):
        await Attachment.create(
            id=attachment_id,
            submission_id=submission.id,
            file_id=file.id,
            reply_id=reply_id,
            message_id=message_id,
            position=before + number,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            is_from_firm=seat.role in _FIRMS_SIDE,
            added_by_id=actor.person_id,
            organization_id=seat.organization_id,
            added_at=clock.now(),
        )


async def hang_on_part(part: Submission, *, whole: Submission) -> None:
    """Give a part of a case the files that came with the whole, in the unit that splits it.

    Each gets a row of its own on the same content: sight of a part is sight of its files.
    """
    own = Attachment.filter(submission_id=whole.id, reply_id=None, message_id=None)
    for position, attachment in enumerate(await own.order_by("position"), start=1):
        file = await StoredFile.get(id=attachment.file_id)
        copy = await StoredFile.create(
            owner_id=file.owner_id,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
            name=file.name,
            created_at=file.created_at,
            attached_at=clock.now(),
        )
        await Attachment.create(
            submission_id=part.id,
            file_id=copy.id,
            position=position,
            name=attachment.name,
            media_type=attachment.media_type,
            size=attachment.size,
            is_from_firm=attachment.is_from_firm,
            added_by_id=attachment.added_by_id,
            organization_id=attachment.organization_id,
            added_at=attachment.added_at,
        )
