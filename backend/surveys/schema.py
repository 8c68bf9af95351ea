"""The firm's answer on the graph: signed in, or by the silent's link."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions.models import DisputeReason, Grade, Outcome, Verdict
from backend.submissions.schema import Submission, SubmissionError, SubmissionPayload
from backend.surveys import actions, models, queries


@graph.node(models.Evaluation, visible_to=queries.visible_to)
class Evaluation(graph.Node[models.Evaluation]):
    """The firm's one answer to the reply of one round."""

    round: int = graph.column(description="The round it answers.")
    verdict: Verdict | None = graph.column(description="Solved?")
    grade: Grade | None = graph.column(description="How satisfied.")
    comment: str | None = graph.column(description="In the firm's words.")
    was_contacted: bool | None = graph.column(description="Whether the department reached it.")
    answered_at: datetime = graph.column(description="When it answered first.")
    editable_until: datetime | None = graph.column(description="Until when it can be changed.")


@strawberry.input
class AnswerInput:
    """Solved? and the grade. `continueHandling` beside PARTLY disputes; so does NOT_SOLVED.

    `disputeReason` may be left out; `text` has at most 1,000 characters; `wasPressed` is read by
    supervisors alone.
    """

    verdict: Verdict
    grade: Grade | None = None
    continue_handling: bool = False
    dispute_reason: DisputeReason | None = None
    text: str = ""
    was_contacted: bool | None = None
    was_pressed: bool = False

    def answer(self) -> actions.Answer:
        """Return the answer that the action takes."""
        return actions.Answer(
            verdict=self.verdict,
            grade=self.grade,
            continue_handling=self.continue_handling,
            reason=self.dispute_reason,
            text=self.text,
            was_contacted=self.was_contacted,
            was_pressed=self.was_pressed,
        )


@strawberry.input
class SubmissionEvaluateInput(graph.MutationInput):
    """The case, the version that was read, and the firm's answer."""

    id: strawberry.ID
    expected_version: int
    answer: AnswerInput


@strawberry.input
class InvitationAnswerInput(graph.MutationInput):
    """The token of the link, and the firm's answer."""

    token: str
    answer: AnswerInput


@strawberry.type
class InvitedCase:
    """What a link shows: enough to answer, nothing about people. No sign-in is asked for."""

    number: str | None
    title: str
    replies: list[str] = strawberry.field(description="The replies of the round; at most 10.")
    outcome: Outcome | None
    answered_at: datetime | None
    verdict: Verdict | None = strawberry.field(description="The answer already given, if any.")
    grade: Grade | None


@strawberry.type
class InvitationAnswerPayload(graph.Payload):
    """Whether the answer was kept."""

    number: str | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.type
class SurveyQuery:
    """Reading by link."""

    @strawberry.field(
        description="The case a link leads to; null for a wrong, void or expired link."
    )
    async def invitation(self, token: str) -> InvitedCase | None:
        """Show the case and its replies to whoever holds the link."""
        found = await queries.invited_case(token)
        if found is None:
            return None
        return InvitedCase(
            number=found.case.number,
            title=found.case.title,
            replies=found.replies,
            outcome=found.case.outcome,
            answered_at=found.case.answered_at,
            verdict=found.evaluation.verdict if found.evaluation else None,
            grade=found.evaluation.grade if found.evaluation else None,
        )


@strawberry.type
class SurveyMutation:
    """The firm answers once."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Say whether it is solved, and how satisfied: this confirms or disputes.",
    )
    async def submission_evaluate(
        self, info: strawberry.Info, input: SubmissionEvaluateInput
    ) -> SubmissionPayload:
        """Answer as one of the firm's people."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.evaluate(
                row,
                answer=input.answer.answer(),
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        public=True,
        description="The same by the link sent to a silent firm; works signed out.",
    )
    async def invitation_answer(
        self, info: strawberry.Info, input: InvitationAnswerInput
    ) -> InvitationAnswerPayload:
        """Answer as whoever holds the link."""

        async def work() -> dict[str, object]:
            case = await actions.evaluate_by_link(input.token, answer=input.answer.answer())
            return {"number": case.number}

        return await graph.perform(info, InvitationAnswerPayload, input, work)
