"""The verbs of the instruction on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import strawberry

from backend import graph
from backend.actor import Scope
from backend.errors import not_found
from backend.instructions import actions, models
from backend.instructions.schema.inputs import (
    InstructionEditInput,
    InstructionForwardInput,
    InstructionIssueInput,
    InstructionLinePayload,
    InstructionPayload,
    InstructionReleaseSummaryInput,
    InstructionSayInput,
    InstructionTextInput,
    SubmissionMarkReadInput,
    SubmissionMarkReadPayload,
    SubmissionSendToLeaderInput,
    SubmissionSendToLeaderPayload,
    SubmissionVerifyBesideInput,
    SummaryInput,
)
from backend.instructions.schema.types import Instruction, InstructionLine
from backend.organizations.schema import Organization
from backend.submissions.actions import verify_beside
from backend.submissions.schema import Submission, SubmissionPayload
from backend.tasks.actions import MOST_TASKS

Say = Callable[..., Awaitable[models.Instruction]]
LineAction = Callable[..., Awaitable[None]]


def summary_of(given: SummaryInput | None) -> actions.Summary | None:
    """Return the summary of the input."""
    return actions.Summary(given.wording, given.text) if given else None


def leader_of(given: strawberry.ID | None) -> UUID | None:
    """Return the key of the leader that an office names; raises NotFound for no person's id."""
    if given is None:
        return None
    found = graph.decode_id(given, "Person")
    if found is None:
        raise not_found(("input", "leaderId"))
    return found


async def say(
    info: strawberry.Info,
    given: InstructionSayInput,
    action: Say,
    *,
    text: str,
    departments: list[tuple[strawberry.ID, tuple[str | int, ...]]],
) -> InstructionPayload:
    """Find the case and the departments, speak, answer with both."""

    async def work() -> dict[str, object]:
        row = await graph.find(
            info, Submission, given.submission_id, path=("input", "submissionId")
        )
        old = None
        if given.corrects_id is not None:
            path = ("input", "correctsId")
            old = await graph.find(info, Instruction, given.corrects_id, path=path)
        bodies = [await graph.find(info, Organization, key, path=path) for key, path in departments]
        saying = actions.Saying(
            type=given.type,
            text=text,
            department_ids=[body.id for body in bodies],
            due_on=given.due_on,
            leader_id=leader_of(given.leader_id),
            corrects=old,
            summary=summary_of(given.summary),
        )
        made = await action(
            row,
            saying,
            actor=graph.actor_of(info),
            expected_version=given.expected_version,
        )
        return {"instruction": made, "submission": row}

    return await graph.perform(info, InstructionPayload, given, work)


async def act_on_line(
    info: strawberry.Info, given: InstructionEditInput, action: LineAction, **more: object
) -> InstructionLinePayload:
    """Find the line through what the viewer may see, act on it, give it back."""

    async def work() -> dict[str, object]:
        row = await graph.find(info, InstructionLine, given.id)
        await action(
            row, actor=graph.actor_of(info), expected_version=given.expected_version, **more
        )
        return {"line": row}

    return await graph.perform(info, InstructionLinePayload, given, work)


@strawberry.type
class InstructionMutation:
    """What a leader, and those he speaks to, can do."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Instruct departments on a case (批示): its lead has it at once.",
    )
    async def instruction_issue(
        self, info: strawberry.Info, input: InstructionIssueInput
    ) -> InstructionPayload:
        """Instruct."""
        departments = [
            (each, ("input", "departments", index))
            for index, each in enumerate(input.departments[: MOST_TASKS + 1])
        ]
        return await say(info, input, actions.issue, text=input.text, departments=[*departments])

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Forward a case to the head of a department (转发), who has it at once.",
    )
    async def instruction_forward(
        self, info: strawberry.Info, input: InstructionForwardInput
    ) -> InstructionPayload:
        """Forward."""
        return await say(
            info,
            input,
            actions.forward,
            text=input.text,
            departments=[(input.department_id, ("input", "departmentId"))],
        )

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Acknowledge one's department's line, as its head."
    )
    async def instruction_acknowledge(
        self, info: strawberry.Info, input: InstructionEditInput
    ) -> InstructionLinePayload:
        """Acknowledge."""
        return await act_on_line(info, input, actions.acknowledge)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Report back to the leader, as the department's head."
    )
    async def instruction_report_back(
        self, info: strawberry.Info, input: InstructionTextInput
    ) -> InstructionLinePayload:
        """Report back."""
        return await act_on_line(info, input, actions.report_back, text=input.text)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Be content with a department's report, as the leader or his office.",
    )
    async def instruction_accept(
        self, info: strawberry.Info, input: InstructionEditInput
    ) -> InstructionLinePayload:
        """Accept a report; nobody does so for his own department's."""
        return await act_on_line(info, input, actions.accept)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Ask for more than a department reported, as the leader or his office.",
    )
    async def instruction_not_enough(
        self, info: strawberry.Info, input: InstructionTextInput
    ) -> InstructionLinePayload:
        """Ask for more; the due day stays."""
        return await act_on_line(info, input, actions.not_enough, text=input.text)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Release one line about an instruction to the firm; a later one replaces it.",
    )
    async def instruction_release_summary(
        self, info: strawberry.Info, input: InstructionReleaseSummaryInput
    ) -> InstructionPayload:
        """Release a summary."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Instruction, input.id)
            summary = actions.Summary(input.summary.wording, input.summary.text)
            await actions.release_summary(
                row,
                summary=summary,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"instruction": row}

        return await graph.perform(info, InstructionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Put on record what the verification found of a case that a leader gave away "
        "before it was verified; the handling goes on beside.",
    )
    async def submission_verify_beside(
        self, info: strawberry.Info, input: SubmissionVerifyBesideInput
    ) -> SubmissionPayload:
        """Verify beside the handling."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await verify_beside(
                row,
                text=input.text,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Note that a leader has read a case (已阅); his office may note it for him.",
    )
    async def submission_mark_read(
        self, info: strawberry.Info, input: SubmissionMarkReadInput
    ) -> SubmissionMarkReadPayload:
        """Mark a case as read; twice is no mistake."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            leader_id = leader_of(input.leader_id)
            actor = graph.actor_of(info)
            return {"leader_read": await actions.mark_read(row, actor=actor, leader_id=leader_id)}

        return await graph.perform(info, SubmissionMarkReadPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Put a case before a leader who may see it (送阅), as who verifies it.",
    )
    async def submission_send_to_leader(
        self, info: strawberry.Info, input: SubmissionSendToLeaderInput
    ) -> SubmissionSendToLeaderPayload:
        """Send a case to a leader."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            membership_id = graph.decode_id(input.membership_id, "Membership")
            if membership_id is None:
                raise not_found(("input", "membershipId"))
            sent = await actions.send_to_leader(
                row,
                membership_id=membership_id,
                note=input.note,
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row, "sent": sent}

        return await graph.perform(info, SubmissionSendToLeaderPayload, input, work)
