"""The instruction on the graph, its lines, and what stands on a leader's desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from backend import clock, graph
from backend.accounts.schema import Person
from backend.graph.nodes import node_type_of
from backend.instructions import models, queries
from backend.instructions.models import Form, InstructionType, LineState, SummaryWording, TargetType
from backend.instructions.workflow import InstructionAct, LineAct
from backend.organizations import queries as organizations
from backend.organizations.schema import Organization
from backend.submissions.schema import Submission, unnamed


class TextHidden(StrEnum):
    """Why the words of an instruction are not shown here."""

    WECHAT = "WECHAT"
    PROGRAM = "PROGRAM"


strawberry.enum(Form, name="InstructionForm", description="How a leader speaks.")
strawberry.enum(InstructionType, description="What a leader asks for; the due date hangs on it.")
strawberry.enum(TargetType, name="InstructionTarget", description="What it is about.")
strawberry.enum(
    LineState,
    name="InstructionState",
    description="Where a department stands with it; overdue is computed.",
)
strawberry.enum(SummaryWording, description="Ready words of what the firm may read of it.")
strawberry.enum(LineAct, name="InstructionLineAct", description="What can be done with a line.")
strawberry.enum(InstructionAct, description="What can be done with the whole instruction.")
strawberry.enum(
    TextHidden,
    name="InstructionTextHidden",
    description="Why the words of an instruction are not shown.",
)

ORDERS = {"ISSUED_AT": "issued_at", "DUE_AT": "due_at"}


def words_of(attribute: str) -> Callable[[Any, graph.Context], str | Awaitable[str] | None]:
    """Make the rule of some words: never in a WeChat window, and of a hidden firm without its names."""

    def words(row: Any, context: graph.Context) -> str | Awaitable[str] | None:
        text: str | None = getattr(row, attribute)
        if not text or text_hidden(row, context) is not None:
            return None
        return unnamed.of_thread(text, row.submission_id, context)

    return words


def text_hidden(_row: object, context: graph.Context) -> TextHidden | None:
    """Return why words are not shown."""
    if context.actor.is_program:
        return TextHidden.PROGRAM
    return TextHidden.WECHAT if context.is_in_wechat else None


def is_overdue(row: models.InstructionLine, _context: graph.Context) -> bool:
    """Return whether the department is late."""
    return queries.is_overdue(row)


def line_acts(row: models.InstructionLine, context: graph.Context) -> list[LineAct]:
    """Return what the server would accept from the viewer now."""
    return queries.viewer_line_acts(row, context.actor)


def acts(row: models.Instruction, context: graph.Context) -> list[InstructionAct]:
    """Return what the server would accept from the viewer now."""
    return queries.viewer_acts(row, context.actor)


def summary(row: models.Instruction, context: graph.Context) -> str | Awaitable[str] | None:
    """Return the released line in the viewer's language, without names for whom they are hidden."""
    line = row.summary_en if context.language == "en" else row.summary_zh
    return unnamed.of_thread(line, row.submission_id, context) if line else None


async def name_of(organization_id: UUID, info: strawberry.Info) -> str:
    """Return an organization's name in the viewer's language; all of a page are read together."""
    bodies = node_type_of(Organization).batch(graph.context_of(info), sees_through=True)
    found = await bodies.get(organization_id)
    if found is None:
        return ""
    body = found.row
    return (body.name_en or body.name) if graph.language_of(info) == "en" else body.name


