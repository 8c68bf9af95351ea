"""What is asked of the index, as data, and how each engine reads it. Pure.

A term is a choice of words; a word stands where all its tokens stand. Tokens are quoted besides
being letters and digits alone, and their number is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from backend.search.thesaurus import Thesaurus, said_by_everybody
from backend.search.tokens import is_han, parts, runs

LONGEST_QUERY = 200
"""Characters of what a person looks for."""
MOST_WORDS = 12
"""Terms of what a person looks for; what follows is left out."""
MOST_TERMS = 120
"""Terms of a text that others are compared with."""
LONGEST_COMPARED = 2000
"""Characters of a text that others are compared with."""
MEANING = 0.5
"""How much the meaning of a word counts beside its own pairs, which are terms, too."""

Alternatives = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One of several words, each given by its tokens; `said` is the word as it was written.

    `counts` is how much it tells beside others that are as rare.
    """

    said: str
    alternatives: Alternatives
    counts: float = 1.0

    def stands_in(self, tokens: frozenset[str]) -> bool:
        """Return whether a text with these tokens holds one of the words."""
        return any(tokens.issuperset(word) for word in self.alternatives)

    def for_sqlite(self) -> str:
        """Return the term in the language of FTS5."""
        words = [" AND ".join(f'"{token}"' for token in word) for word in self.alternatives]
        return " OR ".join(f"({word})" for word in words)

    def for_postgres(self) -> str:
        """Return the term in the language of tsquery."""
        words = [" & ".join(f"'{token}'" for token in word) for word in self.alternatives]
        return " | ".join(f"({word})" for word in words)


def asked(text: str, thesaurus: Thesaurus) -> list[Term]:
    """Return what has to stand in a text that is looked for: every word, or one of its meaning."""
    found: dict[Term, None] = {}
    for run in runs(text[:LONGEST_QUERY]):
        if is_han(run):
            found.update((_meaning(said, words), None) for said, words in thesaurus.split(run))
        else:
            found[_meaning(run, ())] = None
    return list(found)[:MOST_WORDS]


def compared(text: str, thesaurus: Thesaurus) -> list[Term]:
    """Return what makes another text similar: the pairs and words of this one, and its meanings."""
    found: dict[Term, None] = {}
    for run in runs(text[:LONGEST_COMPARED]):
        found.update(dict.fromkeys(_telling(run)))
        if is_han(run):
            found.update(
                (replace(_meaning(said, words), counts=MEANING), None)
                for said, words in thesaurus.split(run)
                if words
            )
    return list(found)[:MOST_TERMS]


def _telling(run: str) -> Iterator[Term]:
    """Yield the parts of a run that tell something of its matter."""
    common = said_by_everybody()
    for part in parts(run):
        if len(part) > 1 and part not in common:
            yield Term(part, ((part,),))


def _meaning(said: str, words: Iterable[str]) -> Term:
    choice = dict.fromkeys((said, *words))
    return Term(said, tuple(dict.fromkeys(tuple(_tokens(word)) for word in choice)))


def _tokens(word: str) -> list[str]:
    return [part for run in runs(word) for part in parts(run)]


def in_common(text: str, terms: Iterable[Term], tokens: frozenset[str]) -> list[str]:
    """Return the words of `text` that stand in a text with these tokens, longest first.

    Pairs that overlap are joined to the word they make.
    """
    shared = {term.said for term in terms if term.stands_in(tokens)}
    words: dict[str, None] = {}
    for run in runs(text[:LONGEST_COMPARED]):
        words.update(dict.fromkeys(_joined(run, shared) if is_han(run) else {run} & shared))
    longer = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
    return [word for at, word in enumerate(longer) if not any(word in more for more in longer[:at])]


def _joined(run: str, shared: set[str]) -> Iterator[str]:
    """Yield the stretches of a run that are covered by shared words."""
    covered = [False] * len(run)
    joined_to_next = [False] * len(run)
    for word in shared:
        at = run.find(word)
        while at >= 0:
            covered[at : at + len(word)] = [True] * len(word)
            joined_to_next[at : at + len(word) - 1] = [True] * (len(word) - 1)
            at = run.find(word, at + 1)
    start = 0
    for at in range(len(run)):
        if not covered[at]:
            start = at + 1
        elif not joined_to_next[at]:
            yield run[start : at + 1]
            start = at + 1
