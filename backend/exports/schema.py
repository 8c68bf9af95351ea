"""Exports on the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from uuid import UUID

import strawberry

from backend import graph
from backend.db import sql
from backend.errors import DomainError, Invalid, Words
from backend.exports import actions, models, queries
from backend.exports.models import ExportFormat, ExportKind
from backend.files import links
from backend.organizations import queries as organizations
from backend.organizations.models import Organization as OrganizationRow
from backend.organizations.schema.types import OrganizationFilter
from backend.submissions import queries as submissions
from backend.submissions.models import Submission as SubmissionRow
from backend.submissions.schema import Submission, SubmissionFilter
from backend.tasks import queries as tasks
from backend.tasks.models import Task as TaskRow
from backend.tasks.schema import TaskFilter

strawberry.enum(ExportKind, description="What was exported.")
strawberry.enum(ExportFormat, description="In which form a file is made.")


def link(row: models.Export, context: graph.Context) -> str | None:
    """Return the signed address, for who made the export."""
    person_id = context.actor.person_id
    if person_id is None or person_id != row.person_id:
        return None
    return links.signed("exports", row.id, owner_id=person_id)


@graph.node(models.Export, visible_to=queries.visible_to)
class Export(graph.Node[models.Export]):
    """A list or a sheet that somebody took away as a file."""

    kind: ExportKind = graph.column(description="What it holds.")
    format: ExportFormat = graph.column(description="In which form.")
    row_count: int = graph.column(description="How many rows were counted.")
    created_at: datetime = graph.column(description="When; for a day it can be fetched.")
    url: str | None = graph.function(
        link,
        description="Where it is fetched, for five to ten minutes; null to all but its maker. It "
        "shows what its maker may still see then, masked as on the screen.",
    )


@graph.error_type("Export")
class ExportError(graph.UserError):
    """Why nothing was exported."""


@strawberry.input
class ExportInput(graph.MutationInput):
    """In which form; CSV or XLSX."""

    format: ExportFormat = ExportFormat.XLSX


@strawberry.input
class SubmissionsExportInput(ExportInput):
    """The filter of the list; the newest come first."""

    filter: SubmissionFilter | None = None


@strawberry.input
class TasksExportInput(ExportInput):
    """The filter of the list; the soonest due come first."""

    filter: TaskFilter | None = None


@strawberry.input
class OrganizationsExportInput(ExportInput):
    """The filter of the list, in the order of its names."""

    filter: OrganizationFilter | None = None


@strawberry.input
class SubmissionExportSheetInput(graph.MutationInput):
    """The case."""

    id: strawberry.ID


@strawberry.type
class ExportPayload(graph.Payload[ExportError]):
    """The export and where to fetch it."""

    export: Export | None = None
    user_errors: list[ExportError] = strawberry.field(default_factory=list)


_BOUND = "at most 10,000 rows; it is written down with its filter and count"


@strawberry.type
class ExportMutation:
    """Taking lists away as files."""

    @graph.mutation(scope=None, description=f"Export the cases of a filter: {_BOUND}.")
    async def submissions_export(
        self, info: strawberry.Info, input: SubmissionsExportInput
    ) -> ExportPayload:
        """Count and note the cases."""
        context = graph.context_of(info)

        async def choose() -> list[UUID]:
            where = submissions.visible_to(context.actor)
            where &= _wanted(input.filter, context)
            order = "submission.filed_at DESC, submission.id DESC"
            return await actions.chosen(SubmissionRow, where, order=order)

        return await _exported(info, ExportKind.SUBMISSIONS, input, input.filter, choose)

    @graph.mutation(scope=None, description=f"Export the tasks of a filter: {_BOUND}.")
    async def tasks_export(self, info: strawberry.Info, input: TasksExportInput) -> ExportPayload:
        """Count and note the tasks."""
        context = graph.context_of(info)

        async def choose() -> list[UUID]:
            where = tasks.visible_to(context.actor)
            where &= _wanted(input.filter, context)
            return await actions.chosen(TaskRow, where, order="task.due_at, task.id")

        return await _exported(info, ExportKind.TASKS, input, input.filter, choose)

    @graph.mutation(scope=None, description=f"Export the organizations of a filter: {_BOUND}.")
    async def organizations_export(
        self, info: strawberry.Info, input: OrganizationsExportInput
    ) -> ExportPayload:
        """Count and note the organizations."""

        async def choose() -> list[UUID]:
            where = organizations.visible_to(graph.actor_of(info))
            where &= await input.filter.where() if input.filter else sql.EVERYTHING
            order = "organization.name, organization.id"
            return await actions.chosen(OrganizationRow, where, order=order)

        return await _exported(info, ExportKind.ORGANIZATIONS, input, input.filter, choose)

    @graph.mutation(
        scope=None, description="Export the dispatch sheet (交办单) of a case for Word."
    )
    async def submission_export_sheet(
        self, info: strawberry.Info, input: SubmissionExportSheetInput
    ) -> ExportPayload:
        """Note the sheet."""

        async def work() -> dict[str, object]:
            row = await graph.find(info, Submission, input.id)
            export = await actions.make(
                ExportKind.DISPATCH_SHEET,
                ExportFormat.DOCX,
                [row.id],
                filter={"submission_id": row.id},
                language=graph.language_of(info),
                actor=graph.actor_of(info),
            )
            return {"export": export}

        return await graph.perform(info, ExportPayload, input, work)


async def _exported(
    info: strawberry.Info,
    kind: ExportKind,
    given: ExportInput,
    filter: object,
    choose: Callable[[], Awaitable[list[UUID]]],
) -> ExportPayload:
    async def work() -> dict[str, object]:
        if given.format is ExportFormat.DOCX:
            words = Words("清单请导出为 CSV 或 Excel", "Lists are exported as CSV or XLSX")
            raise Invalid(words, path=("input", "format"))
        export = await actions.make(
            kind,
            given.format,
            await choose(),
            filter=_facts(filter),
            language=graph.language_of(info),
            actor=graph.actor_of(info),
        )
        return {"export": export}

    return await graph.perform(info, ExportPayload, given, work)


def _wanted(filter: SubmissionFilter | TaskFilter | None, context: graph.Context) -> sql.Where:
    """Return the condition of a filter; what is wrong with it is told where it stands here."""
    if filter is None:
        return sql.EVERYTHING
    try:
        return filter.where(context)
    except DomainError as error:
        raise Invalid(error.words, path=("input", "filter", *error.path)) from None


def _facts(filter: object) -> Mapping[str, object]:
    """Return what a filter asks for; words that were looked for may name people and are left out."""
    if filter is None or not is_dataclass(filter):
        return {}
    asked = {field.name: getattr(filter, field.name) for field in fields(filter)}
    return {
        name: True if name == "search" else _facts(value) if is_dataclass(value) else value
        for name, value in asked.items()
        if value is not None
    }