@graph.node(models.InstructionLine, visible_to=queries.lines_visible_to)
class InstructionLine(graph.Node[models.InstructionLine]):
    """One department's part in an instruction: acknowledged and reported by its head."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    state: LineState = graph.column(description="Where the department stands.")
    instruction: (
        Annotated[Instruction, strawberry.lazy("backend.instructions.schema.types")] | None
    ) = graph.to_one("instruction_id", description="The whole instruction.")
    department: Organization | None = graph.to_one(
        "department_id", sees_through=True, description="Who is addressed, through its head."
    )
    is_lead: bool = graph.function(
        lambda row, _context: row.position == 0, description="It leads (主办); others support."
    )
    due_at: datetime = graph.column(description="Exclusive end of the time to report back.")
    acknowledge_due_at: datetime = graph.column(
        description="By when it should be acknowledged: 2 working hours, URGENT 2 clock hours."
    )
    is_overdue: bool = graph.function(
        is_overdue, description="Acknowledgement or report is late, computed now."
    )
    superseded_at: datetime | None = graph.column(
        description="When a correction replaced the instruction."
    )
    acknowledged_at: datetime | None = graph.column(description="When the head took it on.")
    report: str | None = graph.function(
        words_of("report"), description="What came of it; null in a WeChat window."
    )
    reported_at: datetime | None = graph.column(description="When it was last reported back.")
    not_enough: str | None = graph.function(
        words_of("not_enough"),
        description="Why the report was not enough; null in a WeChat window.",
    )
    not_enough_count: int = graph.column(description="How often it was not.")
    closed_at: datetime | None = graph.column(description="When the leader was content.")
    accepted_by_office: Organization | None = graph.to_one(
        "closing_office_id",
        sees_through=True,
        description="The office that accepted the report for the leader; null: he did himself.",
    )
    viewer_actions: list[LineAct] = graph.function(
        line_acts,
        description="Exactly what the server would accept from the viewer now; at most 4.",
    )


@graph.node(models.Instruction, visible_to=queries.visible_to)
class Instruction(graph.Node[models.Instruction]):
    """What a leader said about a case (批示 or 转发). It never changes: a correction replaces it."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    form: Form = graph.column(description="An instruction of his own, or a matter passed on.")
    type: InstructionType = graph.column(description="What is asked for.")
    target_type: TargetType = graph.column(description="What it is about.")
    submission: Submission | None = graph.to_one("submission_id", description="The case.")
    area_code: str = graph.column(description="Code of the area in charge when it was issued.")
    leader: Person | None = graph.to_one(
        "leader_id", sees_through=True, description="The leader who speaks."
    )
    leader_organization: Organization | None = graph.to_one(
        "leader_organization_id", sees_through=True, description="The leader's office of state."
    )
    acted_by_office: Organization | None = graph.to_one(
        "office_id",
        sees_through=True,
        description="The office that wrote it for the leader; null: he wrote it himself.",
    )
    text: str | None = graph.function(
        words_of("text"),
        description="The words, at most 1,000 characters; null in a WeChat window and for a "
        "forward without words. Who may not learn the firm reads them without its names.",
    )
    text_hidden: TextHidden | None = graph.function(
        text_hidden, description="Why the words are not shown here; null when they are."
    )
    issued_at: datetime = graph.column(description="When it was issued.")
    due_at: datetime = graph.column(description="Exclusive end of the time to report back.")
    acknowledge_due_at: datetime = graph.column(description="By when it should be acknowledged.")
    state: LineState = graph.column(description="The least far of its lines.")
    superseded_at: datetime | None = graph.column(description="When a correction replaced it.")
    corrects: (
        Annotated[Instruction, strawberry.lazy("backend.instructions.schema.types")] | None
    ) = graph.to_one("corrects_id", description="The instruction that this one replaces.")
    corrected_by: (
        Annotated[Instruction, strawberry.lazy("backend.instructions.schema.types")] | None
    ) = graph.to_one(back="corrects_id", description="The one that replaced it.")
    released_summary: str | None = graph.function(
        summary, description="The line that the firm may read; null before it is released."
    )
    summary_released_at: datetime | None = graph.column(description="When it was released.")
    lines: list[InstructionLine] = graph.to_list(
        "instruction_id",
        order=("position",),
        maximum=10,
        assumed=3,
        description="The departments' parts, the lead's first; a department sees its own.",
    )
    viewer_actions: list[InstructionAct] = graph.function(
        acts, description="Exactly what the server would accept from the viewer now; at most 2."
    )

    @strawberry.field(description="The last day to report back, in the area's zone.")
    async def due_on(self) -> date:
        """Return the day whose exclusive end is stored."""
        zone = await organizations.zone_of(self.row.area_code)
        return clock.date_in(zone, self.row.due_at - timedelta(microseconds=1))

    @strawberry.field(
        description="Who signs, in the viewer's language; an office's act is marked (由…代)."
    )
    async def signature(self, info: strawberry.Info) -> str:
        """Return the leader's office of state, and the office that acted for him."""
        is_english = graph.language_of(info) == "en"
        leader = await name_of(self.row.leader_organization_id, info)
        if self.row.office_id is None:
            return leader
        office = await name_of(self.row.office_id, info)
        if self.row.office_id == self.row.leader_organization_id:
            office = f"the office of {office}" if is_english else f"{office}办公室"
        return f"{leader} (by {office})" if is_english else f"{leader}（由{office}代）"


@graph.node(models.LeaderRead, visible_to=queries.reads_visible_to)
class LeaderRead(graph.Node[models.LeaderRead]):
    """When a leader read a case. It stands on his own desk and at his office alone."""

    submission: Submission | None = graph.to_one("submission_id", description="The case.")
    leader: Person | None = graph.to_one("leader_id", sees_through=True, description="Who read it.")
    first_read_at: datetime = graph.column(description="The first time.")
    last_read_at: datetime = graph.column(description="The last time.")
    acted_by_office: Organization | None = graph.to_one(
        "office_id", sees_through=True, description="The office that noted it for him last."
    )


@graph.node(models.SentToLeader, visible_to=queries.sent_visible_to)
class SentToLeader(graph.Node[models.SentToLeader]):
    """A case that the Federation put before a leader."""

    submission: Submission | None = graph.to_one("submission_id", description="The case.")
    leader: Person | None = graph.to_one("leader_id", sees_through=True, description="Before whom.")
    note: str | None = graph.function(
        unnamed.words_of("note"), description="Why, in at most 200 characters."
    )
    sent_at: datetime = graph.column(description="When, for the last time.")
