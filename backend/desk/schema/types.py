"""What lies on a desk, on the graph."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import graph
from backend.accounts.schema import Person
from backend.actor import Role
from backend.desk import models, queries
from backend.desk.models import ViewTarget
from backend.organizations.schema import Organization
from backend.submissions.schema import Submission

strawberry.enum(ViewTarget, name="SavedViewTarget", description="Which list a saved view shows.")


@graph.error_type("Desk")
class DeskError(graph.UserError):
    """Why something at the desk was refused."""


def is_own(row: models.Snippet | models.SavedView, context: graph.Context) -> bool:
    """Whether the viewer may change it."""
    return row.owner_id == context.actor.person_id


@graph.node(models.InternalNote, visible_to=queries.notes_visible_to)
class InternalNote(graph.Node[models.InternalNote]):
    """What an office wrote to others about a case. No firm, chamber or auditor ever reads it."""

    submission: Submission | None = graph.to_one("submission_id", description="The case.")
    author: Person | None = graph.to_one(
        "author_id", sees_through=True, description="Who wrote it."
    )
    role: Role = graph.column(description="In which role.")
    organization: Organization | None = graph.to_one(
        "organization_id", sees_through=True, description="In which office."
    )
    text: str = graph.column(description="The words.")
    written_at: datetime = graph.column(description="When.")


@graph.node(models.Mention, visible_to=queries.mentions_visible_to)
class Mention(graph.Node[models.Mention]):
    """The viewer was called by name in a note; each sees his own alone."""

    note: InternalNote | None = graph.to_one("note_id", description="The note.")
    called_at: datetime = graph.column("mentioned_at", description="When (UTC).")
    done_at: datetime | None = graph.column(description="When he had done with it.")


@graph.node(models.AnsweringMark, visible_to=queries.marks_visible_to)
class AnsweringMark(graph.Node[models.AnsweringMark]):
    """Somebody in an office is answering the case right now (正在答复)."""

    person: Person | None = graph.to_one("person_id", sees_through=True, description="Who.")
    until: datetime = graph.column(description="When the mark fades unless it is set again.")


@graph.node(models.PastedLine, visible_to=queries.lines_visible_to)
class PastedLine(graph.Node[models.PastedLine]):
    """Where a case out of a chat comes from; for offices that may know the firm."""

    author: str | None = graph.column(description="The name in the chat.")
    said_at: datetime | None = graph.column(description="When it was said there.")
    filed_at: datetime = graph.column(description="When a clerk filed it.")
    filed_by: Person | None = graph.to_one(
        "filed_by_id", sees_through=True, description="Which clerk."
    )


@graph.node(models.Snippet, visible_to=queries.snippets_visible_to)
class Snippet(graph.Node[models.Snippet]):
    """A piece of a reply to be used again: one's own, or shared in one's organization."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    title: str = graph.column(description="Its name.")
    text: str = graph.column(description="The words.")
    is_shared: bool = graph.column(description="Whether the organization sees it.")
    is_own: bool = graph.function(is_own, description="Whether the viewer may change it.")
    organization: Organization | None = graph.to_one(
        "organization_id", sees_through=True, description="Where it is kept."
    )


@graph.node(models.SavedView, visible_to=queries.views_visible_to)
class SavedView(graph.Node[models.SavedView]):
    """A list with its filter under a name: one's own, or shared in one's organization."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    name: str = graph.column(description="Its name.")
    target: ViewTarget = graph.column(description="The list.")
    filter: str = graph.column(
        "conditions",
        description="JSON of a `SubmissionFilter` or `TaskFilter`: pass it as that list's `filter`.",
    )
    is_shared: bool = graph.column(description="Whether the organization sees it.")
    is_own: bool = graph.function(is_own, description="Whether the viewer may change it.")
    organization: Organization | None = graph.to_one(
        "organization_id", sees_through=True, description="Where it is kept."
    )
