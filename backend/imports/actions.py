"""Starting an import, applying it, and what its work says of itself."""

from __future__ import annotations

from backend import clock
from backend.actor import SYSTEM, Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.files.actions import hold
from backend.files.models import StoredFile
from backend.imports import policy
from backend.imports.models import ImportKind, ImportRun, ImportState
from backend.imports.workflow import STEPS, ImportAct
from backend.jobs import enqueue
from backend.organizations import queries as organizations
from backend.workflow import move

_NOTHING_YET = {"done": 0, "created": 0, "changed": 0, "unchanged": 0, "failed": 0}


async def start(kind: ImportKind, file: StoredFile, *, area_code: str, actor: Actor) -> ImportRun:
    """Begin to check a CSV that the actor handed in; nothing of it is written yet."""
    await organizations.area(area_code)
    seat = policy.ensure_may_import(actor, kind, area_code)
    if not file.media_type.startswith("text/"):
        raise Invalid(Words("请上传 CSV 文件", "Send a CSV file"), path=("input", "fileId"))
    async with unit_of_work():
        await hold(file, actor=actor)
        run = await ImportRun.create(
            kind=kind,
            state=ImportState.CHECKING,
            area_code=area_code,
            person_id=actor.person_id,
            file_id=file.id,
            file_name=file.name,
            started_at=clock.now(),
        )
        await _tell("import.started", run, actor=actor, seat=seat)
        await _ask_for_work(run)
    return run


async def apply(run: ImportRun, *, actor: Actor, expected_version: int) -> None:
    """Write what was checked, line by line; who applies it answers for it."""
    seat = policy.ensure_may_apply(actor, run)
    async with unit_of_work():
        await move(
            run,
            STEPS[ImportAct.APPLY],
            expected_version=expected_version,
            changes={**_NOTHING_YET, "person_id": actor.person_id, "finished_at": None},
        )
        await _tell("import.confirmed", run, actor=actor, seat=seat)
        await _ask_for_work(run)


async def note_total(run: ImportRun, total: int) -> None:
    """Keep how many lines there are."""
    await ImportRun.filter(id=run.id).update(total=total)
    run.total = total


async def finish(run: ImportRun) -> None:
    """Say that every line has been looked at, or done."""
    is_check = run.state is ImportState.CHECKING
    step = STEPS[ImportAct.FINISH_CHECK if is_check else ImportAct.FINISH]
    async with unit_of_work():
        await move(run, step, changes={"finished_at": clock.now()})
        await run.refresh_from_db()
        counts = {name: getattr(run, name) for name in ("total", *_NOTHING_YET)}
        await _tell("import.checked" if is_check else "import.applied", run, counts=counts)


async def fail(run: ImportRun, words: Words) -> None:
    """Say why nothing of the file could be read."""
    told = {"trouble_zh": words.zh, "trouble_en": words.en, "finished_at": clock.now()}
    async with unit_of_work():
        await move(run, STEPS[ImportAct.FAIL], changes=told)
        await _tell("import.failed", run)


async def _ask_for_work(run: ImportRun) -> None:
    await enqueue(
        "imports.work",
        key=f"imports.work:{run.id}:{run.state}",
        run_at=clock.now(),
        payload={"run_id": str(run.id)},
    )


async def _tell(
    name: str,
    run: ImportRun,
    *,
    actor: Actor = SYSTEM,
    seat: Seat | None = None,
    counts: dict[str, int] | None = None,
) -> None:
    facts: dict[str, object] = {"kind": run.kind, "file_id": run.file_id, **(counts or {})}
    await record(name, run, actor=actor, seat=seat, area_code=run.area_code, payload=facts)
