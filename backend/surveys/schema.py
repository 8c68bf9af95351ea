"""The firm's answer on the graph: signed in, or by the silent's link."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import strawberry

from backend import graph
from backend.actor import Role, Scope
from backend.db import sql
from backend.submissions.models import DisputeReason, Grade, Outcome, Verdict
from backend.submissions.models import Submission as Case
from backend.submissions.policy import speaks_for_the_firm
from backend.submissions.schema import Submission, SubmissionError, SubmissionPayload
from backend.surveys import actions, models, queries


@graph.node(models.Evaluation, visible_to=queries.visible_to)
class Evaluation(graph.Node[models.Evaluation]):
    """The firm's one answer to the reply of one round. Supervisors read it, and auditors where the
    case was drawn or disputed; programs never do.
    """

    submission: Submission | None = graph.to_one(
        "submission_id", description="The case; its firm is null to auditors."
    )

    round: int = graph.column(description="The round it answers.")
    verdict: Verdict | None = graph.column(description="Solved?")
    grade: Grade | None = graph.column(description="How satisfied.")
    was_contacted: bool | None = graph.column(description="Whether the department reached it.")
    answered_at: datetime = graph.column(description="When it answered first.")
    editable_until: datetime | None = graph.column(description="Until when it can be changed.")

    @strawberry.field(
        description="In the firm's words; for all but the firm without names and numbers."
    )
    async def comment(self, info: strawberry.Info) -> str | None:
        """Return the words as this viewer may read them."""
        case = await self._case(info)
        is_own = case is not None and speaks_for_the_firm(graph.actor_of(info), case) is not None
        return self.row.comment if is_own else self.row.redacted_comment

    @strawberry.field(
        description="Whether the firm was asked to withdraw or to give a good mark; null to all but "
        "the area's supervisors."
    )
    async def was_pressed(self, info: strawberry.Info) -> bool | None:
        """Return the flag to supervision alone."""
        case, actor = await self._case(info), graph.actor_of(info)
        if case is None or actor.seat_as(Role.SUPERVISOR, area_code=case.area_code) is None:
            return None
        return self.row.was_pressed

    async def _case(self, info: strawberry.Info) -> Case | None:
        """Return the case behind the answer, one statement for all answers of a page."""
        return await graph.row_behind(info, Submission, self.row.submission_id)


@strawberry.input
class EvaluationFilter:
    """Fields are joined by AND, the values of a list by OR."""

    submission_id: strawberry.ID | None = None
    grades: list[Grade] | None = None
    verdicts: list[Verdict] | None = None
    was_pressed: bool | None = strawberry.field(
        default=None, description="Of supervisors' areas only: nobody else finds anything by it."
    )

    def where(self, context: graph.Context) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.submission_id is not None:
            case_id = graph.decode_id(self.submission_id, "Submission")
            found &= sql.NOTHING if case_id is None else _of_case(case_id)
        if self.grades is not None:
            found &= sql.is_in("evaluation.grade", self.grades)
        if self.verdicts is not None:
            found &= sql.is_in("evaluation.verdict", self.verdicts)
        if self.was_pressed is not None:
            found &= queries.with_pressure(context.actor, is_told=self.was_pressed)
        return found


def _of_case(case_id: UUID) -> sql.Where:
    return sql.Where("evaluation.submission_id = ?", (case_id,))


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
    """Reading answers, and by link."""

    evaluations: graph.Connection[Evaluation] = graph.connection(
        Evaluation,
        filter=EvaluationFilter,
        default_order="-answered_at",
        description="The firms' single answers visible to the viewer, newest first.",
    )

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
