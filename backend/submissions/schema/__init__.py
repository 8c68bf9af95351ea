"""The case on the graph: types, inputs, queries, mutations."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.db import sql
from backend.submissions import numbers
from backend.submissions.models import Channel, Grade, Kind, Outcome, Verdict
from backend.submissions.schema.finding import SimilarQuery, SimilarSubmission
from backend.submissions.schema.inputs import (
    ORDERS,
    SubmissionEditInput,
    SubmissionError,
    SubmissionFilter,
    SubmissionPayload,
)
from backend.submissions.schema.mutations import SubmissionMutation
from backend.submissions.schema.reviewing import ReviewMutation
from backend.submissions.schema.splitting import SplitMutation
from backend.submissions.schema.traces import Move, TracesQuery, Withdrawal
from backend.submissions.schema.types import Reply, Submission
from backend.submissions.schema.voice_fields import CaseMessage
from backend.submissions.schema.voices import VoiceMutation, VoiceQuery
from backend.submissions.schema.watching import SubmissionSubscription

__all__ = [
    "CaseMessage",
    "Channel",
    "Grade",
    "Kind",
    "Move",
    "Outcome",
    "Reply",
    "ReviewMutation",
    "SimilarQuery",
    "SimilarSubmission",
    "SplitMutation",
    "Submission",
    "SubmissionEditInput",
    "SubmissionError",
    "SubmissionFilter",
    "SubmissionMutation",
    "SubmissionPayload",
    "SubmissionQuery",
    "SubmissionSubscription",
    "TracesQuery",
    "Verdict",
    "VoiceMutation",
    "VoiceQuery",
    "Withdrawal",
]


@strawberry.type
class SubmissionQuery:
    """Reading cases."""

    submissions: graph.Connection[Submission] = graph.connection(
        Submission,
        filter=SubmissionFilter,
        order=ORDERS,
        default_order="-filed_at",
        description="The cases visible to the viewer, newest first.",
    )
    submission: Submission | None = graph.by_id(
        Submission, description="One case; null when unknown or not visible."
    )

    @strawberry.field(
        description="One case by its number. A mistyped number is a BAD_USER_INPUT error; an "
        "unknown or invisible one is null."
    )
    async def submission_by_number(self, info: strawberry.Info, number: str) -> Submission | None:
        """Look a case up by its number; the check character tells a mistyped one."""
        with graph.user_input(info):
            wanted = numbers.parse_number(number)
        return await graph.find_one(info, Submission, sql.Where("submission.number = ?", (wanted,)))
