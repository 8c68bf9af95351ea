"""Questions to the index: which texts hold these words, and which are like this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from backend.db import sql
from backend.search.terms import Term, asked, compared, in_common
from backend.search.thesaurus import Thesaurus
from backend.search.thesaurus import thesaurus as of_this_deployment

MOST_SHOWN: Final = 8
"""Words shown as what two texts have in common."""
COMMON_SHARE: Final = 0.1
"""A term in more texts than this share of all tells nothing, once there are enough texts to say."""
ENOUGH_TO_SAY: Final = 200

_NOBODY = UUID(int=0)

_ASKED = {
    "sqlite": (
        "SELECT search_entry.subject_id FROM search_words JOIN search_entry "
        "ON search_entry.number = search_words.rowid "
        "WHERE search_words MATCH ? AND search_entry.kind = ?"
    ),
    "postgres": (
        "SELECT search_entry.subject_id FROM search_entry "
        "WHERE search_entry.words @@ CAST(CAST(? AS text) AS tsquery) AND search_entry.kind = ?"
    ),
}
_HITS = {
    "sqlite": (
        "SELECT term.position AS position, term.weight AS weight, search_words.rowid AS number "
        "FROM term CROSS JOIN search_words WHERE search_words MATCH term.query"
    ),
    "postgres": (
        "SELECT term.position AS position, term.weight AS weight, search_entry.number AS number FROM term "
        "JOIN search_entry ON search_entry.words @@ CAST(term.query AS tsquery)"
    ),
}

# From the scores to the rows, never the other way round: a plan made for any values at all thinks
# that few texts are scored, and would look through all scores for each row.
_BEST = {
    "sqlite": (
        "SELECT search_entry.subject_id AS id, scored.score AS score, search_entry.words AS words "
        "FROM scored JOIN search_entry ON search_entry.number = scored.number {joined} "
        "WHERE {is_wanted} ORDER BY scored.score DESC, search_entry.number DESC"
    ),
    "postgres": (
        "SELECT seen.subject_id AS id, scored.score AS score, "
        "array_to_string(tsvector_to_array(seen.words), ' ') AS words "
        "FROM scored CROSS JOIN LATERAL (SELECT search_entry.number, search_entry.subject_id, "
        "search_entry.words FROM search_entry {joined} "
        "WHERE search_entry.number = scored.number AND {is_wanted} OFFSET 0) AS seen "
        "ORDER BY scored.score DESC, seen.number DESC"
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A text like the one asked about: how like (from 0 to 1), and the words they have in common."""

    id: UUID
    likeness: float
    words: list[str]


def matches(kind: str, text: str, column: str, *, thesaurus: Thesaurus | None = None) -> sql.Where:
    """Return the condition that the text of `kind` whose id is in `column` holds every word.

    A word of the thesaurus is found by any word of its meaning. A text without a letter or a digit
    finds nothing.
    """
    query = _joined(asked(text, thesaurus or of_this_deployment()))
    if not query:
        return sql.NOTHING
    return sql.Where(f"{column} IN ({_ASKED[sql.engine()]})", (query, kind))


async def similar(
    kind: str,
    text: str,
    *,
    limit: int,
    table: str = "",
    where: sql.Where = sql.EVERYTHING,
    besides: UUID | None = None,
    thesaurus: Thesaurus | None = None,
) -> list[Found]:
    """Return the texts of `kind` most like `text`, best first; never that of `besides`.

    `where` is over the rows of `table` whose texts they are; without a table over `search_entry`.
    Terms weigh by how rare they are among all texts. Two statements, whatever the texts are.
    """
    terms = compared(text, thesaurus or of_this_deployment())
    if not terms:
        return []
    weighed = await _weighed(terms, kind=kind, besides=besides)
    if not weighed:
        return []
    whole = sum(weight for _, weight in weighed)
    given, values = _listed([(_said(term), weight) for term, weight in weighed])
    joined = f"JOIN {table} ON {table}.id = search_entry.subject_id" if table else ""
    is_wanted = f"search_entry.kind = ? AND search_entry.subject_id <> ? AND ({where.text})"
    rows = await sql.fetch(
        f"WITH term(position, query, weight) AS ({given}), "
        f"hit AS ({_HITS[sql.engine()]}), "
        "scored AS MATERIALIZED (SELECT hit.number AS number, SUM(hit.weight) AS score "
        "FROM hit GROUP BY hit.number) "
        f"{_BEST[sql.engine()].format(joined=joined, is_wanted=is_wanted)} LIMIT {int(limit)}",
        (*values, kind, besides or _NOBODY, *where.values),
    )
    return [_found(text, terms, row, whole) for row in rows]


def _found(text: str, terms: Sequence[Term], row: dict[str, object], whole: float) -> Found:
    tokens = frozenset(str(row["words"]).split(" "))
    return Found(
        id=cast("UUID", sql.as_uuid(row["id"])),
        likeness=min(float(str(row["score"])) / whole, 1.0),
        words=in_common(text, terms, tokens)[:MOST_SHOWN],
    )


async def _weighed(
    terms: Sequence[Term], *, kind: str, besides: UUID | None
) -> list[tuple[Term, float]]:
    """Return the terms that tell something, with their weights: the rarer, the heavier."""
    given, values = _listed([(_said(term), 0.0) for term in terms])
    rows = await sql.fetch(
        f"WITH term(position, query, weight) AS ({given}), hit AS ({_HITS[sql.engine()]}) "
        "SELECT hit.position AS position, COUNT(*) AS texts, "
        "(SELECT COUNT(*) FROM search_entry) AS everything FROM hit WHERE hit.number <> COALESCE("
        "(SELECT number FROM search_entry WHERE kind = ? AND subject_id = ?), 0) "
        "GROUP BY hit.position",
        (*values, kind, besides or _NOBODY),
    )
    found: list[tuple[Term, float]] = []
    for row in rows:
        texts, everything = int(str(row["texts"])), int(str(row["everything"]))
        if everything >= ENOUGH_TO_SAY and texts > everything * COMMON_SHARE:
            continue
        term = terms[int(str(row["position"]))]
        found.append((term, term.counts * math.log((everything + 1) / texts)))
    return found


def _listed(terms: Sequence[tuple[str, float]]) -> tuple[str, list[object]]:
    """Return terms as a table of SQL with its values."""
    values: list[object] = []
    rows: list[str] = []
    for position, (query, weight) in enumerate(terms):
        rows.append(f"({position}, CAST(? AS TEXT), CAST({weight:.6f} AS DOUBLE PRECISION))")
        values.append(query)
    return f"VALUES {', '.join(rows)}", values


def _said(term: Term) -> str:
    return term.for_sqlite() if sql.engine() == "sqlite" else term.for_postgres()


def _joined(terms: Sequence[Term]) -> str:
    """Return the condition that every term holds, in the engine's language."""
    by_both = " AND " if sql.engine() == "sqlite" else " & "
    return by_both.join(f"({_said(term)})" for term in terms)
