"""Which imports somebody sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.imports.models import ImportLine, ImportRun, ImportState

_PAGE = 500


def visible_to(actor: Actor) -> sql.Where:
    """Rows of `import_run`: one's own, and those of the areas one administers."""
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None or not actor.may_use(Scope.READ):
        return sql.NOTHING
    own = sql.Where("import_run.person_id = ?", (actor.person_id,))
    return own | sql.is_in("import_run.area_code", sorted(actor.areas_as(Role.ADMIN)))


def lines_visible_to(actor: Actor) -> sql.Where:
    """Rows of `import_line`: those of the runs one sees."""
    runs = visible_to(actor)
    return sql.Where(
        f"import_line.run_id IN (SELECT import_run.id FROM import_run WHERE {runs.text})",
        runs.values,
    )


async def run_by_id(run_id: UUID) -> ImportRun:
    """Return the run that a job works at."""
    return await ImportRun.get(id=run_id)


async def seen(run_id: UUID, actor: Actor) -> ImportRun | None:
    """Return a run, if the actor may see it."""
    return await sql.one(ImportRun, sql.Where("import_run.id = ?", (run_id,)) & visible_to(actor))


async def told_lines(run: ImportRun) -> AsyncIterator[list[ImportLine]]:
    """Yield what became of the lines, in order: of the application, else of the check."""
    applied = (ImportState.APPLYING, ImportState.APPLIED)
    state = ImportState.APPLYING if run.state in applied else ImportState.CHECKING
    last = 0
    while True:
        where = sql.Where(
            "import_line.run_id = ? AND import_line.state = ? AND import_line.number > ?",
            (run.id, state, last),
        )
        page = await sql.rows(ImportLine, where, order="import_line.number", limit=_PAGE)
        if not page:
            return
        yield page
        last = page[-1].number
