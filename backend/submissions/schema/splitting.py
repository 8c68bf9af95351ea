"""Splitting a case into its matters, on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions import actions
from backend.submissions.schema.inputs import SubmissionEditInput, SubmissionError
from backend.submissions.schema.types import Submission


@strawberry.input
class SubmissionPartInput:
    """One matter in words (at most 5,000 characters); title and category may be left out."""

    body: str
    title: str = ""
    category_code: str | None = None


@strawberry.input
class SubmissionSplitInput(SubmissionEditInput):
    """Two to ten parts."""

    parts: list[SubmissionPartInput]


@strawberry.type
class SubmissionSplitPayload(graph.Payload):
    """The whole, closed, and its parts, each a case with a number of its own."""

    submission: Submission | None = None
    parts: list[Submission] | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.type
class SplitMutation:
    """One case becomes several."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Split a case with several matters before it is taken on.",
    )
    async def submission_split(
        self, info: strawberry.Info, input: SubmissionSplitInput
    ) -> SubmissionSplitPayload:
        """Split; the whole keeps the table of its parts."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            parts = [
                actions.Part(each.body, title=each.title, category_code=each.category_code)
                for each in input.parts[: actions.MOST_PARTS + 1]
            ]
            made = await actions.split(
                row,
                parts=parts,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row, "parts": made}

        return await graph.perform(info, SubmissionSplitPayload, input, work)
