"""What hangs on a case, on the graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from backend import graph
from backend.accounts.schema import Person
from backend.errors import Invalid, Words
from backend.files.schema import StoredFile
from backend.graph.nodes import node_type_of, node_type_of_row
from backend.organizations.schema import Organization
from backend.submissions import attachments
from backend.submissions.attachment_models import Attachment as AttachmentRow
from backend.submissions.models import Submission as SubmissionRow


@graph.node(AttachmentRow, visible_to=attachments.visible_to)
class Attachment(graph.Node[AttachmentRow]):
    """A file on a case; whoever sees the case sees it."""

    media_type: str = graph.column(description="What its content is.")
    size: int = graph.column(description="Bytes.")
    is_from_firm: bool = graph.column(description="The firm's side sent it, not an office.")
    added_at: datetime = graph.column(description="When it was attached.")

    @strawberry.field(
        description="The name of the file; a neutral one where the firm is hidden from the viewer."
    )
    async def name(self, info: strawberry.Info) -> str:
        """Return the name."""
        is_hidden = await _is_hidden(self.row, graph.context_of(info))
        return attachments.shown_name(self.row, graph.language_of(info), is_hidden=is_hidden)

    @strawberry.field(
        description="Where the content is, for this viewer and five to ten minutes; below the "
        "address of the server. Pictures are shown, all else is saved."
    )
    async def url(self, info: strawberry.Info) -> str | None:
        """Return the signed address."""
        context = graph.context_of(info)
        is_hidden = await _is_hidden(self.row, context)
        return attachments.link_for(context.actor, self.row, is_hidden=is_hidden)

    @strawberry.field(
        description="Who sent it; null where he is hidden from the viewer, and for the people of "
        "offices to all outside of them."
    )
    async def added_by(self, info: strawberry.Info) -> Person | None:
        """Return the person."""
        context = graph.context_of(info)
        case = await _case_of(self.row, context)
        if self.row.added_by_id is None or case is None:
            return None
        if not attachments.sender_is_visible(context.actor, self.row, case):
            return None
        people = node_type_of(Person).batch(context, sees_through=True)
        return cast("Person | None", await people.get(self.row.added_by_id))

    @strawberry.field(description="For whom it was sent; null where the firm is hidden.")
    async def organization(self, info: strawberry.Info) -> Organization | None:
        """Return the firm, chamber or office."""
        context = graph.context_of(info)
        if self.row.is_from_firm and await _is_hidden(self.row, context):
            return None
        organizations = node_type_of(Organization).batch(context, sees_through=True)
        return cast("Organization | None", await organizations.get(self.row.organization_id))


@strawberry.type
class WithAttachments:
    """The part of a case that lists its files."""

    attachments: graph.Connection[Attachment] = graph.to_many(
        "submission_id", order=("position", "id"), description="Its files, in order."
    )


def file_ids(ids: Sequence[strawberry.ID]) -> tuple[UUID, ...]:
    """Return the keys of `attachmentIds`; raises `Invalid` for what is no id of a file."""
    keys = [graph.decode_id(each, StoredFile.__name__) for each in ids]
    found = tuple(key for key in keys if key is not None)
    if len(found) != len(keys):
        raise Invalid(
            Words("附件编号不正确，请重新上传", "This is no id of a file: send it again"),
            path=("input", "attachmentIds"),
        )
    return found


async def _is_hidden(row: AttachmentRow, context: graph.Context) -> bool:
    case = await _case_of(row, context)
    return case is None or attachments.is_hidden_from(context.actor, row, case)


async def _case_of(row: AttachmentRow, context: graph.Context) -> SubmissionRow | None:
    kind = node_type_of_row(SubmissionRow)
    case = await kind.batch(context, sees_through=True).get(row.submission_id)
    return None if case is None else case.row
