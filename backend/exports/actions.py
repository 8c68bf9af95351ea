"""Counting what is taken away, and writing it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from tortoise.models import Model

from backend import clock
from backend.accounts.models import SpokenLanguage
from backend.actor import Actor
from backend.db import sql, unit_of_work
from backend.errors import Language, NotPossible, Words
from backend.events import record
from backend.exports import policy, queries
from backend.exports.models import MOST_ROWS, Export, ExportFormat, ExportKind

KEPT_FOR: Final = timedelta(days=1)


async def make(
    kind: ExportKind,
    format: ExportFormat,
    ids: Sequence[UUID],
    *,
    filter: Mapping[str, object],
    language: Language,
    actor: Actor,
) -> Export:
    """Note the rows of an export, with how many they are and what they were chosen by."""
    policy.ensure_may_export(actor)
    assert actor.person_id is not None  # noqa: S101 - said by the policy
    seat = actor.seats[0] if actor.seats else None
    async with unit_of_work():
        export = await Export.create(
            person_id=actor.person_id,
            scopes=None if actor.scopes is None else sorted(actor.scopes),
            area_code=seat.area_code if seat else "",
            kind=kind,
            format=format,
            language=SpokenLanguage(language),
            row_ids=[str(each) for each in ids],
            row_count=len(ids),
            created_at=clock.now(),
        )
        facts = {"kind": kind, "format": format, "row_count": len(ids), "filter": filter}
        await record(
            "export.made", export, actor=actor, seat=seat, area_code=export.area_code, payload=facts
        )
    return export


async def chosen(model: type[Model], where: sql.Where, *, order: str) -> list[UUID]:
    """Return the ids of what is to be exported; raises `NotPossible` for too many rows."""
    ids = await queries.ids_of(model, where, order=order, limit=MOST_ROWS + 1)
    if len(ids) > MOST_ROWS:
        raise NotPossible(
            Words(
                f"超过 {MOST_ROWS} 行，请缩小筛选范围后再导出",
                f"More than {MOST_ROWS} rows: narrow the filter and export again",
            ),
            path=("input", "filter"),
        )
    return ids


async def forget_old() -> int:
    """Forget which rows were in exports of more than a day ago; that they were made stays known."""
    async with unit_of_work():
        return await sql.execute(
            "UPDATE export SET row_ids = '[]' WHERE created_at < ? AND row_ids <> '[]'",
            (clock.now() - KEPT_FOR,),
        )
