"""What hangs on a case: who sees it, under which name, and how it is opened."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from backend.actor import Actor, Scope
from backend.db import sql
from backend.errors import Language
from backend.files import links
from backend.files import queries as files
from backend.files.names import neutral_name
from backend.files.policy import owner_of
from backend.submissions import queries
from backend.submissions.attachment_models import Attachment
from backend.submissions.correspondence import messages_visible_to
from backend.submissions.models import Submission
from backend.submissions.sides import office_seat

HIDDEN: Final = "hidden"
"""The option of a link for somebody from whom the sender is hidden."""


def visible_to(actor: Actor) -> sql.Where:
    """Attachments of visible cases; those of a reply or a message where that is visible."""
    cases, replies = queries.visible_to(actor), queries.replies_visible_to(actor)
    messages = messages_visible_to(actor)
    seen = sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE submission.id = attachment.submission_id "
        f"AND ({cases.text}))",
        cases.values,
    )
    seen &= sql.Where(
        "attachment.reply_id IS NULL OR EXISTS (SELECT 1 FROM reply WHERE "
        f"reply.id = attachment.reply_id AND ({replies.text}))",
        replies.values,
    )
    return seen & sql.Where(
        "attachment.message_id IS NULL OR EXISTS (SELECT 1 FROM case_message WHERE "
        f"case_message.id = attachment.message_id AND ({messages.text}))",
        messages.values,
    )


def is_hidden_from(actor: Actor, row: Attachment, case: Submission) -> bool:
    """Whether the actor may not learn who the firm is: the name of a file may carry it."""
    is_own = actor.belongs_to(row.organization_id)
    return not is_own and not queries.identity_visible(actor, case)


def sender_is_visible(actor: Actor, row: Attachment, case: Submission) -> bool:
    """Whether the actor may learn which person sent it: offices are offices to those outside."""
    if is_hidden_from(actor, row, case):
        return False
    if not row.is_from_firm and not actor.may_use(Scope.IDENTITY):
        return False
    return row.is_from_firm or office_seat(actor, case) is not None


def shown_name(row: Attachment, language: Language, *, is_hidden: bool) -> str:
    """Return the file's name, or a neutral one."""
    return neutral_name(row.name, row.position, language) if is_hidden else row.name


def link_for(actor: Actor, row: Attachment, *, is_hidden: bool) -> str | None:
    """Return the address at which the actor may open it, for some minutes."""
    owner_id = owner_of(actor)
    if owner_id is None:
        return None
    options = HIDDEN if is_hidden else ""
    return links.signed("attachments", row.id, owner_id=owner_id, options=options)


async def opened(attachment_id: UUID, *, actor: Actor) -> tuple[Attachment, str] | None:
    """Return an attachment with the hash of its content, if the actor may see it."""
    where = sql.Where("attachment.id = ?", (attachment_id,)) & visible_to(actor)
    row = await sql.one(Attachment, where)
    if row is None:
        return None
    return row, (await files.by_ids([row.file_id]))[row.file_id].sha256
