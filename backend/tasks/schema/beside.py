"""What is asked of other departments beside a task, on the graph (协办)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import strawberry

from backend import clock, graph
from backend.actor import Scope
from backend.db import sql
from backend.organizations import queries as organizations
from backend.organizations.schema import Organization
from backend.submissions.models import Kind
from backend.submissions.schema import Submission, unnamed
from backend.tasks import actions, deadlines, explaining, models, queries
from backend.tasks.models import ReturnReason, SupportState, TaskEnd
from backend.tasks.schema.dispatching import SupportInput, department_of, supports_of
from backend.tasks.schema.mutations import TaskEditInput, TaskError
from backend.tasks.schema.types import Task
from backend.tasks.workflow import SupportAct
from backend.workdays import Light, light

strawberry.enum(SupportState, description="Where an opinion asked of another department stands.")
strawberry.enum(SupportAct, description="What can be done with an opinion that was asked.")

ORDERS = {"DUE_AT": "due_at", "REQUESTED_AT": "requested_at"}


def support_acts(row: models.Support, context: graph.Context) -> list[SupportAct]:
    """Return what the server would accept from the viewer now."""
    return queries.support_acts(row, context.actor)


@graph.node(models.Support, visible_to=queries.supports_visible_to)
class Support(graph.Node[models.Support]):
    """What a second department is asked for beside the one that leads; the firm never reads it."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    state: SupportState = graph.column(description="Where it stands.")
    round: int = graph.column(description="The round of the case it belongs to.")
    kind: Kind = graph.column(description="Kind of the case.")
    area_code: str = graph.column(description="Code of the area in charge.")
    assignment: str | None = graph.function(
        unnamed.words_of("assignment"), description="What is asked."
    )
    submission: Submission | None = graph.to_one(
        "submission_id", description="The case, where the viewer may see it."
    )
    department: Organization | None = graph.to_one(
        "department_id", sees_through=True, description="Who is asked (协办)."
    )
    lead: Organization | None = graph.to_one(
        "lead_id", sees_through=True, description="Who leads, and owns the result (主办)."
    )
    requested_at: datetime = graph.column(description="When its clock started.")
    due_at: datetime = graph.column(description="Exclusive end of the last day for the opinion.")
    due_is_provisional: bool = graph.column(
        description="It lies in a year whose holidays are not yet published."
    )
    given_at: datetime | None = graph.column(description="When the opinion was given.")
    opinion: str | None = graph.function(unnamed.words_of("opinion"), description="The opinion.")
    declined_at: datetime | None = graph.column(description="When its department declined.")
    decline_reason: ReturnReason | None = graph.column(description="Why.")
    decline_text: str | None = graph.function(
        unnamed.words_of("decline_text"), description="The same in words."
    )
    proposed_department: Organization | None = graph.to_one(
        "proposed_department_id", sees_through=True, description="Who should be asked instead."
    )
    is_final: bool = graph.column(description="It was ruled: it cannot be declined again.")
    ruling_text: str | None = graph.function(
        unnamed.words_of("ruling_text"), description="What was ruled."
    )
    ruled_at: datetime | None = graph.column(description="When.")
    ended_at: datetime | None = graph.column(description="When it ended without an opinion.")
    end_reason: TaskEnd | None = graph.column(description="Why it ended so.")
    viewer_actions: list[SupportAct] = graph.function(
        support_acts,
        description="Exactly what the server would accept from the viewer now; at most 5.",
    )

    @strawberry.field(description="The last day for the opinion, in the area's zone.")
    async def due_on(self) -> date:
        """Return the day whose exclusive end is stored."""
        zone = await organizations.zone_of(self.row.area_code)
        return clock.date_in(zone, self.row.due_at - timedelta(microseconds=1))

    @strawberry.field(description="The deadline as a light, computed now.")
    async def light(self) -> Light:
        """Return how the department's clock stands; one that declined is waited for all the same."""
        row = self.row
        calendar = await organizations.calendar_of(row.area_code)
        return light(
            calendar,
            target=deadlines.support_target(row, calendar),
            started_at=row.requested_at,
            due_at=row.due_at,
            now=clock.now(),
            met_at=row.given_at or row.ended_at,
        )

    @strawberry.field(description="Why it is due when it is, in the viewer's language.")
    async def due_explanation(self, info: strawberry.Info) -> str:
        """Return how the time is shared."""
        return (await explaining.why_opinion_due(self.row)).said_in(graph.language_of(info))


@strawberry.input
class SupportFilter:
    """Fields are joined by AND, the values of a list by OR."""

    states: list[SupportState] | None = None
    is_overdue: bool | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.states is not None:
            found &= sql.is_in("support.state", self.states)
        if self.is_overdue is not None:
            open_ = (SupportState.REQUESTED, SupportState.DECLINED)
            late = sql.is_in("support.state", open_)
            late &= sql.Where("support.due_at <= ?", (clock.now(),))
            found &= late if self.is_overdue else ~late
        return found


