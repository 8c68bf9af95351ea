"""Making the `handling` rows again from the events alone: nothing else is needed to count."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from backend.db import sql, unit_of_work
from backend.events import Event, number_new
from backend.statistics.retelling import told_again
from backend.submissions.models import Handling

PAGE = 500


async def rebuild() -> int:
    """Replace every `handling` row by what the events tell; return how many there are now."""
    await number_new()
    made = 0
    async with unit_of_work():
        await sql.execute("DELETE FROM handling")
        last: UUID | None = None
        while cases := await _cases_after(last):
            rounds = await _rounds_of(cases)
            await Handling.bulk_create(rounds)
            made, last = made + len(rounds), cases[-1]
    return made


async def _cases_after(last: UUID | None) -> list[UUID]:
    """Return the next page of cases that events tell of."""
    after = sql.EVERYTHING if last is None else sql.Where("aggregate_id > ?", (last,))
    found = await sql.fetch(
        "SELECT aggregate_id FROM event WHERE name = 'submission.filed'"
        f" AND {after.text} ORDER BY aggregate_id LIMIT {PAGE}",
        after.values,
    )
    return [UUID(str(row["aggregate_id"])) for row in found]


async def _rounds_of(cases: list[UUID]) -> list[Handling]:
    events = await sql.rows(Event, sql.is_in("event.thread_id", cases), order="thread_id, sequence")
    return [
        one
        for _, of_one_case in groupby(events, key=lambda event: event.thread_id)
        for one in told_again(of_one_case)
    ]
