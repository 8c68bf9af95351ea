"""What a split must not tell to those who may not see the figures of few.

One hidden cell is what the whole has more than the others: so a second one is hidden with it, and so
is a choice that leaves out fewer than five.
"""

from __future__ import annotations

from collections.abc import Sequence

from backend.statistics.counting import Counts
from backend.statistics.definitions import DEFINITIONS, SUBMISSION_COUNT
from backend.statistics.rates import SMALLEST_SAMPLE

_FIGURES = (SUBMISSION_COUNT.id, *(one.id for one in DEFINITIONS))


def size_of(counts: Counts, figure_id: str) -> int:
    """Return of how many a figure is."""
    if figure_id == SUBMISSION_COUNT.id:
        return counts.numbers[figure_id]
    return counts.of(figure_id)[1]


def hidden_beside(cells: Sequence[Counts]) -> list[frozenset[str]]:
    """Return of each cell the figures hidden for another's sake.

    Where a figure is of fewer than five in exactly one cell, the smallest of the others hides it too.
    """
    hidden: list[set[str]] = [set() for _ in cells]
    for figure_id in _FIGURES:
        sizes = {place: size_of(cell, figure_id) for place, cell in enumerate(cells)}
        few = [place for place, size in sizes.items() if 0 < size < SMALLEST_SAMPLE]
        enough = [place for place, size in sizes.items() if size >= SMALLEST_SAMPLE]
        if len(few) == 1 and enough:
            hidden[min(enough, key=lambda place: sizes[place])].add(figure_id)
    return [frozenset(figures) for figures in hidden]


def hidden_by_what_is_left_out(chosen: Counts, whole: Counts) -> frozenset[str]:
    """Return the figures of a choice that the whole exceeds by fewer than five."""
    left_out = {one: size_of(whole, one) - size_of(chosen, one) for one in _FIGURES}
    return frozenset(one for one, size in left_out.items() if 0 < size < SMALLEST_SAMPLE)
