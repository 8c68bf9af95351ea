"""Finding texts by their words, the same on both engines: what is indexed, found and similar.

Chinese has no blanks between words and no list of words is ever complete, so a text is indexed by
its characters and by every two that stand together; what people call by several names is joined by
a thesaurus when a question is asked, never when a text is indexed. This package knows no domain:
a text has a kind and an id, and whoever may see what stands in the caller's own condition.
"""

from __future__ import annotations

from backend.search.finding import Found, matches, similar
from backend.search.index import Source, Sources, index_missing, put, rebuild, remove
from backend.search.terms import LONGEST_QUERY

__all__ = [
    "LONGEST_QUERY",
    "Found",
    "Source",
    "Sources",
    "index_missing",
    "matches",
    "put",
    "rebuild",
    "remove",
    "similar",
]
