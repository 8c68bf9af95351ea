"""The task, and how lists of it are filtered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import strawberry

from backend import clock, graph
from backend.db import sql
from backend.organizations import queries as organizations
from backend.organizations.schema import Organization
from backend.submissions.models import Kind, Outcome
from backend.submissions.schema import Submission, unnamed
from backend.tasks import deadlines, models, queries
from backend.tasks.models import ContactChannel, TaskState
from backend.tasks.schema.course import TaskCourse, is_office, words_inside
from backend.tasks.workflow import TaskAct
from backend.workdays import Light, days_left, light

strawberry.enum(TaskState, description="Where a task stands; late and paused are computed.")
strawberry.enum(ContactChannel, description="How the department reached the firm.")
strawberry.enum(TaskAct, description="What can be done with a task.")

ORDERS = {"DUE_AT": "due_at", "ASSIGNED_AT": "assigned_at"}


def viewer_acts(row: models.Task, context: graph.Context) -> list[TaskAct]:
    """Return what the server would accept from the viewer now."""
    return queries.viewer_acts(row, context.actor)


@graph.node(models.Task, visible_to=queries.visible_to)
class Task(TaskCourse, graph.Node[models.Task]):
    """What one department has to do in one round of a case (主办)."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    state: TaskState = graph.column(description="Where it stands.")
    round: int = graph.column(description="The round of the case it belongs to.")
    kind: Kind = graph.column(description="Kind of the case; the deadline hangs on it.")
    area_code: str = graph.column(description="Code of the area in charge.")
    assignment: str | None = graph.function(
        words_inside("assignment"), description="What is asked of it."
    )
    submission: Submission | None = graph.to_one(
        "submission_id", description="The case, where the viewer may see it."
    )
    department: Organization | None = graph.to_one(
        "department_id", sees_through=True, description="Who leads (主办)."
    )
    assigned_at: datetime = graph.column(description="When its clocks started.")
    due_at: datetime = graph.column(
        description="Exclusive end of the last day (or hour, for URGENT) to reply."
    )
    original_due_at: datetime = graph.column(description="The same as first set; never changes.")
    due_is_provisional: bool = graph.column(
        description="It lies in a year whose holidays are not yet published."
    )
    contact_due_at: datetime = graph.column(description="By when the firm has to be reached.")
    started_at: datetime | None = graph.column(description="First act of the officer.")
    contacted_at: datetime | None = graph.column(description="First contact with the firm.")
    contact_channel: ContactChannel | None = graph.column(description="How it was reached.")
    claimed_at: datetime | None = graph.column(
        description="When the reply was filed; a filing that was sent back does not count.",
        when=is_office,
    )
    done_at: datetime | None = graph.column(description="When it was done.")
    question: str | None = graph.function(
        unnamed.words_of("question"), description="What the firm is asked now."
    )
    waiting_until: datetime | None = graph.column(description="When the pause ends by itself.")
    paused_due_at: datetime | None = graph.column(
        description="While paused: the due if the firm never replies."
    )
    reply: str | None = graph.function(
        words_inside("reply"), description="The reply, also while it waits for review."
    )
    outcome: Outcome | None = graph.column(description="What it brings.", when=is_office)
    planned_on: date | None = graph.column(description="Date of PLANNED.", when=is_office)
    detail: str | None = graph.function(
        words_inside("detail"), description="Basis, reason, address."
    )
    is_sampled: bool = graph.column(description="Drawn to be read after it went out.")
    sent_back_count: int = graph.column(description="How often review sent it back.")
    sent_back_reason: str | None = graph.function(
        words_inside("sent_back_reason"), description="Why last."
    )
    viewer_actions: list[TaskAct] = graph.function(
        viewer_acts,
        description="Exactly what the server would accept from the viewer now; at most 20.",
    )

    @strawberry.field(description="The last day to reply, in the area's zone.")
    async def due_on(self) -> date:
        """Return the day whose exclusive end is stored."""
        zone = await organizations.zone_of(self.row.area_code)
        return clock.date_in(zone, self.row.due_at - timedelta(microseconds=1))

    @strawberry.field(
        description="Working days after today up to and including the last one, negative when "
        "overdue; null once it was answered or has ended."
    )
    async def workdays_left(self) -> int | None:
        """Count them in the area's calendar."""
        row = self.row
        if row.claimed_at is not None or row.ended_at is not None:
            return None
        calendar = await organizations.calendar_of(row.area_code)
        return days_left(calendar, clock.now(), row.progress_due_at or deadlines.effective_due(row))

    @strawberry.field(description="The deadline as a light, computed now.")
    async def light(self) -> Light:
        """Return how the department's clock stands."""
        row, now = self.row, clock.now()
        return light(
            await organizations.calendar_of(row.area_code),
            target=deadlines.target_of(row),
            started_at=row.assigned_at,
            due_at=row.progress_due_at or deadlines.effective_due(row),
            now=now,
            met_at=row.claimed_at or row.ended_at,
            is_paused=row.waiting_until is not None and now < row.waiting_until,
        )


@strawberry.input
class TaskFilter:
    """Fields are joined by AND, the values of a list by OR; dates are days in the default zone."""

    states: list[TaskState] | None = None
    area_codes: list[str] | None = None
    kinds: list[Kind] | None = None
    due_from: date | None = None
    due_to: date | None = None
    is_overdue: bool | None = None
    awaits_sample_check: bool | None = strawberry.field(
        default=None, description="Replies that went out, were drawn and nobody has read since."
    )
    extension_is_asked: bool | None = strawberry.field(
        default=None, description="An extension waits for a decision."
    )
    search: str | None = strawberry.field(
        default=None, description="What the case is found by; see `SubmissionFilter.search`."
    )

    def where(self, context: graph.Context) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.search is not None:
            found &= queries.of_cases_searched(self.search, context.actor)
        for column, values in (
            ("task.state", self.states),
            ("task.area_code", self.area_codes),
            ("task.kind", self.kinds),
        ):
            if values is not None:
                found &= sql.is_in(column, values)
        if self.due_from is not None:
            found &= sql.Where("task.due_at > ?", (clock.start_of(self.due_from),))
        if self.due_to is not None:
            found &= sql.Where("task.due_at <= ?", (clock.end_of(self.due_to),))
        if self.is_overdue is not None:
            late = sql.Where(
                "task.claimed_at IS NULL AND task.ended_at IS NULL AND "
                "COALESCE(task.progress_due_at, task.paused_due_at, task.due_at) <= ?",
                (clock.now(),),
            )
            found &= late if self.is_overdue else ~late
        if self.awaits_sample_check is not None:
            drawn = queries.awaiting_sample_check()
            found &= drawn if self.awaits_sample_check else ~drawn
            found &= queries.not_of_own_side(context.actor)
        if self.extension_is_asked is not None:
            asked = queries.extension_asked()
            found &= asked if self.extension_is_asked else ~asked
        return found
