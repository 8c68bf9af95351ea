"""Imports on the graph."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import graph
from backend.actor import Scope
from backend.files import links
from backend.files.schema import StoredFile
from backend.imports import actions, models, policy, queries
from backend.imports.models import ImportKind, ImportState, LineOutcome
from backend.imports.workflow import STEPS, ImportAct
from backend.workflow import refusal

strawberry.enum(ImportKind, description="What a file lists.")
strawberry.enum(ImportState, description="Where an import stands.")
strawberry.enum(LineOutcome, description="What became of a line, or would become of it.")
strawberry.enum(ImportAct, description="What can be done with an import.")


def words_of_line(row: models.ImportLine, context: graph.Context) -> str | None:
    """Return why a line failed, in the viewer's language."""
    return row.words_en if context.language == "en" else row.words_zh


def trouble(row: models.ImportRun, context: graph.Context) -> str | None:
    """Return why nothing could be read, in the viewer's language."""
    return row.trouble_en if context.language == "en" else row.trouble_zh


def viewer_acts(row: models.ImportRun, context: graph.Context) -> list[ImportAct]:
    """Return what the server would accept from the viewer now."""
    may = policy.seat_to_import(context.actor, row.kind, row.area_code) is not None
    is_possible = refusal(row, STEPS[ImportAct.APPLY]) is None
    return [ImportAct.APPLY] if may and is_possible else []


def result_link(row: models.ImportRun, context: graph.Context) -> str | None:
    """Return the signed address of the result."""
    if context.actor.person_id is None or row.finished_at is None:
        return None
    return links.signed("imports", row.id, owner_id=context.actor.person_id)


@graph.node(models.ImportLine, visible_to=queries.lines_visible_to)
class ImportLine(graph.Node[models.ImportLine]):
    """What became of one line of a file."""

    number: int = graph.column(description="Line of the file; its heads are line 1.")
    state: ImportState = graph.column(description="CHECKING or APPLYING: in which pass.")
    outcome: LineOutcome = graph.column(description="What became of it.")
    key: str = graph.column(description="Its number or code in the other system.")
    result: str | None = graph.column(description="Our number or code for it.")
    column: str = graph.column(description="Head of the column at fault, if one is.")
    reason: str | None = graph.function(words_of_line, description="Why it failed.")


@graph.node(models.ImportRun, visible_to=queries.visible_to)
class ImportRun(graph.Node[models.ImportRun]):
    """A file being checked, then applied; the counts are those of the present pass."""

    version: int = graph.column(description="Send it as `expectedVersion`.")
    kind: ImportKind = graph.column(description="What it lists.")
    state: ImportState = graph.column(description="Where it stands.")
    area_code: str = graph.column(description="The area of lines that name none.")
    file_name: str = graph.column(description="The file.")
    total: int = graph.column(description="Lines of the file.")
    done: int = graph.column(description="Lines looked at so far.")
    created: int = graph.column(description="Lines that make something new.")
    changed: int = graph.column(description="Lines that change something.")
    unchanged: int = graph.column(description="Lines that were known already.")
    failed: int = graph.column(description="Lines that cannot be right.")
    trouble: str | None = graph.function(trouble, description="Why nothing could be read.")
    started_at: datetime = graph.column(description="When it was handed in.")
    finished_at: datetime | None = graph.column(description="When the pass was over.")
    result_url: str | None = graph.function(
        result_link,
        description="A CSV of every line with both numbers or the reason, for five to ten minutes; "
        "null while a pass runs.",
    )
    viewer_actions: list[ImportAct] = graph.function(
        viewer_acts, description="What the server would accept from the viewer now; at most 1."
    )
    lines: graph.Connection[ImportLine] = graph.to_many(
        "run_id", order=("number", "id"), description="Its lines, in order."
    )


@graph.error_type("ImportRun")
class ImportRunError(graph.UserError):
    """Why an import was refused."""


@strawberry.input
class ImportStartInput(graph.MutationInput):
    """A CSV handed in by `POST /files`, what it lists, and the area of lines that name none."""

    kind: ImportKind
    file_id: strawberry.ID
    area_code: str


@strawberry.input
class ImportApplyInput(graph.MutationInput):
    """The checked import."""

    id: strawberry.ID
    expected_version: int


@strawberry.type
class ImportPayload(graph.Payload[ImportRunError]):
    """The import as it is now."""

    import_run: ImportRun | None = None
    user_errors: list[ImportRunError] = strawberry.field(default_factory=list)


@strawberry.type
class ImportQuery:
    """Reading imports."""

    imports: graph.Connection[ImportRun] = graph.connection(
        ImportRun,
        order={"STARTED_AT": "started_at"},
        default_order="-started_at",
        description="The viewer's imports, and those of areas he administers; newest first.",
    )
    import_run: ImportRun | None = graph.by_id(
        ImportRun, description="One import; null when unknown or not visible."
    )


@strawberry.type
class ImportMutation:
    """Taking lists in."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Check a CSV of firms, bodies, memberships or 12345 work orders; nothing is "
        "written. Templates: /files/templates/firms.csv and so on for each kind.",
    )
    async def import_start(self, info: strawberry.Info, input: ImportStartInput) -> ImportPayload:
        """Begin the check."""

        async def work() -> dict[str, object]:
            file = await graph.find(info, StoredFile, input.file_id, path=("input", "fileId"))
            run = await actions.start(
                input.kind, file, area_code=input.area_code, actor=graph.actor_of(info)
            )
            return {"import_run": run}

        return await graph.perform(info, ImportPayload, input, work)

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="Write what was checked. Lines that fail are told; a line that was taken in "
        "before changes nothing.",
    )
    async def import_apply(self, info: strawberry.Info, input: ImportApplyInput) -> ImportPayload:
        """Begin to write."""

        async def work() -> dict[str, object]:
            run = await graph.find(info, ImportRun, input.id)
            await actions.apply(
                run, actor=graph.actor_of(info), expected_version=input.expected_version
            )
            return {"import_run": run}

        return await graph.perform(info, ImportPayload, input, work)
