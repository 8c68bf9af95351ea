"""What the mutations of the case take and give."""

from __future__ import annotations

from datetime import date

import strawberry

from backend import clock, graph
from backend.db import sql
from backend.submissions.finding import searched
from backend.submissions.models import (
    Channel,
    DeclineReason,
    Kind,
    Outcome,
    State,
    Visibility,
)
from backend.submissions.schema.types import Submission

ORDERS = {
    "FILED_AT": "filed_at",
    "PROMISED_DUE_AT": "promised_due_at",
    "ANSWERED_AT": "answered_at",
}


@strawberry.input
class SubmissionFilter:
    """Fields are joined by AND, the values of a list by OR; dates are days in the default zone."""

    states: list[State] | None = None
    area_codes: list[str] | None = None
    channels: list[Channel] | None = None
    kinds: list[Kind] | None = None
    category_codes: list[str] | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    search: str | None = strawberry.field(
        default=None,
        description="A number (with or without its check character; a mistyped one is a "
        "BAD_USER_INPUT error), or words that stand in the text or in the name of a firm the viewer "
        "may know, or a phone number for whoever may see those. At most 200 characters.",
    )

    def where(self, context: graph.Context) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING if self.search is None else searched(self.search, context.actor)
        for column, values in (
            ("submission.state", self.states),
            ("submission.area_code", self.area_codes),
            ("submission.channel", self.channels),
            ("submission.kind", self.kinds),
            ("submission.category_code", self.category_codes),
        ):
            if values is not None:
                found &= sql.is_in(column, values)
        if self.filed_from is not None:
            found &= sql.Where("submission.filed_at >= ?", (clock.start_of(self.filed_from),))
        if self.filed_to is not None:
            found &= sql.Where("submission.filed_at < ?", (clock.end_of(self.filed_to),))
        return found


@graph.error_type("Submission", codes=("NUMBER_MISTYPED",))
class SubmissionError(graph.UserError):
    """Why an act on a case was refused."""


@strawberry.input
class SubmissionFileInput(graph.MutationInput):
    """One sentence is enough; everything but `firmId` and `body` may be left out."""

    firm_id: strawberry.ID
    body: str
    title: str = ""
    category_code: str | None = None
    is_urgent: bool = False
    visibility: Visibility = Visibility.NORMAL
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )
    complained_of_id: strawberry.ID | None = None


@strawberry.input
class SubmissionEditInput(graph.MutationInput):
    """The case, and the version on which the decision was taken."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class SubmissionAcceptInput(SubmissionEditInput):
    """Kind and category are certain from now on; left out they stay as guessed."""

    kind: Kind | None = None
    category_code: str | None = None


@strawberry.input
class SubmissionAskInfoInput(SubmissionEditInput):
    """A question to the firm (at most 1,000 characters)."""

    question: str


@strawberry.input
class SubmissionAnswerInfoInput(SubmissionEditInput):
    """The firm's answer (at most 1,000 characters)."""

    text: str
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.input
class SubmissionDeclineInput(SubmissionEditInput):
    """Why, in words, and where to go instead: known for LITIGATION, PETITION and CORRUPTION."""

    reason: DeclineReason
    text: str
    where: str = ""


@strawberry.input
class SubmissionAnswerDirectlyInput(SubmissionEditInput):
    """The reply; `detail` is asked for by EXPLAINED, NOT_POSSIBLE and NOT_OURS."""

    text: str
    outcome: Outcome
    planned_on: date | None = None
    detail: str = ""


@strawberry.input
class SubmissionUpholdInput(SubmissionEditInput):
    """The explanation that the firm reads."""

    explanation: str


@strawberry.input
class SubmissionRevealContactInput(graph.MutationInput):
    """The case, and why the number is needed; the person can read both."""

    id: strawberry.ID
    reason: str


@strawberry.type
class SubmissionRevealContactPayload(graph.Payload):
    """The number in full, this once."""

    submission: Submission | None = None
    phone: str | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.type
class SubmissionPayload(graph.Payload):
    """The case as it is now."""

    submission: Submission | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)
