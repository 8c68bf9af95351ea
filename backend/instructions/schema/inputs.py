"""What the mutations of the instruction take and give."""

from __future__ import annotations

from datetime import date

import strawberry

from backend import graph
from backend.instructions.models import InstructionType, SummaryWording
from backend.instructions.schema.types import Instruction, InstructionLine, LeaderRead, SentToLeader
from backend.submissions.schema import Submission, SubmissionEditInput


@graph.error_type("Instruction")
class InstructionError(graph.UserError):
    """Why an act on an instruction was refused."""


@strawberry.input
class SummaryInput:
    """What the firm may read: ready words, or a line of one's own (at most 120 characters)."""

    wording: SummaryWording = SummaryWording.NOTED_AND_ASSIGNED
    text: str = ""


@strawberry.input
class InstructionSayInput(graph.MutationInput):
    """The case and the version read; what both forms share."""

    submission_id: strawberry.ID = strawberry.field(description="The case.")
    expected_version: int = strawberry.field(description="The version of the case as read.")
    type: InstructionType = strawberry.field(
        default=InstructionType.HANDLE,
        description="What is asked for. NOTE and JOINT_MEETING 7 working days, HANDLE 3, URGENT 24 "
        "hours; URGENT also makes a case urgent that no department has yet.",
    )
    due_on: date | None = strawberry.field(
        default=None, description="Another last day to report back, within a year."
    )
    leader_id: strawberry.ID | None = strawberry.field(
        default=None, description="For an office that acts for several: the leader's Person id."
    )
    corrects_id: strawberry.ID | None = strawberry.field(
        default=None, description="The instruction on the same case that this one replaces."
    )
    summary: SummaryInput | None = strawberry.field(
        default=None, description="Release a line to the firm at once."
    )


@strawberry.input
class InstructionIssueInput(InstructionSayInput):
    """批示: the words, and to whom."""

    text: str = strawberry.field(description="The words (at most 1,000 characters).")
    departments: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="One to ten departments, the first leads; none: whoever leads the case now.",
    )


@strawberry.input
class InstructionForwardInput(InstructionSayInput):
    """转发: to the head of one department, with words or without."""

    department_id: strawberry.ID = strawberry.field(description="Whose head is to see to it.")
    text: str = strawberry.field(default="", description="Words (at most 1,000 characters).")


@strawberry.input
class InstructionEditInput(graph.MutationInput):
    """The line of a department, or the instruction; and the version read."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class InstructionTextInput(InstructionEditInput):
    """What is said (at most 1,000 characters)."""

    text: str


@strawberry.input
class InstructionReleaseSummaryInput(InstructionEditInput):
    """The line that the firm may read from now on."""

    summary: SummaryInput


@strawberry.input
class SubmissionMarkReadInput(graph.MutationInput):
    """The case, and for an office that acts for several leaders, who read it."""

    id: strawberry.ID
    leader_id: strawberry.ID | None = None


@strawberry.input
class SubmissionSendToLeaderInput(graph.MutationInput):
    """The case, and the membership of the leader before whom it is put."""

    id: strawberry.ID
    expected_version: int
    membership_id: strawberry.ID = strawberry.field(description="The leader's membership.")
    note: str = strawberry.field(default="", description="Why (at most 200 characters).")


@strawberry.input
class SubmissionVerifyBesideInput(SubmissionEditInput):
    """What was found, for the offices alone (at most 1,000 characters)."""

    text: str


@strawberry.type
class InstructionPayload(graph.Payload):
    """The instruction, and its case, as they are now."""

    instruction: Instruction | None = None
    submission: Submission | None = None
    user_errors: list[InstructionError] = strawberry.field(default_factory=list)


@strawberry.type
class InstructionLinePayload(graph.Payload):
    """The department's line as it is now."""

    line: InstructionLine | None = None
    user_errors: list[InstructionError] = strawberry.field(default_factory=list)


@strawberry.type
class SubmissionMarkReadPayload(graph.Payload):
    """The mark; it stands on the leader's own desk."""

    leader_read: LeaderRead | None = None
    user_errors: list[InstructionError] = strawberry.field(default_factory=list)


@strawberry.type
class SubmissionSendToLeaderPayload(graph.Payload):
    """The case, and that it was sent."""

    submission: Submission | None = None
    sent: SentToLeader | None = None
    user_errors: list[InstructionError] = strawberry.field(default_factory=list)
