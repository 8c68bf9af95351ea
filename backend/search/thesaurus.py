"""Words that firms and offices use for one thing. The list is a file anybody can edit.

It is read when a question is asked: an edited line counts at once for everything that is indexed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backend.search.tokens import runs

_FILES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Groups of words of one meaning, found in a run of text."""

    groups: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]]) -> Thesaurus:
        """Return the thesaurus of groups; a word in two groups belongs to both."""
        named: dict[str, tuple[str, ...]] = {}
        for group in groups:
            for word in group:
                named[word] = tuple(dict.fromkeys((*named.get(word, ()), *group)))
        longest_first = sorted(named, key=len, reverse=True)
        choice = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return cls(named, re.compile(choice))

    def split(self, run: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the pieces of a run in order, each with the words of its meaning, if it has any."""
        pieces: list[tuple[str, tuple[str, ...]]] = []
        end = 0
        for found in self.pattern.finditer(run):
            if found.start() > end:
                pieces.append((run[end : found.start()], ()))
            pieces.append((found[0], self.groups[found[0]]))
            end = found.end()
        if end < len(run):
            pieces.append((run[end:], ()))
        return pieces


EMPTY = Thesaurus.of(())


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus of this deployment."""
    return Thesaurus.of([[_plain(word) for word in line] for line in _lines("thesaurus.txt")])


@cache
def said_by_everybody() -> frozenset[str]:
    """Return the words that tell nothing of a matter: every second letter holds them."""
    return frozenset(_plain(word) for line in _lines("said_by_everybody.txt") for word in line)


def _lines(name: str) -> list[list[str]]:
    text = (_FILES / name).read_text("utf-8")
    lines = (line.split("#", 1)[0].split() for line in text.splitlines())
    return [words for words in lines if words]


def _plain(word: str) -> str:
    return "".join(runs(word))
