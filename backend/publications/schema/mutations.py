"""The verbs of the publication on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import strawberry

from backend import graph
from backend.actor import Scope
from backend.organizations.schema import Organization
from backend.publications import actions, queries
from backend.publications.schema.types import Publication
from backend.submissions.actions import Filing
from backend.submissions.models import Channel
from backend.submissions.schema import Submission, SubmissionPayload

Action = Callable[..., Awaitable[object]]


@graph.error_type("Publication", codes=("IDENTIFYING",))
class PublicationError(graph.UserError):
    """Why an act on a publication was refused."""


@strawberry.type
class PublicationPayload(graph.Payload):
    """The publication as it is now."""

    publication: Publication | None = None
    user_errors: list[PublicationError] = strawberry.field(default_factory=list)


@strawberry.input
class PublicationAskInput(graph.MutationInput):
    """The answered case of one's own firm."""

    submission_id: strawberry.ID


@strawberry.input
class PublicationProposeInput(graph.MutationInput):
    """The case, and what would be told of it: topic (at most 120 characters), question, answer."""

    submission_id: strawberry.ID
    title: str
    question: str
    answer: str


@strawberry.input
class PublicationEditInput(graph.MutationInput):
    """The publication, and the version on which the decision was taken."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class PublicationReviseInput(PublicationEditInput):
    """The new words, whole."""

    title: str
    question: str
    answer: str


@strawberry.input
class PublicationWithdrawInput(PublicationEditInput):
    """Why it is taken back (at most 1,000 characters)."""

    reason: str


@strawberry.input
class PublicationAnsweredMeInput(graph.MutationInput):
    """The published answer that helped."""

    id: strawberry.ID


@strawberry.input
class PublicationMeTooInput(graph.MutationInput):
    """The published answer, the firm, and what is different in its own words, if anything."""

    id: strawberry.ID
    firm_id: strawberry.ID
    body: str = ""
    is_urgent: bool = False


async def act(
    info: strawberry.Info, given: PublicationEditInput, action: Action, **more: object
) -> PublicationPayload:
    """Find the publication through what the viewer may see, act on it, give it back."""

    async def work() -> dict[str, object]:
        row = await graph.find(info, Publication, given.id)
        await action(
            row, actor=graph.actor_of(info), expected_version=given.expected_version, **more
        )
        return {"publication": row}

    return await graph.perform(info, PublicationPayload, given, work)


@strawberry.type
class PublicationMutation:
    """How an outcome comes to be told, and what comes of it."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="As the firm, ask that its outcome be told."
    )
    async def publication_ask(
        self, info: strawberry.Info, input: PublicationAskInput
    ) -> PublicationPayload:
        """Ask; an office then proposes the words."""

        async def work() -> dict[str, object]:
            path = ("input", "submissionId")
            case = await graph.find(info, Submission, input.submission_id, path=path)
            return {"publication": await actions.ask(case, actor=graph.actor_of(info))}

        return await graph.perform(info, PublicationPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Propose to the firm what would be told."
    )
    async def publication_propose(
        self, info: strawberry.Info, input: PublicationProposeInput
    ) -> PublicationPayload:
        """Propose words that tell nobody; IDENTIFYING says what is still in them."""

        async def work() -> dict[str, object]:
            path = ("input", "submissionId")
            case = await graph.find(info, Submission, input.submission_id, path=path)
            text = actions.Text(input.title, input.question, input.answer)
            row = await actions.propose(case, text, actor=graph.actor_of(info))
            return {"publication": row}

        return await graph.perform(info, PublicationPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Change what would be told; the firm is asked anew.",
    )
    async def publication_revise(
        self, info: strawberry.Info, input: PublicationReviseInput
    ) -> PublicationPayload:
        """Revise; an earlier consent is void."""
        text = actions.Text(input.title, input.question, input.answer)
        return await act(info, input, actions.revise, text=text)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="As the firm, consent to exactly these words."
    )
    async def publication_consent(
        self, info: strawberry.Info, input: PublicationEditInput
    ) -> PublicationPayload:
        """Consent."""
        return await act(info, input, actions.consent)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="As the firm, refuse: nothing is told."
    )
    async def publication_refuse(
        self, info: strawberry.Info, input: PublicationEditInput
    ) -> PublicationPayload:
        """Refuse; only the firm itself can bring it up again."""
        return await act(info, input, actions.refuse)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Tell everybody what the firm consented to."
    )
    async def publication_publish(
        self, info: strawberry.Info, input: PublicationEditInput
    ) -> PublicationPayload:
        """Publish, unless the words still tell whose case it was."""
        return await act(info, input, actions.publish)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE, description="Take it back, as the firm or the Federation."
    )
    async def publication_withdraw(
        self, info: strawberry.Info, input: PublicationWithdrawInput
    ) -> PublicationPayload:
        """Withdraw; nobody finds it any more."""
        return await act(info, input, actions.withdraw, reason=input.reason)

    @graph.mutation(
        scope=None,
        public=True,
        description="Say that a published answer answers one's question; works signed out, and "
        "counts everybody once.",
    )
    async def publication_answered_me(
        self, info: strawberry.Info, input: PublicationAnsweredMeInput
    ) -> PublicationPayload:
        """Count a case that need not be filed."""

        async def work() -> dict[str, object]:
            context = graph.context_of(info)
            row = await queries.published(graph.decode_id(input.id, "Publication"))
            is_known = context.actor.is_signed_in or context.actor.token_id is not None
            await actions.answered_me(row, principal=context.principal, is_known=is_known)
            return {"publication": row}

        return await graph.perform(info, PublicationPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="File the same matter as a published answer for a firm of one's own.",
    )
    async def publication_me_too(
        self, info: strawberry.Info, input: PublicationMeTooInput
    ) -> SubmissionPayload:
        """File beside a published answer; the link stays."""
        actor = graph.actor_of(info)

        async def work() -> dict[str, object]:
            row = await queries.published(graph.decode_id(input.id, "Publication"))
            firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            filing = Filing(
                firm_id=firm.id,
                title=row.title,
                body=input.body.strip() or row.question,
                category_code=row.category_code,
                is_urgent=input.is_urgent,
                channel=Channel.API if actor.token_id else Channel.FORM,
                related_publication_id=row.id,
            )
            return {"submission": await actions.me_too(row, filing, actor=actor)}

        return await graph.perform(info, SubmissionPayload, input, work)
