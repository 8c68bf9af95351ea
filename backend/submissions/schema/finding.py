"""Cases like another, for whoever sorts them."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.submissions import finding, searching
from backend.submissions.schema.types import Submission

LONGEST_TEXT = 2000


@strawberry.type
class SimilarSubmission:
    """A case that is like another; a suggestion, nothing is merged by it."""

    submission: Submission = strawberry.field(description="The case.")
    matched_words: list[str] = strawberry.field(
        description="Words that both have, the longest first; at most 8."
    )
    is_same_category: bool = strawberry.field(description="Whether the category is the same.")
    is_same_area: bool = strawberry.field(description="Whether the area is the same.")

    @classmethod
    def of(cls, found: finding.SimilarCase) -> SimilarSubmission:
        """Return the object of a find."""
        return cls(
            submission=Submission.of(found.case),
            matched_words=list(found.words),
            is_same_category=found.is_same_category,
            is_same_area=found.is_same_area,
        )


@strawberry.type
class SimilarQuery:
    """Which cases say the same."""

    @strawberry.field(
        description="Cases the viewer may see that are like one case (`id`) or like a text (at most "
        "2,000 characters), the most similar first; at most 20.",
        directives=[graph.Cost(weight=40), graph.ListSize(assumed_size=20)],
    )
    async def similar_submissions(
        self,
        info: strawberry.Info,
        id: strawberry.ID | None = None,
        text: str | None = None,
        first: int = 5,
    ) -> list[SimilarSubmission]:
        """Rank by the words they share; the same category and area weigh a little."""
        if (id is None) == (text is None):
            raise graph.bad_user_input("Give `id` or `text`, one of them")
        if not 1 <= first <= finding.MOST_SIMILAR:
            raise graph.bad_user_input(f"`first` is 1 to {finding.MOST_SIMILAR}")
        if text is not None and len(text) > LONGEST_TEXT:
            raise graph.bad_user_input(f"`text` has at most {LONGEST_TEXT} characters")
        actor = graph.actor_of(info)
        if id is None:
            found = await finding.similar(text or "", actor=actor, limit=first)
            return [SimilarSubmission.of(each) for each in found]
        with graph.user_input(info):
            row = await graph.find(info, Submission, id, path=("id",))
        found = await finding.similar(
            await searching.compared(row),
            actor=actor,
            limit=first,
            besides=row.id,
            category_code=row.category_code,
            area_code=row.area_code,
        )
        return [SimilarSubmission.of(each) for each in found]
