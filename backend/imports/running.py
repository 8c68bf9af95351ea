"""The work of an import: line after line, each in a unit of its own, from where it stopped.

A crash loses nothing and does nothing twice: what a line did, what is told of it and how many are
done are one unit, and it is written only by whoever finds the count as he left it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.accounts.actors import actor_of_person
from backend.actor import Actor
from backend.db import sql, unit_of_work
from backend.errors import Conflict, DomainError, Invalid, Unavailable, Words
from backend.files import stores
from backend.files.queries import by_ids
from backend.imports import actions, queries
from backend.imports.columns import COLUMNS
from backend.imports.lines import Effect, take_in
from backend.imports.models import (
    WORDS_LENGTH,
    ImportLine,
    ImportRun,
    ImportState,
    LineOutcome,
)
from backend.imports.table import TableLine, read_table
from backend.imports.workflow import AT_WORK

_COUNTS: Final = {
    LineOutcome.CREATED: "created",
    LineOutcome.CHANGED: "changed",
    LineOutcome.UNCHANGED: "unchanged",
    LineOutcome.FAILED: "failed",
}


class _UndoneError(Exception):
    """A line was checked; nothing of it stays."""


class _TakenOverError(Exception):
    """Somebody else works at this run."""


async def work_at(run_id: UUID) -> None:
    """Check or apply what is left of a run, then say that it is finished."""
    run = await queries.run_by_id(run_id)
    if run.state not in AT_WORK:
        return
    actor = await actor_of_person(run.person_id)
    try:
        lines = await _lines(run)
    except Invalid as trouble:
        await actions.fail(run, trouble.words)
        return
    await actions.note_total(run, len(lines))
    twice = _seen_before(lines)
    try:
        for line in lines[run.done :]:
            await _one(run, line, actor, seen_at=twice.get(line.number))
    except _TakenOverError:
        return
    await actions.finish(run)


async def _lines(run: ImportRun) -> Sequence[TableLine]:
    sha256 = (await by_ids([run.file_id]))[run.file_id].sha256
    content = b"".join([piece async for piece in stores.current().read(sha256)])
    return await asyncio.to_thread(read_table, content, run.kind)


def _seen_before(lines: Sequence[TableLine]) -> dict[int, int]:
    """Return, for each line whose key stood in the file before, where it did."""
    first: dict[str, int] = {}
    return {
        line.number: first[line.key]
        for line in lines
        if line.key and first.setdefault(line.key, line.number) != line.number
    }


async def _one(run: ImportRun, line: TableLine, actor: Actor, *, seen_at: int | None) -> None:
    """Take in one line and note what became of it."""
    if seen_at is not None:
        words = Words(f"与第 {seen_at} 行重复", f"The same as line {seen_at}")
        await _refused(run, line, Invalid(words))
        return
    effect: Effect | None = None
    try:
        async with unit_of_work():
            effect = await take_in(run, line.cells, actor=actor)
            if run.state is ImportState.CHECKING:
                raise _UndoneError
            await _note(run, line, effect)
    except _UndoneError:
        assert effect is not None  # noqa: S101 - it was undone after it was done
        async with unit_of_work():
            await _note(run, line, Effect(effect.outcome))
    except (Unavailable, Conflict):
        raise  # the job tries again from this line
    except DomainError as refusal:
        await _refused(run, line, refusal)


async def _refused(run: ImportRun, line: TableLine, refusal: DomainError) -> None:
    async with unit_of_work():
        await _note(run, line, Effect(LineOutcome.FAILED), refusal)


async def _note(
    run: ImportRun, line: TableLine, effect: Effect, refusal: DomainError | None = None
) -> None:
    """Write down what became of a line, if nobody else did meanwhile."""
    count = _COUNTS[effect.outcome]
    counted = await sql.execute(
        f"UPDATE import_run SET done = done + 1, {count} = {count} + 1"
        " WHERE id = ? AND state = ? AND done = ?",
        (run.id, run.state, run.done),
    )
    if not counted:
        raise _TakenOverError
    await ImportLine.create(
        run_id=run.id,
        state=run.state,
        number=line.number,
        outcome=effect.outcome,
        key=line.key,
        result=effect.result,
        column=_column(run, refusal) if refusal else "",
        words_zh=refusal.words.zh[:WORDS_LENGTH] if refusal else None,
        words_en=refusal.words.en[:WORDS_LENGTH] if refusal else None,
    )
    run.done += 1


def _column(run: ImportRun, refusal: DomainError) -> str:
    """Return the head of the column at fault, as far as the refusal names one of the file."""
    named = {_snake(str(part)) for part in refusal.path}
    return next((column.zh for column in COLUMNS[run.kind] if column.name in named), "")


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
