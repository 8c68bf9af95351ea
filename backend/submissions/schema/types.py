"""The case on the graph."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import clock, graph
from backend.accounts.schema import Person
from backend.graph.event_feed import Event, show_words_of_steps
from backend.organizations import queries as organizations
from backend.organizations.schema import Organization
from backend.submissions import models, policy, promises, queries
from backend.submissions.models import (
    Channel,
    ClosedBy,
    DeclineReason,
    DisputeReason,
    Grade,
    Kind,
    Outcome,
    State,
    Verdict,
    Visibility,
)
from backend.submissions.queries import FirmWord
from backend.submissions.schema import unnamed
from backend.submissions.schema.attached import Attachment, WithAttachments
from backend.submissions.schema.before_leaders import BeforeLeaders
from backend.submissions.schema.desk_fields import AtTheDesk
from backend.submissions.schema.told import Told
from backend.submissions.schema.traces import SubmissionTraces
from backend.submissions.schema.voice_fields import (
    SubmissionVoices,
    firm_is_visible,
    identity_is_read,
)
from backend.submissions.sides import office_seat
from backend.submissions.workflow import OPEN_STATES, Act
from backend.workdays import Light, days_left, light, targets

if TYPE_CHECKING:
    # A case leads up to its tasks: the one cycle of the graph, resolved by strawberry at run time.
    from backend.tasks.schema import Task

show_words_of_steps(unnamed.of_step)
strawberry.enum(State, name="SubmissionState", description="Where a case stands.")
strawberry.enum(FirmWord, description="The words in which the firm reads the state of its case.")
strawberry.enum(Channel, description="By which door a case came in.")
strawberry.enum(Kind, description="How heavy a case is; its targets hang on it.")
strawberry.enum(Visibility, description="Who may learn of a case and of the firm behind it.")
strawberry.enum(Outcome, description="What a reply brings.")
strawberry.enum(Verdict, description="What the firm says of the outcome.")
strawberry.enum(Grade, description="The national five grades of service.")
strawberry.enum(ClosedBy, description="What closed a case.")
strawberry.enum(DeclineReason, description="Why a case was not taken on.")
strawberry.enum(DisputeReason, description="Why the firm does not accept a reply.")
strawberry.enum(Act, name="SubmissionAct", description="What can be done with a case.")
strawberry.enum(Light, description="How a deadline stands, computed when asked.")


def is_staff(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer reads the case in an office, not for the firm."""
    return office_seat(context.actor, row) is not None


