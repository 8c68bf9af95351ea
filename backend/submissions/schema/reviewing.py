"""Asking for a review, adding to a case, complaints and audits, on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.submissions import actions
from backend.submissions.models import AuditFinding
from backend.submissions.schema.attached import file_ids
from backend.submissions.schema.inputs import SubmissionEditInput, SubmissionPayload
from backend.submissions.schema.mutations import act, department_complained_of
from backend.submissions.schema.types import Submission


@strawberry.input
class SubmissionRequestReviewInput(SubmissionEditInput):
    """Why the case should be taken on after all (at most 1,000 characters)."""

    text: str


@strawberry.input
class SubmissionAddInfoInput(graph.MutationInput):
    """The case, and what the firm adds (at most 1,000 characters)."""

    id: strawberry.ID
    text: str
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.input
class SubmissionMarkComplaintInput(SubmissionEditInput):
    """The department whose conduct the case complains of; null: of none."""

    complained_of_id: strawberry.ID | None = None


@strawberry.input
class SubmissionAuditWithdrawalInput(SubmissionEditInput):
    """What was found; all but IN_ORDER ask for a note (at most 1,000 characters)."""

    finding: AuditFinding
    note: str = ""


@strawberry.type
class ReviewMutation:
    """The other ways of a case."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Have a declined case verified once more, by somebody else.",
    )
    async def submission_request_review(
        self, info: strawberry.Info, input: SubmissionRequestReviewInput
    ) -> SubmissionPayload:
        """Ask for the one review as the firm."""
        return await act(info, input, actions.request_review, text=input.text)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Add to an open case as the firm; no clock moves.",
    )
    async def submission_add_info(
        self, info: strawberry.Info, input: SubmissionAddInfoInput
    ) -> SubmissionPayload:
        """Add information at any time."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.add_info(
                row,
                text=input.text,
                attachment_ids=file_ids(input.attachment_ids),
                actor=graph.actor_of(info),
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Mark a case as a complaint about a department's conduct: the supervisor takes "
        "it over, and the department and all its people no longer see it.",
    )
    async def submission_mark_complaint(
        self, info: strawberry.Info, input: SubmissionMarkComplaintInput
    ) -> SubmissionPayload:
        """Mark, before any department has the case."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.mark_complaint(
                row,
                department_id=await department_complained_of(info, input.complained_of_id),
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Say what the audit of a withdrawal found.",
    )
    async def submission_audit_withdrawal(
        self, info: strawberry.Info, input: SubmissionAuditWithdrawalInput
    ) -> SubmissionPayload:
        """Settle; only auditors and supervisors read it."""
        return await act(
            info, input, actions.audit_withdrawal, finding=input.finding, note=input.note
        )
