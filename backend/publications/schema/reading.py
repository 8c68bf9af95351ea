"""Reading published answers, and preparing one."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.errors import DomainError
from backend.publications import checking, policy, queries
from backend.publications.schema.types import (
    ORDERS,
    IdentifyingSpan,
    Publication,
    PublicationFilter,
    PublishedAnswer,
    SuggestedText,
)
from backend.submissions.models import Submission as Case
from backend.submissions.queries import identity_visible
from backend.submissions.redaction import MUST_GO, STANDS_FOR, Span, redacted
from backend.submissions.schema import Submission

MOST_SPANS = 200
LONGEST_CHECKED = 5000


@strawberry.type
class PublicationQuery:
    """What was told to everybody. Works signed out."""

    publications: graph.Connection[Publication] = graph.connection(
        Publication,
        filter=PublicationFilter,
        order=ORDERS,
        default_order="-published_at",
        description="Published answers, newest first; for a firm and the offices of an area also "
        "their own that are not published.",
    )
    publication: Publication | None = graph.by_id(
        Publication, description="One of them; null when unknown or not visible."
    )

    @strawberry.field(
        description="Published answers to what somebody is typing (at most 500 characters), the "
        "most alike first; at most 5. With an area: of that area, those above and those below it.",
        directives=[graph.Cost(weight=20), graph.ListSize(assumed_size=queries.MOST_OFFERED)],
    )
    async def published_answers(
        self, info: strawberry.Info, text: str, area_code: str | None = None, first: int = 3
    ) -> list[PublishedAnswer]:
        """Return answers that share enough with the text."""
        if len(text) > queries.LONGEST_TYPED:
            raise graph.bad_user_input(f"`text` has at most {queries.LONGEST_TYPED} characters")
        if not 1 <= first <= queries.MOST_OFFERED:
            raise graph.bad_user_input(f"`first` is 1 to {queries.MOST_OFFERED}")
        with graph.user_input(info):
            found = await queries.answers_to(text, area_code=area_code, limit=first)
        return [
            PublishedAnswer(publication=Publication.of(each.publication), matched_words=each.words)
            for each in found
        ]

    @strawberry.field(
        description="The texts of a case with what in them may tell whose it is; null for whoever "
        "may not publish it. At most 3.",
        directives=[graph.Cost(weight=10), graph.ListSize(assumed_size=3)],
    )
    async def publication_draft(
        self, info: strawberry.Info, submission_id: strawberry.ID
    ) -> list[SuggestedText] | None:
        """Return title, question and answer, each with its redaction."""
        case = await preparing(info, submission_id)
        if case is None:
            return None
        texts = await checking.suggested_texts(case)
        return [
            suggested(field, text, await checking.spans_in(case, text))
            for field, text in texts.items()
        ]

    @strawberry.field(
        description="What in a text (at most 5,000 characters) may tell whose case it is; null for "
        "whoever may not publish the case. At most 200.",
        directives=[graph.Cost(weight=10), graph.ListSize(assumed_size=20)],
    )
    async def identifying_spans(
        self, info: strawberry.Info, submission_id: strawberry.ID, text: str
    ) -> list[IdentifyingSpan] | None:
        """Return the stretches in order."""
        if len(text) > LONGEST_CHECKED:
            raise graph.bad_user_input(f"`text` has at most {LONGEST_CHECKED} characters")
        case = await preparing(info, submission_id)
        if case is None:
            return None
        return shown(await checking.spans_in(case, text))


async def preparing(info: strawberry.Info, submission_id: strawberry.ID) -> Case | None:
    """Return the case, if the viewer may prepare it for publishing."""
    try:
        case: Case = await graph.find(info, Submission, submission_id)
        policy.seat_to_prepare(graph.actor_of(info), case)
    except DomainError:
        return None
    # What is found in a text tells whose case it is.
    return case if identity_visible(graph.actor_of(info), case) else None


def suggested(field: str, text: str, spans: list[Span]) -> SuggestedText:
    """Return the object of one text."""
    return SuggestedText(field=field, text=text, redacted=redacted(text, spans), spans=shown(spans))


def shown(spans: list[Span]) -> list[IdentifyingSpan]:
    """Return the objects of stretches."""
    return [
        IdentifyingSpan(
            start=span.start,
            end=span.end,
            kind=span.kind,
            text=span.text,
            stands_for=STANDS_FOR[span.kind],
            must_go=span.kind in MUST_GO,
        )
        for span in spans[:MOST_SPANS]
    ]
