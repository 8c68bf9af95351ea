"""A published answer has helped somebody, or somebody has the same matter."""

from __future__ import annotations

from datetime import timedelta

from backend import clock
from backend.accounts import allowances, keys
from backend.accounts.allowances import Limit
from backend.actor import SYSTEM, Actor
from backend.db import sql, unit_of_work, uuid7
from backend.events import record
from backend.publications.models import Publication
from backend.submissions.actions import Filing, file
from backend.submissions.models import Submission

_READER = "publication-reader"
SAID_PER_ADDRESS = Limit("answered-me-address-hour", 60, timedelta(hours=1))


async def answered_me(row: Publication, *, principal: str, is_known: bool) -> None:
    """Count somebody who need not file any more, once each; who it was is not kept.

    A principal that is not `is_known` is an address, behind which many may sit: once a day. Raises
    `TooMany` where one address says so all the time.
    """
    who = principal if is_known else f"{principal}:{clock.today()}"
    async with unit_of_work():
        if not is_known:
            await allowances.take(SAID_PER_ADDRESS, keys.index(_READER, principal))
        is_new = await sql.execute(
            "INSERT INTO publication_reader (id, publication_id, reader) VALUES (?, ?, ?) "
            "ON CONFLICT (publication_id, reader) DO NOTHING",
            (uuid7(), row.id, keys.index(_READER, f"{row.id}:{who}")),
        )
        if is_new:
            await _count(row, "answered_count")
            await record("publication.answered", row, actor=SYSTEM, area_code=row.area_code)


async def me_too(row: Publication, filing: Filing, *, actor: Actor) -> Submission:
    """File the same matter for a firm of the actor's; the case keeps what it was filed beside."""
    async with unit_of_work():
        case = await file(filing, actor=actor)
        await _count(row, "me_too_count")
        await record(
            "publication.met_again",
            row,
            actor=SYSTEM,
            area_code=row.area_code,
            payload={"category_code": case.category_code},
        )
    return case


async def _count(row: Publication, column: str) -> None:
    await sql.execute(f"UPDATE publication SET {column} = {column} + 1 WHERE id = ?", (row.id,))
    setattr(row, column, getattr(row, column) + 1)
