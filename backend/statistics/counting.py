"""Counting: one statement for all figures of a selection, whole or split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from backend.db import sql
from backend.statistics.definitions import BESIDE, DEFINITIONS
from backend.statistics.dimensions import COLUMNS, Dimension, month_key, months_between
from backend.statistics.facts import bound, facts
from backend.statistics.selection import Selection

MOST_CELLS = 500

_COUNTS = ", ".join(
    [f'COUNT(*) FILTER (WHERE {one.among}) AS "{one.id}"' for one in BESIDE]
    + [
        f'COUNT(*) FILTER (WHERE {one.among} AND {one.counts}) AS "{one.id}.numerator", '
        f'COUNT(*) FILTER (WHERE {one.among}) AS "{one.id}.denominator"'
        for one in DEFINITIONS
    ]
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The integers of one cell by figure, and what the cell is of: None where nothing is named."""

    key: str | None
    numbers: Mapping[str, int]

    def of(self, figure_id: str) -> tuple[int, int]:
        """Return numerator and denominator of a figure."""
        return self.numbers[f"{figure_id}.numerator"], self.numbers[f"{figure_id}.denominator"]


async def count(selection: Selection) -> Counts:
    """Return the integers of the whole selection."""
    return (await _cells(selection, "''", (), grouped=""))[0]


async def count_by(selection: Selection, dimension: Dimension) -> list[Counts]:
    """Return the integers of every cell that has a case, in the order of the keys (at most 500)."""
    grouped = f" GROUP BY 1 ORDER BY 1 LIMIT {MOST_CELLS}"
    if dimension is Dimension.MONTH:
        key, values = await _month_key(selection)
        return await _cells(selection, key, values, grouped=grouped)
    return await _cells(selection, COLUMNS[dimension], (), grouped=grouped)


async def _month_key(selection: Selection) -> tuple[str, tuple[object, ...]]:
    """Name the months from the first acceptance on: the ends of months depend on the zone."""
    text, values = bound(
        f"SELECT MIN(accepted_at) AS first FROM handling WHERE accepted_at < :t AND ({selection.cases.text})",
        instant=selection.instant,
        values=selection.cases.values,
    )
    first = sql.as_instant((await sql.fetch(text, values))[0]["first"])
    if first is None:
        return "''", ()
    months = months_between(first, selection.instant, zone=selection.zone)
    return month_key(months, zone=selection.zone)


async def _cells(
    selection: Selection, key: str, key_values: Sequence[object], *, grouped: str
) -> list[Counts]:
    text, values = bound(
        f"{facts(selection.cases.text)} SELECT {key} AS cell, {_COUNTS} FROM fact"
        f" WHERE {selection.rounds.text}{grouped}",
        instant=selection.instant,
        values=(*selection.cases.values, *key_values, *selection.rounds.values),
    )
    return [_read(row) for row in await sql.fetch(text, values)]


def _read(row: Mapping[str, object]) -> Counts:
    cell = row["cell"]
    numbers = {name: cast("int", value) for name, value in row.items() if name != "cell"}
    return Counts(key=None if cell is None else str(cell), numbers=numbers)
