"""The database itself keeps what happened, whoever speaks to it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tortoise.exceptions import BaseORMException

from backend.actor import SYSTEM
from backend.db import sql, unit_of_work
from backend.events import Draft, record_many, verify_chain
from tests import databases


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """All tables, made by the migrations."""
    return databases.all_model_modules()


async def something_happens() -> None:
    draft = Draft("parcel.opened", "Parcel", uuid4(), SYSTEM, "320500")
    async with unit_of_work():
        await record_many([draft, draft], silent=False)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event WHERE sequence = 1",
        "UPDATE event SET reason = 'x' WHERE sequence = 1",
        "UPDATE event SET payload = '{}', sequence = 3 WHERE sequence = 1",
        "UPDATE event SET sequence = 9 WHERE sequence = 1",
        "UPDATE event SET sequence = NULL WHERE sequence = 1",
        "UPDATE event SET hash = previous_hash WHERE sequence = 2",
    ],
)
async def test_an_event_is_neither_changed_nor_deleted(database: str, statement: str) -> None:
    await something_happens()
    with pytest.raises(BaseORMException, match="append-only"):
        await sql.execute(statement)
    await something_happens()
    verdict = await verify_chain()
    assert (verdict.events, verdict.breaks) == (4, [])