@graph.error_type("Support")
class SupportError(graph.UserError):
    """Why an act on an asked opinion was refused."""


@strawberry.input
class TaskRequestSupportInput(TaskEditInput):
    """One to ten departments to support a task that runs already."""

    supports: list[SupportInput]


@strawberry.type
class TaskRequestSupportPayload(graph.Payload):
    """The task and what was asked."""

    task: Task | None = None
    supports: list[Support] | None = None
    user_errors: list[TaskError] = strawberry.field(default_factory=list)


@strawberry.input
class SupportEditInput(graph.MutationInput):
    """What was asked, and the version on which the decision was taken."""

    id: strawberry.ID
    expected_version: int


@strawberry.input
class SupportGiveOpinionInput(SupportEditInput):
    """The opinion (at most 5,000 characters)."""

    opinion: str


@strawberry.input
class SupportDeclineInput(SupportEditInput):
    """Why not (at most 1,000 characters), and who should be asked instead."""

    reason: ReturnReason
    text: str
    proposed_department_id: strawberry.ID | None = None


@strawberry.input
class SupportRuleInput(SupportEditInput):
    """Dropped; or another department; or, with neither, the same again."""

    text: str
    department_id: strawberry.ID | None = None
    is_dropped: bool = False


@strawberry.type
class SupportPayload(graph.Payload):
    """What was asked, as it is now."""

    support: Support | None = None
    user_errors: list[SupportError] = strawberry.field(default_factory=list)


async def act(
    info: strawberry.Info,
    given: SupportEditInput,
    action: Callable[..., Awaitable[models.Support | None]],
    *,
    more: Callable[[], Awaitable[dict[str, object]]],
) -> SupportPayload:
    """Find what was asked through what the viewer may see, act on it, give it back."""

    async def work() -> dict[str, object]:
        row = await graph.find(info, Support, given.id)
        said = await more()
        actor = graph.actor_of(info)
        made = await action(row, actor=actor, expected_version=given.expected_version, **said)
        return {"support": made or row}

    return await graph.perform(info, SupportPayload, given, work)


@strawberry.type
class SupportQuery:
    """Reading what is asked beside tasks."""

    supports: graph.Connection[Support] = graph.connection(
        Support,
        filter=SupportFilter,
        order=ORDERS,
        default_order="due_at",
        description="The opinions asked that the viewer may see, next due first.",
    )
    support: Support | None = graph.by_id(
        Support, description="One asked opinion; null when unknown or not visible."
    )


@strawberry.type
class SupportMutation:
    """Asking others beside a task, and what they say."""

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Ask departments to support a task (请协办)."
    )
    async def task_request_support(
        self, info: strawberry.Info, input: TaskRequestSupportInput
    ) -> TaskRequestSupportPayload:
        """Ask; each has 60 % of what the lead has left."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Task, input.id)
            made = await actions.request_support(
                row,
                supports=await supports_of(info, input.supports, path=("input", "supports")),
                actor=graph.actor_of(info),
                expected_version=input.expected_version,
            )
            return {"task": row, "supports": made}

        return await graph.perform(info, TaskRequestSupportPayload, input, work)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Give the opinion that was asked for (反馈协办意见)."
    )
    async def support_give_opinion(
        self, info: strawberry.Info, input: SupportGiveOpinionInput
    ) -> SupportPayload:
        """Give an opinion."""

        async def more() -> dict[str, object]:
            return {"opinion": input.opinion}

        return await act(info, input, actions.give_opinion, more=more)

    @graph.mutation(
        scope=Scope.TASKS_WRITE, description="Decline to support, once; somebody rules on it."
    )
    async def support_decline(
        self, info: strawberry.Info, input: SupportDeclineInput
    ) -> SupportPayload:
        """Decline with a reason."""

        async def more() -> dict[str, object]:
            proposed = await department_of(
                info, input.proposed_department_id, name="proposedDepartmentId"
            )
            return {
                "reason": input.reason,
                "text": input.text,
                "proposed_department_id": proposed,
            }

        return await act(info, input, actions.decline_support, more=more)

    @graph.mutation(scope=Scope.TASKS_WRITE, description="Rule on a refusal to support (裁定协办).")
    async def support_rule(self, info: strawberry.Info, input: SupportRuleInput) -> SupportPayload:
        """Rule; never by the organization that leads or was asked."""

        async def more() -> dict[str, object]:
            return {
                "text": input.text,
                "department_id": await department_of(info, input.department_id),
                "is_dropped": input.is_dropped,
            }

        return await act(info, input, actions.rule_support, more=more)
