"""Messages, filing for a member, and filing without a name on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations.schema import Organization
from backend.submissions import actions, correspondence, return_codes
from backend.submissions.models import Channel, Visibility
from backend.submissions.schema.attached import file_ids
from backend.submissions.schema.inputs import (
    SubmissionEditInput,
    SubmissionError,
    SubmissionPayload,
)
from backend.submissions.schema.mutations import act
from backend.submissions.schema.types import Submission
from backend.submissions.schema.voice_fields import CaseMessage


@strawberry.input
class SubmissionPostMessageInput(graph.MutationInput):
    """The case, and the message (1–2,000 characters)."""

    id: strawberry.ID
    text: str
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.type
class SubmissionPostMessagePayload(graph.Payload):
    """The case and the new message."""

    submission: Submission | None = None
    message: CaseMessage | None = None
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.input
class SubmissionFileForMemberInput(graph.MutationInput):
    """The chamber, its member firm, and what the firm says."""

    chamber_id: strawberry.ID
    firm_id: strawberry.ID
    body: str
    title: str = ""
    category_code: str | None = None
    is_urgent: bool = False
    visibility: Visibility = Visibility.NORMAL
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids from `POST /files`; at most 9."
    )


@strawberry.input
class SubmissionFileAnonymouslyInput(graph.MutationInput):
    """The area, and one sentence; `idempotencyKey` must be random: it is part of the secret."""

    area_code: str
    body: str
    title: str = ""
    category_code: str | None = None
    is_urgent: bool = False


@strawberry.type
class SubmissionFileAnonymouslyPayload(graph.Payload):
    """The case, and the code that leads back to it: shown now and never again."""

    submission: Submission | None = None
    number: str | None = None
    return_code: str | None = strawberry.field(
        default=None,
        description="16 characters in groups. Send it as `Authorization: Bearer <code>` to read the "
        "case and to act on it as its firm. Only repeating this very request shows it again.",
    )
    user_errors: list[SubmissionError] = strawberry.field(default_factory=list)


@strawberry.type
class VoiceQuery:
    """Coming back with a return code."""

    @strawberry.field(
        description="The case whose return code was sent as bearer token; null without one."
    )
    async def submission_of_return_code(self, info: strawberry.Info) -> Submission | None:
        """Return the one case that the holder of a return code sees."""
        actor = graph.actor_of(info)
        if not actor.is_code_holder:
            return None
        return await graph.find_one(info, Submission, correspondence.case_of_holder(actor))


@strawberry.type
class VoiceMutation:
    """Who speaks in a case."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Write into the thread between the firm and those who handle its case. A "
        "department writes through its task.",
    )
    async def submission_post_message(
        self, info: strawberry.Info, input: SubmissionPostMessageInput
    ) -> SubmissionPostMessagePayload:
        """Post as the firm's side, the Federation or the coordinator."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            message = await actions.post_message(
                row,
                text=input.text,
                attachment_ids=file_ids(input.attachment_ids),
                actor=graph.actor_of(info),
            )
            return {"submission": row, "message": message}

        return await graph.perform(info, SubmissionPostMessagePayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="File for a member firm, as the head of its chamber. The firm is told.",
    )
    async def submission_file_for_member(
        self, info: strawberry.Info, input: SubmissionFileForMemberInput
    ) -> SubmissionPayload:
        """File for a member."""
        actor = graph.actor_of(info)

        async def work() -> dict[str, object]:
            chamber = await graph.find(
                info, Organization, input.chamber_id, path=("input", "chamberId")
            )
            firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            filing = actions.Filing(
                firm_id=firm.id,
                chamber_id=chamber.id,
                body=input.body,
                title=input.title,
                category_code=input.category_code,
                is_urgent=input.is_urgent,
                visibility=input.visibility,
                channel=Channel.API if actor.token_id else Channel.FORM,
                attachment_ids=file_ids(input.attachment_ids),
            )
            return {"submission": await actions.file_for_member(filing, firm=firm, actor=actor)}

        return await graph.perform(info, SubmissionPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Go on with a case that one's chamber filed: the chamber reads, acts no more.",
    )
    async def submission_take_over(
        self, info: strawberry.Info, input: SubmissionEditInput
    ) -> SubmissionPayload:
        """Take over as the firm."""
        return await act(info, input, actions.take_over)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        public=True,
        description="File without an account, where the area takes such cases; signed out only. "
        "Nobody learns which firm it is.",
    )
    async def submission_file_anonymously(
        self, info: strawberry.Info, input: SubmissionFileAnonymouslyInput
    ) -> SubmissionFileAnonymouslyPayload:
        """File, and show the return code."""
        key = input.idempotency_key

        async def work() -> dict[str, object]:
            case, code = await actions.file_anonymously(
                area_code=input.area_code,
                body=input.body,
                title=input.title,
                category_code=input.category_code,
                is_urgent=input.is_urgent,
                key=key,
                address=graph.address_of(info),
                actor=graph.actor_of(info),
            )
            return {"number": case.number, "return_code": code}

        payload = await graph.perform(
            info, SubmissionFileAnonymouslyPayload, input, work, secret=("return_code",)
        )
        return await _welcomed(info, payload, key=key)


async def _welcomed(
    info: strawberry.Info, payload: SubmissionFileAnonymouslyPayload, *, key: str
) -> SubmissionFileAnonymouslyPayload:
    """Let whoever has just filed read his case in the same answer, also when he asks again."""
    if payload.number is None:
        return payload
    code = payload.return_code or await actions.code_shown_again(payload.number, key)
    case = await correspondence.case_of_code(code) if code is not None else None
    if code is not None and case is not None:
        graph.context_of(info).actor = await correspondence.holder_of(case)
        payload.return_code = return_codes.in_groups(code)
        payload.submission = Submission.of(case)
    return payload
