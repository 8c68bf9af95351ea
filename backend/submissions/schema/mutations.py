"""The verbs of the case on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations.schema import Organization
from backend.submissions import actions
from backend.submissions.models import Channel
from backend.submissions.schema.attached import file_ids
from backend.submissions.schema.inputs import (
    SubmissionAcceptInput,
    SubmissionAnswerDirectlyInput,
    SubmissionAnswerInfoInput,
    SubmissionAskInfoInput,
    SubmissionDeclineInput,
    SubmissionEditInput,
    SubmissionFileInput,
    SubmissionPayload,
    SubmissionRevealContactInput,
    SubmissionRevealContactPayload,
    SubmissionUpholdInput,
)
from backend.submissions.schema.types import Submission

Action = Callable[..., Awaitable[object]]


async def act(
    info: strawberry.Info, given: SubmissionEditInput, action: Action, **more: object
) -> SubmissionPayload:
    """Find the case through what the viewer may see, act on it, give it back."""

    async def work() -> dict[str, object]:
        row = await graph.find(info, Submission, given.id)
        await action(
            row, actor=graph.actor_of(info), expected_version=given.expected_version, **more
        )
        return {"submission": row}

    return await graph.perform(info, SubmissionPayload, given, work)


async def department_complained_of(
    info: strawberry.Info, given: strawberry.ID | None
) -> UUID | None:
    """Return the department a case complains of; raise NotFound for what is none."""
    if given is None:
        return None
    return (await graph.find(info, Organization, given, path=("input", "complainedOfId"))).id


@strawberry.type
class SubmissionMutation:
    """What can be done with a case."""

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="File one sentence of a firm.")
    async def submission_file(
        self, info: strawberry.Info, input: SubmissionFileInput
    ) -> SubmissionPayload:
        """File a case for a firm of the viewer's."""
        actor = graph.actor_of(info)

        async def work() -> dict[str, object]:
            firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            about = await department_complained_of(info, input.complained_of_id)
            filing = actions.Filing(
                firm_id=firm.id,
                body=input.body,
                title=input.title,
                category_code=input.category_code,
                is_urgent=input.is_urgent,
                visibility=input.visibility,
                channel=Channel.API if actor.token_id else Channel.FORM,
                complained_of_id=about,
                attachment_ids=file_ids(input.attachment_ids),
            )
            return {"submission": await actions.file(filing, actor=actor)}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Open a filed case: verification begins."
    )
    async def submission_open(
        self, info: strawberry.Info, input: SubmissionEditInput
    ) -> SubmissionPayload:
        """Begin to verify."""
        return await act(info, input, actions.open_case)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Take a case on.")
    async def submission_accept(
        self, info: strawberry.Info, input: SubmissionAcceptInput
    ) -> SubmissionPayload:
        """Accept; dispatch or a direct answer follows."""
        return await act(
            info, input, actions.accept, kind=input.kind, category_code=input.category_code
        )

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Ask the firm something before acceptance."
    )
    async def submission_ask_info(
        self, info: strawberry.Info, input: SubmissionAskInfoInput
    ) -> SubmissionPayload:
        """Ask; without an answer in five working days the case lapses."""
        return await act(info, input, actions.ask_info, question=input.question)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Answer that question as the firm.")
    async def submission_answer_info(
        self, info: strawberry.Info, input: SubmissionAnswerInfoInput
    ) -> SubmissionPayload:
        """Answer; the case is back where it was filed."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            await actions.answer_info(
                row,
                text=input.text,
                attachment_ids=file_ids(input.attachment_ids),
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"submission": row}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Decline with a reason and the right address."
    )
    async def submission_decline(
        self, info: strawberry.Info, input: SubmissionDeclineInput
    ) -> SubmissionPayload:
        """Decline."""
        return await act(
            info, input, actions.decline, reason=input.reason, text=input.text, where=input.where
        )

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Answer an accepted case without a department."
    )
    async def submission_answer_directly(
        self, info: strawberry.Info, input: SubmissionAnswerDirectlyInput
    ) -> SubmissionPayload:
        """Answer at once; on time is counted from acceptance."""
        return await act(
            info,
            input,
            actions.answer_directly,
            text=input.text,
            outcome=input.outcome,
            planned_on=input.planned_on,
            detail=input.detail,
        )

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Uphold a disputed reply with an explanation."
    )
    async def submission_uphold(
        self, info: strawberry.Info, input: SubmissionUpholdInput
    ) -> SubmissionPayload:
        """Uphold; never by the organization that led."""
        return await act(info, input, actions.uphold, explanation=input.explanation)

    @graph.mutation(
        scope=Scope.IDENTITY,
        description="Show the number of the firm's contact in full, for a reason that is logged.",
    )
    async def submission_reveal_contact(
        self, info: strawberry.Info, input: SubmissionRevealContactInput
    ) -> SubmissionRevealContactPayload:
        """Reveal, for the department that leads and the Federation."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            phone = await actions.reveal_contact(
                row, reason=input.reason, actor=graph.actor_of(info)
            )
            return {"submission": row, "phone": phone}

        return await graph.perform(
            info, SubmissionRevealContactPayload, input, work, secret=("phone",)
        )
