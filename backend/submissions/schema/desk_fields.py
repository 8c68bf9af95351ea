"""What offices see of a case at their desks; none of it is for the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import strawberry

from backend import graph
from backend.submissions import group_answer, models
from backend.submissions.sides import office_seat

if TYPE_CHECKING:
    # A case leads up to the desk, as it does to its tasks: resolved by strawberry at run time.
    from backend.desk.schema.types import AnsweringMark, InternalNote, PastedLine


@strawberry.type
class AtTheDesk:
    """Fields of a case that desks use."""

    notes: graph.Connection[
        Annotated[InternalNote, strawberry.lazy("backend.desk.schema.types")]
    ] = graph.to_many(
        "submission_id",
        order=("-written_at", "-id"),
        assumed=10,
        description="Notes between offices, newest first; empty for the firm's side and auditors.",
    )
    answering_marks: list[
        Annotated[AnsweringMark, strawberry.lazy("backend.desk.schema.types")]
    ] = graph.to_list(
        "submission_id",
        order=("-until",),
        maximum=10,
        assumed=2,
        description="Who in an office is answering right now; empty for the firm's side.",
    )
    pasted_from: Annotated[PastedLine, strawberry.lazy("backend.desk.schema.types")] | None = (
        graph.to_one(
            back="submission_id",
            description="Who said it in which chat message; for offices that may know the firm.",
        )
    )

    @strawberry.field(
        description="复制到群: two lines with number, promise and link, in the viewer's language; "
        "for offices. Null where nothing should be said in a group."
    )
    async def group_answer(self, info: strawberry.Info) -> str | None:
        """Return the lines; a hidden firm's case has none."""
        row = cast("models.Submission", cast("Any", self).row)
        if office_seat(graph.actor_of(info), row) is None:
            return None
        words = await group_answer.in_words(row)
        return words.said_in(graph.language_of(info)) if words is not None else None
