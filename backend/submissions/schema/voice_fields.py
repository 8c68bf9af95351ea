"""What is said in a case, who filed it for whom, and who read it: the fields of a case about that."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, datetime

import strawberry

from backend import graph
from backend.actor import Role
from backend.events.visibility import STAFF
from backend.organizations.models import OrganizationKind
from backend.organizations.schema import Organization
from backend.submissions import actions, correspondence, models, queries, voice_models
from backend.submissions.models import ChamberStanding
from backend.submissions.schema import unnamed
from backend.submissions.schema.attached import Attachment
from backend.submissions.sides import hides_firm
from backend.submissions.voice_models import AccessKind

strawberry.enum(
    ChamberStanding, description="What a chamber that filed for its member may still do."
)
strawberry.enum(AccessKind, description="What was done with a case whose firm is hidden.")


def note_reading(row: models.Submission, context: graph.Context) -> None:
    """Have the reading of a hidden firm's case written down before the answer leaves."""
    if hides_firm(row) and not context.actor.belongs_to(row.firm_id):
        context.owe(actions.log_reading, row.id)


def firm_is_visible(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer may learn which firm it is."""
    return queries.identity_visible(context.actor, row)


def identity_is_read(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer may learn which firm it is; that he does is written down."""
    note_reading(row, context)
    return queries.identity_visible(context.actor, row)


def title(row: models.Submission, context: graph.Context) -> str | Awaitable[str]:
    """Return the first sentence, without names for those who may not know them."""
    return unnamed.of_case(row.title, row, context)


def body(row: models.Submission, context: graph.Context) -> str | Awaitable[str]:
    """Return what the firm says, without names for some; that it was read is written down."""
    note_reading(row, context)
    return unnamed.of_case(row.body, row, context)


def dispute_text(row: models.Submission, context: graph.Context) -> str | Awaitable[str] | None:
    """Return why the firm disputes in its words, without names for some."""
    text = row.dispute_text
    return unnamed.of_case(text, row, context) if text is not None else None


def text_of_message(row: voice_models.CaseMessage, context: graph.Context) -> Awaitable[str]:
    """Return the text, without names for some; that a hidden case was read is written down."""
    context.owe(actions.log_reading, row.submission_id)
    return unnamed.of_thread(row.text, row.submission_id, context)


def is_from_firm(row: voice_models.CaseMessage, _context: graph.Context) -> bool:
    """Return whether the firm's side wrote it."""
    return row.role not in STAFF


def is_from_office(row: voice_models.CaseMessage, context: graph.Context) -> bool:
    """Return whether an office wrote it: of the firm's side the case tells who it is, or not."""
    return not is_from_firm(row, context)


@graph.node(voice_models.CaseMessage, visible_to=correspondence.messages_visible_to)
class CaseMessage(graph.Node[voice_models.CaseMessage]):
    """One message between the firm and those who handle its case. It names no persons."""

    text: str = graph.function(text_of_message, description="The message.")
    is_from_firm: bool = graph.function(
        is_from_firm, description="Written by the firm or its chamber, else by an office."
    )
    role: Role = graph.column(description="The role in which it was written.")
    organization: Organization | None = graph.to_one(
        "organization_id",
        sees_through=True,
        when=is_from_office,
        description="The office that wrote it; null for the firm's side: see `Submission.firm`.",
    )
    posted_at: datetime = graph.column(description="When.")
    attachments: graph.Connection[Attachment] = graph.to_many(
        "message_id", order=("position", "id"), description="The files that came with it."
    )


@graph.node(voice_models.AccessLog, visible_to=correspondence.receipts_visible_to)
class AccessReceipt(graph.Node[voice_models.AccessLog]):
    """Somebody in an office read a case whose firm is hidden. It names no person and no office."""

    role: Role = graph.column(description="In which role.")
    organization_kind: OrganizationKind = graph.column(description="In what kind of office.")
    kind: AccessKind = graph.column(description="What was done.")
    read_on: date = graph.column(description="On which day, in the area's zone.")


@strawberry.type
class SubmissionVoices:
    """The part of a case about who speaks and who reads."""

    title: str = graph.function(title, description="The first sentence.")
    body: str = graph.function(
        body,
        description="What the firm says. Names, numbers and codes of the firm and its people are "
        "left out, here and in all its words, for those who may not learn which firm it is.",
    )
    dispute_text: str | None = graph.function(
        dispute_text, description="Why the firm disputes, in its words."
    )
    chamber: Organization | None = graph.to_one(
        "chamber_id",
        sees_through=True,
        when=firm_is_visible,
        description="The chamber that filed it for its member `firm`, if one did.",
    )
    chamber_standing: ChamberStanding | None = graph.column(
        description="What that chamber may still do.", when=firm_is_visible
    )
    messages: graph.Connection[CaseMessage] = graph.to_many(
        "submission_id",
        order=("posted_at", "id"),
        description="What the firm and those who handle its case write to each other.",
    )
    access_receipts: graph.Connection[AccessReceipt] = graph.to_many(
        "submission_id",
        order=("-read_on", "id"),
        description="For the firm: who read its case while its name is hidden, latest first; once "
        "for each person and day. Supervision and audit are not listed.",
    )
