"""The figures hang on the events alone."""

from __future__ import annotations

import pytest

from backend.db import sql
from backend.statistics.rebuild import rebuild
from backend.submissions.models import Handling
from tests.statistics.asking import FOUNDING_DAY, figures

pytestmark = pytest.mark.usefixtures("founding")


async def facts() -> dict[tuple[object, ...], dict[str, object]]:
    """Return every handling row but for its id."""
    return {
        (row.submission_id, row.round): {
            name: getattr(row, name)
            for name in sorted(Handling._meta.fields_db_projection)
            if name != "id"
        }
        for row in await sql.rows(Handling)
    }


async def test_the_facts_made_again_from_the_events_are_the_stored_ones():
    stored = await facts()
    assert await rebuild() == len(stored) == 868
    assert await facts() == stored


async def test_without_events_there_are_no_figures():
    await forget_what_happened()
    assert await rebuild() == 0
    nothing = await figures(asOf=FOUNDING_DAY)
    assert nothing["submissionCount"] == 0
    assert all(
        (rate["numerator"], rate["denominator"], rate["rate"]) == (0, 0, None)
        for rate in nothing.values()
        if isinstance(rate, dict)
    )


async def forget_what_happened() -> None:
    """Empty the events, past the guard that lets nobody do so."""
    if sql.engine() == "postgres":
        await sql.execute("TRUNCATE event")
        return
    for trigger in await sql.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        await sql.execute(f'DROP TRIGGER "{trigger["name"]}"')
    await sql.execute("DELETE FROM event")
