"""A case that is withdrawn or moves, with its tasks, on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions.models import WithdrawalReason
from backend.submissions.schema import (
    Move,
    Submission,
    SubmissionEditInput,
    SubmissionError,
    SubmissionPayload,
)
from backend.tasks import actions


@strawberry.input
class SubmissionWithdrawInput(SubmissionEditInput):
    """Why; `text` has at most 1,000 characters. Only supervisors read either."""

    reason: WithdrawalReason
    text: str = ""


@strawberry.input
class SubmissionMoveInput(SubmissionEditInput):
    """The receiving area, and why (at most 1,000 characters): the firm reads it."""

    area_code: str
    reason: str


@strawberry.type
class SubmissionMovePayload(graph.Payload):
    """The case, where the viewer still sees it, and what stays in the area it left."""

    submission: Submission | None = None
    move: Move | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.type
class LeavingMutation:
    """How a case leaves."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Take a case back as its firm; what departments still had to do is cancelled.",
    )
    async def submission_withdraw(
        self, info: strawberry.Info, input: SubmissionWithdrawInput
    ) -> SubmissionPayload:
        """Withdraw; whoever was asked to may say so, and supervisors alone read it."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.withdraw(
                row,
                reason=input.reason,
                text=input.text,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Give a case to another area, above, below or beside: one thread, the same "
        "number, the same promise to the firm.",
    )
    async def submission_move(
        self, info: strawberry.Info, input: SubmissionMoveInput
    ) -> SubmissionMovePayload:
        """Move; refused while a department at work does not serve the receiving area."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            gone = await actions.move_to_area(
                row,
                area_code=input.area_code,
                reason=input.reason,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row, "move": gone}

        return await graph.perform(info, SubmissionMovePayload, input, work)
