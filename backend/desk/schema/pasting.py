"""A pasted chat on the graph: looked at first, then its ticked messages are filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import strawberry

from backend import graph
from backend.accounts.schema import Person
from backend.actor import Scope
from backend.desk import actions, chat, queries
from backend.desk.names import Sureness
from backend.desk.preview import Alike, PreviewLine, preview
from backend.desk.schema.types import DeskError
from backend.errors import Language, not_found
from backend.organizations.schema import Organization
from backend.submissions import finding
from backend.submissions.schema import Submission, SubmissionError
from backend.submissions.schema.finding import SimilarSubmission

MOST_SIMILAR = 3

strawberry.enum(
    Sureness, name="MemberRecognition", description="How a name in a chat was recognised."
)


@strawberry.type
class AlikeSubmission:
    """An open case of the same firm that says much the same."""

    submission: Submission = strawberry.field(description="The case.")
    likeness: int = strawberry.field(description="How much of the words both share: 0–100.")

    @classmethod
    def of(cls, alike: Alike) -> AlikeSubmission:
        """Return the object of a find."""
        return cls(submission=Submission.of(alike.case), likeness=round(alike.likeness * 100))


@strawberry.type
class PastePreviewLine:
    """One message: who said it when, whose firm that is, and whether it is likely a case."""

    line: strawberry.Private[PreviewLine]
    index: int = strawberry.field(description="Its place in the paste, from 0.")
    author: str = strawberry.field(description="The name in the chat; empty where it says none.")
    said_at: datetime | None = strawberry.field(description="When; null where the chat says not.")
    text: str = strawberry.field(description="The words, without placeholders for pictures.")
    quoted: str = strawberry.field(description="What the message quotes, or empty.")
    has_attachment: bool = strawberry.field(
        description="A picture, voice or file stood here; it does not travel with the text."
    )
    recognition: Sureness = strawberry.field(description="How the author was recognised.")
    firm: Organization | None = strawberry.field(
        description="The author's firm, where it is certain."
    )
    candidates: list[Organization] = strawberry.field(
        description="Firms it may be, for the clerk to choose from; at most 5."
    )
    person_id: strawberry.ID | None = strawberry.field(
        description="Id of the author among the firm's people, where he is certain."
    )
    category_code: str = strawberry.field(description="What it is probably about.")
    score: int = strawberry.field(description="How likely it is a case: 0–100.")
    reasons: list[str] = strawberry.field(description="Why, in the viewer's language; at most 14.")
    is_ticked: bool = strawberry.field(
        description="Ticked for the clerk: 50 and more, and not said before."
    )
    repeats: int | None = strawberry.field(
        description="Index of the message that the same author wrote before word for word."
    )
    alike_lines: list[int] = strawberry.field(
        description="Indexes of messages that say much the same; at most 3."
    )
    alike_submissions: list[AlikeSubmission] = strawberry.field(
        description="Open cases of the same firm that say much the same; at most 3."
    )
    filed: Submission | None = strawberry.field(
        description="The case this very message became before."
    )

    @strawberry.field(
        description="Cases of anybody that are like it; at most 3.",
        directives=[graph.Cost(weight=20), graph.ListSize(assumed_size=MOST_SIMILAR)],
    )
    async def similar_submissions(self, info: strawberry.Info) -> list[SimilarSubmission]:
        """Search by the words of the message; nothing for what is not ticked."""
        if not self.is_ticked:
            return []
        found = await finding.similar(
            self.text,
            actor=graph.actor_of(info),
            limit=MOST_SIMILAR,
            category_code=self.category_code,
        )
        return [SimilarSubmission.of(each) for each in found]


@strawberry.type
class PastePreview:
    """A chat cut into messages. Nothing of it is kept."""

    lines: list[PastePreviewLine] = strawberry.field(
        description=f"The messages in order; at most {chat.MOST_LINES}.",
        directives=[graph.ListSize(assumed_size=30)],
    )
    omitted: int = strawberry.field(description="How many more there were.")


@strawberry.type
class Caller:
    """Who has a number, and his firms in the viewer's area."""

    person: Person = strawberry.field(description="The person.")
    firms: list[Organization] = strawberry.field(description="His firms; at most 20.")


@strawberry.type
class PasteQuery:
    """Looking before anything is filed."""

    @strawberry.field(
        description="Cut a copied chat of at most 50,000 characters (WeChat, WeCom, DingTalk, QQ, "
        "name and colon, plain) into messages, recognise firms of the viewer's area, and tick what "
        "is likely a case. For the Federation; nothing is kept. Requires one of: IDENTITY.",
        directives=[graph.Cost(weight=50), graph.Requires(permissions=[Scope.IDENTITY])],
    )
    async def paste_preview(self, info: strawberry.Info, text: str) -> PastePreview:
        """Return the messages in the viewer's language."""
        with graph.user_input(info):
            found = await preview(text, actor=graph.actor_of(info))
        return PastePreview(
            lines=[_shown(line, graph.language_of(info)) for line in found.lines],
            omitted=found.omitted,
        )

    @strawberry.field(
        description="Who calls from a number: found by its blind index among the firms of the "
        "viewer's area. Null when nobody there has it. For the Federation. Requires one of: IDENTITY.",
        directives=[graph.Cost(weight=10), graph.Requires(permissions=[Scope.IDENTITY])],
    )
    async def caller(self, info: strawberry.Info, phone: str) -> Caller | None:
        """Return the person with his firms."""
        actor = graph.actor_of(info)
        with graph.user_input(info):
            person, firms = await queries.firms_of_caller(phone, actor=actor)
        if person is None or not firms:
            return None
        return Caller(
            person=Person.of(person), firms=[Organization.of(firm) for firm in firms[:20]]
        )


