"""The publication on the graph, and how lists of it are filtered."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import graph
from backend.db import sql
from backend.publications import models, queries
from backend.publications.models import PublicationState
from backend.publications.workflow import PublicationAct
from backend.submissions.models import Outcome
from backend.submissions.redaction import Identifying
from backend.submissions.schema import Submission

strawberry.enum(PublicationState, description="Where the telling of an outcome stands.")
strawberry.enum(PublicationAct, description="What can be done with a publication.")
strawberry.enum(Identifying, description="What in a text may tell whose case it is.")

ORDERS = {"PUBLISHED_AT": "published_at"}


def is_behind(row: models.Publication, context: graph.Context) -> bool:
    """Whether the viewer reads what stands behind it: its firm, and the area's offices."""
    return queries.reads_behind(context.actor, row)


def viewer_acts(row: models.Publication, context: graph.Context) -> list[PublicationAct]:
    """Return what the server would accept from the viewer now."""
    return queries.viewer_acts(row, context.actor)


@graph.node(models.Publication, visible_to=queries.visible_to)
class Publication(graph.Node[models.Publication]):
    """The outcome of one case, told to everybody without whose it was."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    state: PublicationState = graph.column(description="Where it stands.")
    title: str = graph.column(description="The topic.")
    question: str = graph.column(description="What was asked, in words that tell nobody.")
    answer: str = graph.column(description="What was answered.")
    outcome: Outcome | None = graph.column(description="What the answer brought.")
    area_code: str = graph.column(description="Code of the area that answered.")
    category_code: str | None = graph.column(description="What it is about.")
    published_at: datetime | None = graph.column(description="Since when everybody reads it.")
    proposed_at: datetime | None = graph.column(
        description="When these words were put to the firm.", when=is_behind
    )
    consented_at: datetime | None = graph.column(
        description="When the firm consented to them.", when=is_behind
    )
    withdrawn_at: datetime | None = graph.column(
        description="When it was taken back.", when=is_behind
    )
    answered_count: int | None = graph.column(
        description="How many said that it answers them, and filed nothing.", when=is_behind
    )
    me_too_count: int | None = graph.column(
        description="How many cases were filed beside it.", when=is_behind
    )
    submission: Submission | None = graph.to_one(
        "submission_id", description="The case, where the viewer may see it."
    )
    me_too_submissions: graph.Connection[Submission] = graph.to_many(
        "related_publication_id",
        order=("-filed_at", "id"),
        description="Cases filed beside it that the viewer may see, newest first.",
    )
    viewer_actions: list[PublicationAct] = graph.function(
        viewer_acts,
        description="Exactly what the server would accept from the viewer now; at most 10.",
    )


@strawberry.input
class PublicationFilter:
    """Fields are joined by AND, the values of a list by OR."""

    search: str | None = strawberry.field(
        default=None, description="Words that stand in it; at most 200 characters."
    )
    area_codes: list[str] | None = None
    category_codes: list[str] | None = None
    states: list[PublicationState] | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING if self.search is None else queries.searched(self.search)
        for column, values in (
            ("publication.area_code", self.area_codes),
            ("publication.category_code", self.category_codes),
            ("publication.state", self.states),
        ):
            if values is not None:
                found &= sql.is_in(column, values)
        return found


@strawberry.type
class PublishedAnswer:
    """A published answer to what somebody is typing."""

    publication: Publication = strawberry.field(description="The answer.")
    matched_words: list[str] = strawberry.field(
        description="Words that both have, the longest first; at most 8."
    )


@strawberry.type
class IdentifyingSpan:
    """A stretch of a text that may tell whose case it is; places count characters."""

    start: int = strawberry.field(description="Its first character.")
    end: int = strawberry.field(description="The character behind it.")
    kind: Identifying = strawberry.field(description="What it tells.")
    text: str = strawberry.field(description="The stretch itself.")
    stands_for: str = strawberry.field(description="What may stand in its place.")
    must_go: bool = strawberry.field(description="Whether nothing is published while it stands.")


@strawberry.type
class SuggestedText:
    """One field of a publication, as the case has it and as it may be told."""

    field: str = strawberry.field(description="`title`, `question` or `answer`.")
    text: str = strawberry.field(description="As the case has it.")
    redacted: str = strawberry.field(description="The same with every stretch replaced.")
    spans: list[IdentifyingSpan] = strawberry.field(description="What was found; at most 200.")
