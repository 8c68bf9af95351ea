"""What a text is indexed by: characters, pairs of characters, and words of letters and digits. Pure.

A token never holds anything but letters and digits, so nothing a person writes is ever read as the
syntax of an engine.
"""

from __future__ import annotations

import re
import unicodedata

_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_HAN_RUN = re.compile(f"[{_HAN}]+")

LONGEST_WORD = 40
"""Of a longer word of letters and digits only the beginning is kept."""


def runs(text: str) -> list[str]:
    """Return the unbroken runs of characters, and the words of letters and digits, in order."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [run if is_han(run) else run[:LONGEST_WORD] for run in _RUNS.findall(plain)]


def is_han(run: str) -> bool:
    """Return whether a run is of Chinese characters."""
    return _HAN_RUN.match(run) is not None


def pairs(run: str) -> list[str]:
    """Return every two neighbours of a run; a run of one character is itself."""
    if len(run) == 1:
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def parts(run: str) -> list[str]:
    """Return what a run is looked for by: its pairs, or the one word that it is."""
    return pairs(run) if is_han(run) else [run]


def tokens(text: str) -> list[str]:
    """Return what a text is indexed by, each token once, in order."""
    found: dict[str, None] = {}
    for run in runs(text):
        if is_han(run):
            found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(parts(run)))
    return list(found)
