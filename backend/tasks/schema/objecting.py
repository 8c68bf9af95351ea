"""A firm objects to its chamber's filing, on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions.schema import Submission, SubmissionEditInput, SubmissionPayload
from backend.tasks import actions


@strawberry.input
class SubmissionObjectInput(SubmissionEditInput):
    """Whether the case goes on as the firm's own; else it is withdrawn with all its tasks."""

    goes_on: bool = False


@strawberry.type
class ObjectingMutation:
    """Not what the firm wished."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Object, as the firm, to a case that its chamber filed: the chamber neither "
        "acts on it nor reads it any more.",
    )
    async def submission_object(
        self, info: strawberry.Info, input: SubmissionObjectInput
    ) -> SubmissionPayload:
        """Object; the case goes on only if the firm says so."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.object_to_chamber(
                row,
                goes_on=input.goes_on,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)
