"""What a task shows of its course: returned, ruled, extended, listed, supported, cancelled, read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from backend import clock, graph
from backend.db import sql
from backend.organizations import queries as organizations
from backend.organizations.schema import Duty, Organization
from backend.submissions.schema import unnamed
from backend.submissions.sides import works_in_office
from backend.tasks import explaining, models, queries
from backend.tasks.models import ReturnReason, SampleFinding, TaskEnd
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import refusal

if TYPE_CHECKING:
    # What is asked beside a task leads back to nothing of it; it only stands in another module.
    from backend.tasks.schema.beside import Support

strawberry.enum(ReturnReason, description="Why a department wants to be rid of what it was given.")
strawberry.enum(TaskEnd, description="Why a task or an asked opinion ended without an answer.")
strawberry.enum(SampleFinding, description="What was found in a reply that had gone out already.")


def is_office(row: models.Task, context: graph.Context) -> bool:
    """Whether the viewer reads the task in an office: the firm reads replies when they are shown."""
    return works_in_office(context.actor, firm_id=row.firm_id, area_code=row.area_code)


def words_inside(
    attribute: str,
) -> Callable[[models.Task, graph.Context], Awaitable[str] | None]:
    """Make the rule of a column in which offices write to each other: whoever gave them the task may
    have named a firm that others must not learn.
    """
    words = unnamed.words_of(attribute)

    def shown(row: models.Task, context: graph.Context) -> Awaitable[str] | None:
        return words(row, context) if is_office(row, context) else None

    return shown


def can_be_decided(row: models.Task) -> bool:
    """Whether somebody can decide on an extension now: not once the reply is filed."""
    return refusal(row, STEPS[TaskAct.DECIDE_EXTENSION]) is None


def pending(row: models.Task, context: graph.Context) -> bool:
    """Whether an extension waits for a decision, and the viewer reads it in an office."""
    return is_office(row, context) and can_be_decided(row)


def is_pending(row: models.Task, _context: graph.Context) -> bool:
    """Whether an extension waits for a decision."""
    return can_be_decided(row)


async def text_of_step(row: models.Milestone, context: graph.Context) -> str:
    """Return what a step of a plan says, without names for those who may not know them."""
    [case_id] = await _cases_of_plans(context).get(row.task_id)
    return await unnamed.of_thread(row.text, case_id, context)


def _cases_of_plans(context: graph.Context) -> graph.Batch[UUID, tuple[UUID, ...]]:
    async def fetch(task_ids: Sequence[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
        found = await sql.rows(models.Task, sql.is_in("task.id", task_ids))
        return {task.id: (task.submission_id,) for task in found}

    return context.loaders.batch("cases of plans", lambda: graph.Batch(fetch, ()))


@graph.node(models.Milestone, visible_to=queries.milestones_visible_to)
class Milestone(graph.Node[models.Milestone]):
    """One step of the plan of a long-term task."""

    due_on: date = graph.column(description="By which day.")
    text: str = graph.function(text_of_step, description="What.")
    done_at: datetime | None = graph.column(description="When it was reported done.")


@strawberry.type
class TaskCourse:
    """What happened to a task between its dispatch and its reply."""

    is_instructed: bool | None = graph.column(
        when=is_office,
        description="A leader stands behind it: its reply is reviewed before it goes.",
    )
    is_masked: bool | None = graph.column(
        when=is_office,
        description="The firm hides from the department, which writes to it and never calls.",
    )
    took_over: bool = graph.column(
        description="It came during its round: by a ruling, or beside the others."
    )
    return_until: datetime | None = graph.column(
        description="Until when it may be returned, once and before the first act (exclusive).",
        when=is_office,
    )
    return_reason: ReturnReason | None = graph.column(
        description="Why its department returned it.", when=is_office
    )
    return_text: str | None = graph.function(
        words_inside("return_text"), description="The same in words."
    )
    proposed_department: Organization | None = graph.to_one(
        "proposed_department_id",
        sees_through=True,
        when=is_office,
        description="Who should have it, as the returning department sees it.",
    )
    ruling_text: str | None = graph.function(
        words_inside("ruling_text"), description="What was ruled."
    )
    ruling_duty: Duty | None = graph.to_one(
        "ruling_duty_id", sees_through=True, when=is_office, description="The duty it cites."
    )
    ruled_at: datetime | None = graph.column(description="When it was ruled on.", when=is_office)
    extension_is_pending: bool = graph.function(
        is_pending, description="An extension waits for a decision; the due moment refuses it."
    )
    extension_asked_due_at: datetime | None = graph.column(
        description="The due it would have, as asked; an exclusive end.", when=pending
    )
    extension_reason: str | None = graph.function(
        words_inside("extension_reason"), description="Why an extension was asked last."
    )
    extension_decision: str | None = graph.function(
        words_inside("extension_decision"), description="What was said of it; null until decided."
    )
    extensions_granted: int = graph.column(description="How many were granted: two at most.")
    plan: str | None = graph.function(
        unnamed.words_of("plan"), description="The plan of a long-term task."
    )
    listed_at: datetime | None = graph.column(description="When it was listed as long-term.")
    progress_due_at: datetime | None = graph.column(
        description="While it is listed: when the next report of progress is due (exclusive)."
    )
    milestones: graph.Connection[Milestone] = graph.to_many(
        "task_id", order=("due_on", "id"), description="The steps of the plan."
    )
    supports: graph.Connection[
        Annotated[Support, strawberry.lazy("backend.tasks.schema.beside")]
    ] = graph.to_many(
        "task_id", order=("id",), description="What others are asked beside it (协办)."
    )
    open_support_count: int | None = graph.column(
        description="Opinions still waited for.", when=is_office
    )
    without_support_reason: str | None = graph.function(
        words_inside("without_support_reason"), description="Why the lead did not wait for them."
    )
    ended_at: datetime | None = graph.column(description="When it ended without a reply.")
    end_reason: TaskEnd | None = graph.column(description="Why it ended so.")
    end_text: str | None = graph.function(
        words_inside("end_text"), description="The same in words."
    )
    sample_checked_at: datetime | None = graph.column(
        description="When a drawn reply was read afterwards.", when=is_office
    )
    sample_finding: SampleFinding | None = graph.column(
        description="What was found.", when=is_office
    )
    sample_text: str | None = graph.function(
        words_inside("sample_text"), description="What is to be followed up."
    )

    @strawberry.field(description="Why it is due when it is, in the viewer's language.")
    async def due_explanation(self, info: strawberry.Info) -> str:
        """Return the count and all that moved it."""
        row = cast("graph.Node[models.Task]", self).row
        return (await explaining.why_due(row)).said_in(graph.language_of(info))

    @strawberry.field(
        description="Working days for which its department held it, until now or its end."
    )
    async def held_workdays(self) -> int:
        """Return the working days after the day of the dispatch."""
        row = cast("graph.Node[models.Task]", self).row
        calendar = await organizations.calendar_of(row.area_code)
        end = row.done_at or row.ended_at or clock.now()
        return calendar.workdays_between(calendar.date_of(row.assigned_at), calendar.date_of(end))
