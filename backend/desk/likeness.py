"""How alike two sentences are: pairs of neighbouring characters they share. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SAME_FROM = 0.85
"""From here on two sentences say the same."""
ALIKE_FROM = 0.45
"""From here on they are named to the clerk."""

_NOISE = re.compile(r"[\W_]+")
_POLITE = re.compile(r"各位领导|领导|您好|你好|请问|谢谢|麻烦|我司|我们|企业")


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, without punctuation and polite words."""
    plain = _POLITE.sub("", normal(text)) or normal(text)
    return frozenset(plain[i : i + 2] for i in range(max(1, len(plain) - 1)))


def normal(text: str) -> str:
    """Return the text without width, case, blanks and punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def likeness(one: str, other: str) -> float:
    """Return the share of pairs that both have, of the shorter one's; 1.0 for equal texts."""
    first, second = pairs(one), pairs(other)
    shared = len(first & second)
    return shared / max(1, min(len(first), len(second)), round(0.6 * max(len(first), len(second))))
