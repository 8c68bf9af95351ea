"""A letter finds those that say the same in other words, on both engines alike.

The letters come with their groups; the index and the words said by everybody were made without
trying them out on the groups, the thesaurus by category from the words of the field by somebody who
had read the letters. So the figure is also asked of an empty thesaurus: it does not hang on it.
"""

from __future__ import annotations

import pytest

from backend.search import index, terms
from backend.search.thesaurus import EMPTY
from backend.search.tokens import is_han, runs
from tests.search.crowd import crowd
from tests.search.samples import hits

GROUPED = 24
CROWD = 1000
ENOUGH = 22


async def test_of_24_letters_at_least_22_find_one_of_their_group_among_three(
    database: str,
) -> None:
    found, missed = await hits(3)
    print(f"hit@3: {found} of {GROUPED}; missed: {dict(missed)}")
    assert found >= ENOUGH


async def test_the_figure_does_not_hang_on_the_thesaurus(database: str) -> None:
    found, missed = await hits(3, thesaurus=EMPTY)
    print(f"hit@3 without a thesaurus: {found} of {GROUPED}; missed: {dict(missed)}")
    assert found >= ENOUGH


async def test_whole_runs_without_pairs_find_fewer(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotaged twin: only what stands between two marks is a word, as engines cut Chinese."""

    def whole(text: str) -> list[str]:
        return list(dict.fromkeys(runs(text)))

    def alone(run: str) -> list[str]:
        return [run]

    monkeypatch.setattr(index, "tokens", whole)
    monkeypatch.setattr(terms, "parts", alone)
    found, _ = await hits(3, thesaurus=EMPTY)
    print(f"hit@3 of whole runs: {found} of {GROUPED}")
    assert found < ENOUGH


async def test_in_a_crowd_of_a_thousand_others_pairs_still_find_them(database: str) -> None:
    found, missed = await hits(3, others=crowd(CROWD))
    print(f"hit@3 among {CROWD} others: {found} of {GROUPED}; missed: {dict(missed)}")
    assert found >= ENOUGH


async def test_in_a_crowd_characters_alone_find_fewer(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotaged twin: characters without pairs."""

    def characters(run: str) -> list[terms.Term]:
        each = list(run) if is_han(run) else [run]
        return [terms.Term(part, ((part,),)) for part in each]

    monkeypatch.setattr(terms, "_telling", characters)
    found, _ = await hits(3, others=crowd(CROWD), thesaurus=EMPTY)
    print(f"hit@3 by characters alone among {CROWD} others: {found} of {GROUPED}")
    assert found < ENOUGH
