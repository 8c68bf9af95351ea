"""Notes, mentions and marks on the graph."""

from __future__ import annotations

from uuid import UUID

import strawberry

from backend import graph
from backend.accounts.schema import Person
from backend.actor import Scope
from backend.desk import actions, policy, queries
from backend.desk.schema.types import AnsweringMark, DeskError, InternalNote, Mention
from backend.errors import Invalid, Words
from backend.submissions.schema import Submission


@strawberry.input
class NoteWriteInput(graph.MutationInput):
    """The case, 1–2,000 characters, and at most 10 people who read the case and are called."""

    submission_id: strawberry.ID
    text: str
    mentions: list[strawberry.ID] = strawberry.field(default_factory=list[strawberry.ID])


@strawberry.type
class NoteWritePayload(graph.Payload):
    """The note."""

    note: InternalNote | None = None
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


@strawberry.input
class MentionSettleInput(graph.MutationInput):
    """One of one's own mentions."""

    id: strawberry.ID


@strawberry.type
class MentionSettlePayload(graph.Payload):
    """The mention, done."""

    mention: Mention | None = None
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


@strawberry.input
class AnsweringMarkInput(graph.MutationInput):
    """The case."""

    submission_id: strawberry.ID


@strawberry.type
class AnsweringMarkPayload(graph.Payload):
    """One's own mark, and the case."""

    mark: AnsweringMark | None = None
    submission: Submission | None = None
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


def person_ids(given: list[strawberry.ID]) -> list[UUID]:
    """Return the ids behind the people named; raise Invalid for what is none."""
    found: list[UUID] = []
    for index, each in enumerate(given):
        key = graph.decode_id(each, "Person")
        if key is None:
            raise Invalid(
                Words("没有这个人", "There is no such person"), path=("input", "mentions", index)
            )
        found.append(key)
    return found


@strawberry.type
class NoteQuery:
    """Whom a note can call."""

    @strawberry.field(
        description="People who probably read a case in an office, to be called in a note; by name, "
        "at most `first` (1–50). Whoever does not read it is refused when he is called. "
        "Requires one of: IDENTITY.",
        directives=[
            graph.ListSize(assumed_size=20, slicing_arguments=["first"]),
            graph.Requires(permissions=[Scope.IDENTITY]),
        ],
    )
    async def mention_candidates(
        self, info: strawberry.Info, submission_id: strawberry.ID, search: str = "", first: int = 20
    ) -> list[Person]:
        """Return people whose name contains `search`."""
        if not 1 <= first <= queries.MOST_CANDIDATES:
            raise graph.bad_user_input(f"`first` is 1 to {queries.MOST_CANDIDATES}")
        with graph.user_input(info):
            row = await graph.find(info, Submission, submission_id, path=("submissionId",))
            policy.ensure_may_note(row, actor=graph.actor_of(info))
        found = await queries.to_mention(row, search=search.strip()[:60], limit=first)
        return [Person.of(person) for person in found]


@strawberry.type
class NoteMutation:
    """What offices tell each other."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Write an internal note on a case; whoever is called in it finds it among his "
        "to-dos. No firm, chamber or auditor ever reads it.",
    )
    async def note_write(self, info: strawberry.Info, input: NoteWriteInput) -> NoteWritePayload:
        """Write a note."""

        async def work() -> dict[str, object]:
            row = await graph.find(
                info, Submission, input.submission_id, path=("input", "submissionId")
            )
            note = await actions.write_note(
                row,
                text=input.text,
                mentions=person_ids(input.mentions),
                actor=graph.actor_of(info),
            )
            return {"note": note}

        return await graph.perform(info, NoteWritePayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Take a mention off one's desk. Twice is no mistake.",
    )
    async def mention_settle(
        self, info: strawberry.Info, input: MentionSettleInput
    ) -> MentionSettlePayload:
        """Settle a mention."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Mention, input.id)
            await actions.settle_mention(row)
            return {"mention": row}

        return await graph.perform(info, MentionSettlePayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Show to other offices for two minutes that one is answering a case; set it "
        "again, with a new key, while one still is.",
    )
    async def answering_mark_set(
        self, info: strawberry.Info, input: AnsweringMarkInput
    ) -> AnsweringMarkPayload:
        """Set or renew the mark."""

        async def work() -> dict[str, object]:
            row = await graph.find(
                info, Submission, input.submission_id, path=("input", "submissionId")
            )
            mark = await actions.set_mark(row, actor=graph.actor_of(info))
            return {"mark": mark, "submission": row}

        return await graph.perform(info, AnsweringMarkPayload, input, work)

    @graph.mutation(scope=Scope.SUBMISSIONS_WRITE, description="Take one's own mark off a case.")
    async def answering_mark_clear(
        self, info: strawberry.Info, input: AnsweringMarkInput
    ) -> AnsweringMarkPayload:
        """Clear the mark."""

        async def work() -> dict[str, object]:
            row = await graph.find(
                info, Submission, input.submission_id, path=("input", "submissionId")
            )
            await actions.clear_mark(row, actor=graph.actor_of(info))
            return {"submission": row}

        return await graph.perform(info, AnsweringMarkPayload, input, work)