def _shown(line: PreviewLine, language: Language) -> PastePreviewLine:
    said, member = line.said, line.recognised.member
    person_id = member.person_id if member is not None else None
    return PastePreviewLine(
        line=line,
        index=line.index,
        author=said.author,
        said_at=said.at,
        text=said.text,
        quoted=said.quoted,
        has_attachment=said.has_attachment,
        recognition=line.recognised.sureness,
        firm=Organization.of(line.firm) if line.firm is not None else None,
        candidates=[Organization.of(firm) for firm in line.candidates],
        person_id=graph.encode_id("Person", person_id) if person_id is not None else None,
        category_code=line.likelihood.category_code,
        score=line.likelihood.score,
        reasons=[why.said_in(language) for why in line.likelihood.reasons],
        is_ticked=line.is_ticked,
        repeats=line.repeats,
        alike_lines=line.alike_lines,
        alike_submissions=[AlikeSubmission.of(alike) for alike in line.alike_cases],
        filed=Submission.of(line.filed) if line.filed is not None else None,
    )


@strawberry.input
class NewFirmInput:
    """A firm nobody has on record: its name is enough; a code may follow."""

    name: str
    area_code: str


@strawberry.input
class PasteLineInput:
    """One ticked message; `firmId` or `newFirm`. Author and time are kept as its origin."""

    text: str
    firm_id: strawberry.ID | None = None
    new_firm: NewFirmInput | None = None
    person_id: strawberry.ID | None = None
    author: str = ""
    said_at: datetime | None = None
    category_code: str | None = None
    is_urgent: bool = False


@strawberry.input
class PasteFileInput(graph.MutationInput):
    """The ticked messages of a paste, 1–100; nothing else of it is sent."""

    lines: list[PasteLineInput]


@strawberry.type
class SubmissionRow:
    """What came of one row of many: a case, or why it was refused. It spoils no other row."""

    index: int = strawberry.field(description="Its place in the input, from 0.")
    submission: Submission | None = strawberry.field(
        default=None, description="The case; null for a row that was refused."
    )
    was_there: bool = strawberry.field(
        default=False, description="The message was a case before; this is that case."
    )
    user_errors: list[SubmissionError] = strawberry.field(
        default_factory=list,
        description="Why the row was refused; at most 1.",
        directives=[graph.ListSize(assumed_size=1)],
    )


@strawberry.type
class SubmissionRowsPayload(graph.Payload):
    """The rows in the order of the input."""

    rows: list[SubmissionRow] = strawberry.field(
        default_factory=list,
        description="What came of each row; at most 100.",
        directives=[graph.ListSize(assumed_size=10)],
    )
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


async def _line(info: strawberry.Info, given: PasteLineInput) -> actions.Line:
    """Return the line with its firm, looked up through what the clerk may see."""
    new = given.new_firm
    firm = None
    if given.firm_id is not None:
        firm = await graph.find(info, Organization, given.firm_id, path=("input", "firmId"))
    person_id = None
    if given.person_id is not None:
        person_id = graph.decode_id(given.person_id, "Person")
        if person_id is None:
            raise not_found(("input", "personId"))
    return actions.Line(
        text=given.text,
        firm=firm,
        firm_name=new.name if new is not None else "",
        area_code=new.area_code if new is not None else "",
        person_id=person_id,
        author=given.author,
        said_at=given.said_at,
        category_code=given.category_code,
        is_urgent=given.is_urgent,
    )


@strawberry.type
class PasteMutation:
    """Filing what was pasted."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="File the ticked messages of a chat, each as a case of its firm. A message "
        "makes at most one case; a row that is refused spoils no other.",
    )
    async def paste_file(
        self, info: strawberry.Info, input: PasteFileInput
    ) -> SubmissionRowsPayload:
        """File each line in a unit of its own."""

        async def work(_index: int, given: PasteLineInput) -> Mapping[str, object]:
            row, was_there = await actions.file_line(
                await _line(info, given), actor=graph.actor_of(info)
            )
            return {"submission": row, "was_there": was_there}

        return await graph.perform_each(
            info,
            SubmissionRowsPayload,
            input,
            input.lines,
            work,
            row=SubmissionRow,
            errors=(SubmissionError, DeskError),
            path="lines",
        )