def is_of_the_firm(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer is one of the firm's own people."""
    return context.actor.belongs_to(row.firm_id)


def grade_is_visible(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer reads the firm's grade here: its own people, and no program."""
    return is_of_the_firm(row, context) and not context.actor.is_program


def tier_is_visible(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer learns the tier, which would give away a firm that hides."""
    return not policy.hides_firm(row) or firm_is_visible(row, context)


def firm_word(row: models.Submission, _context: graph.Context) -> FirmWord | None:
    """Return the firm's word for the state."""
    return queries.firm_word(row)


def viewer_acts(row: models.Submission, context: graph.Context) -> list[Act]:
    """Return what the server would accept from the viewer now."""
    return queries.viewer_acts(row, context.actor)


@graph.node(models.Reply, visible_to=queries.replies_visible_to)
class Reply(graph.Node[models.Reply]):
    """A reply to the firm, for one round, by one department."""

    round: int = graph.column(description="The round it belongs to, from 1.")
    text: str = graph.function(unnamed.words_of("text"), description="The reply in words.")
    outcome: Outcome | None = graph.column(description="What it brings.")
    planned_on: date | None = graph.column(description="Promised date of a PLANNED outcome.")
    detail: str | None = graph.function(
        unnamed.words_of("detail"),
        description="The basis (EXPLAINED), reason (NOT_POSSIBLE) or address (NOT_OURS).",
    )
    published_at: datetime | None = graph.column(
        description="When the firm could read it; null while it waits for review."
    )
    department: Organization | None = graph.to_one(
        "department_id", sees_through=True, description="Who replies."
    )
    attachments: graph.Connection[Attachment] = graph.to_many(
        "reply_id", order=("position", "id"), description="The files that came with it."
    )


@graph.node(models.Submission, visible_to=queries.visible_to)
class Submission(
    AtTheDesk,
    BeforeLeaders,
    Told,
    SubmissionVoices,
    SubmissionTraces,
    WithAttachments,
    graph.Node[models.Submission],
):
    """One case (诉求) of one firm: from its sentence to its own verdict."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    number: str | None = graph.column(
        description="Human number such as LJ-2026-000123-C, with a check character."
    )
    state: State = graph.column(description="Where the case stands.")
    firm_word: FirmWord | None = graph.function(
        firm_word,
        description="The same in the firm's six words; WITHDRAWN only by its own act.",
    )
    area_code: str = graph.column(description="Code of the area in charge.")
    channel: Channel = graph.column(description="By which door it came in.")
    kind: Kind = graph.column(description="How heavy it is; certain once accepted.")
    category_code: str | None = graph.column(description="What it is about; see `categories`.")
    category_is_guessed: bool = graph.column(
        description="The category was guessed from the words and not yet confirmed."
    )
    tier: str | None = graph.column(
        when=tier_is_visible,
        description="Tier of the firm when it was filed; null where the firm is hidden.",
    )
    visibility: Visibility = graph.column(description="Who may learn of it.")
    firm: Organization | None = graph.to_one(
        "firm_id",
        sees_through=True,
        when=identity_is_read,
        description="The firm; null where its identity is hidden from the viewer.",
    )
    contact: Person | None = graph.to_one(
        "filed_by_id",
        sees_through=True,
        when=identity_is_read,
        description="Who filed it for the firm; his number is masked, see `submissionRevealContact`.",
    )
    lead_department: Organization | None = graph.to_one(
        "lead_department_id", sees_through=True, description="Who has the case now, or had it last."
    )
    round: int = graph.column(description="1, and one more each time it is redone.")
    filed_at: datetime | None = graph.column(description="When the firm's clock started.")
    accepted_at: datetime | None = graph.column(description="When it was taken on.")
    dispatched_at: datetime | None = graph.column(description="When it first went to a department.")
    answered_at: datetime | None = graph.column(description="When the latest reply was shown.")
    closed_at: datetime | None = graph.column(description="When it was closed.")
    closed_by: ClosedBy | None = graph.column(description="What closed it.")
    outcome: Outcome | None = graph.column(
        description="Of the latest reply; of several the one that solves least."
    )
    verdict: Verdict | None = graph.column(description="What the firm says of it.")
    grade: Grade | None = graph.column(
        when=grade_is_visible,
        description="The firm's own grade; null to all but its people, and to programs.",
    )
    question: str | None = graph.function(
        unnamed.words_of_case("question"), description="What the firm was asked before acceptance."
    )
    info_due_at: datetime | None = graph.column(description="When that question lapses.")
    silent_due_at: datetime | None = graph.column(
        description="When silence closes an answered case (exclusive)."
    )
    dispute_until: datetime | None = graph.column(
        description="Until when a closed case may be disputed (exclusive)."
    )
    decline_reason: DeclineReason | None = graph.column(description="Why it was not taken on.")
    decline_text: str | None = graph.function(
        unnamed.words_of_case("decline_text"), description="The same in words."
    )
    decline_where: str | None = graph.function(
        unnamed.words_of_case("decline_where"), description="Where to go instead."
    )
    dispute_reason: DisputeReason | None = graph.column(description="Why the firm disputes.")
    dispute_count: int = graph.column(description="How often the firm disputed.")
    uphold_explanation: str | None = graph.function(
        unnamed.words_of_case("uphold_explanation"), description="Why a disputed reply was upheld."
    )
    promise_is_provisional: bool = graph.column(
        description="The promised date lies in a year whose holidays are not yet published."
    )
    contact_due_at: datetime | None = graph.column(
        description="By when somebody was promised to reach the firm first."
    )
    verify_due_at: datetime | None = graph.column(
        description="By when the case should be verified.", when=is_staff
    )
    dispatch_due_at: datetime | None = graph.column(
        description="By when an accepted case should be with a department.", when=is_staff
    )
    viewer_actions: list[Act] = graph.function(
        viewer_acts,
        description="Exactly what the server would accept from the viewer now; at most 20.",
    )
    replies: graph.Connection[Reply] = graph.to_many(
        "submission_id", order=("published_at", "id"), description="Replies of all rounds."
    )
    tasks: graph.Connection[Annotated[Task, strawberry.lazy("backend.tasks.schema")]] = (
        graph.to_many("submission_id", order=("assigned_at", "id"), description="Its tasks.")
    )
    timeline: graph.Connection[Event] = graph.to_many(
        "thread_id", order=("sequence", "id"), description="Every step, oldest first."
    )

    @strawberry.field(description="The promised last day for the answer, in the area's zone.")
    async def promised_on(self) -> date | None:
        """Return the day whose exclusive end is stored."""
        due = await promises.promised(self.row)
        return due.day if due else None

    @strawberry.field(description="The promise in words, in the viewer's language.")
    async def promise(self, info: strawberry.Info) -> str | None:
        """Return such as 周四（11月26日）前答复您; 预计 until accepted."""
        due = await promises.promised(self.row)
        if due is None:
            return None
        words = promises.in_words(due, is_accepted=self.row.accepted_at is not None)
        return words.said_in(graph.language_of(info))

    @strawberry.field(
        description="Working days after today up to and including the promised one, negative when "
        "it has passed; null once the case was answered or is over."
    )
    async def workdays_left(self) -> int | None:
        """Count them in the area's calendar."""
        row = self.row
        if row.promised_due_at is None or row.answered_at or row.state not in OPEN_STATES:
            return None
        calendar = await organizations.calendar_of(row.area_code)
        return days_left(calendar, clock.now(), row.promised_due_at)

    @strawberry.field(description="The firm's deadline as a light, computed now.")
    async def light(self) -> Light | None:
        """Return how the promise to the firm stands."""
        row = self.row
        is_split = row.closed_by is ClosedBy.SPLIT
        if row.filed_at is None or row.promised_due_at is None or row.recorded or is_split:
            return None
        return light(
            await organizations.calendar_of(row.area_code),
            target=targets.resolve(row.kind),
            started_at=row.filed_at,
            due_at=row.promised_due_at,
            now=clock.now(),
            met_at=row.answered_at or row.closed_at or row.withdrawn_at,
            is_paused=row.state is State.NEEDS_INFO,
        )
