"""Cases found by what a person types: a number, a firm, a phone, words; and cases like another.

Every condition here only narrows: who sees which case is said by `queries.visible_to` beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend import search
from backend.accounts import phones
from backend.actor import Actor, Role, Scope
from backend.db import clean_text, sql
from backend.errors import Invalid
from backend.organizations.searching import are_called
from backend.submissions import numbers, queries
from backend.submissions.models import Submission, Visibility
from backend.submissions.searching import KIND
from backend.submissions.vocabulary import HIDES_THE_FIRM

MOST_SIMILAR: Final = 20
CONSIDERED: Final = 60
"""How many of the most similar texts are read before category and area are weighed."""
SAME_CATEGORY: Final = 0.2
SAME_AREA: Final = 0.05


def searched(text: str, actor: Actor) -> sql.Where:
    """Return the condition that a case is what `text` asks for.

    A number is that case alone; raises `Invalid` when it is mistyped. Otherwise: every word stands
    in its text or in the name of its firm, where the actor may know the firm; or the text is the
    phone of the firm's people, for whoever may see phones.
    """
    text = clean_text(text, maximum=search.LONGEST_QUERY, path=("search",))
    if not text:
        return sql.EVERYTHING
    if number := numbers.number_in(text):
        return sql.Where("submission.number = ?", (number,))
    found = [
        search.matches(KIND, text, "submission.id"),
        are_called(text, "submission.firm_id") & firm_known_to(actor),
        _has_phone(text) & phone_known_to(actor),
    ]
    parts = [part for part in found if part != sql.NOTHING]
    ids = [f"SELECT submission.id FROM submission WHERE {part.text}" for part in parts]
    if not ids:
        return sql.NOTHING
    values = tuple(value for part in parts for value in part.values)
    return sql.Where(f"submission.id IN ({' UNION '.join(ids)})", values)


def firm_known_to(actor: Actor) -> sql.Where:
    """Cases of which the actor may know the firm: never wider than `queries.identity_visible`."""
    if actor.is_system:
        return sql.EVERYTHING
    own = sql.is_in("submission.firm_id", sorted({seat.organization_id for seat in actor.seats}))
    if not actor.may_use(Scope.IDENTITY):
        return own
    hidden = sql.is_in("submission.visibility", sorted(HIDES_THE_FIRM))
    confidential = sql.Where("submission.visibility = ?", (Visibility.CONFIDENTIAL,))
    verified = actor.areas_as(Role.FEDERATION, Role.LEADER)
    known = sql.is_in("submission.area_code", sorted(verified))
    known |= queries.filed_by_chamber_of(actor)
    # An auditor reads cases without names, unless another seat of his reaches the area.
    nameless = actor.areas_as(Role.AUDITOR) - actor.areas_as(*queries.AREA_ROLES)
    named = ~sql.is_in("submission.area_code", sorted(nameless)) if nameless else sql.EVERYTHING
    return own | (named & (~hidden | (confidential & known)))


def phone_known_to(actor: Actor) -> sql.Where:
    """Cases whose contact's number the actor may see: those of the Federation's area."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.IDENTITY):
        return sql.NOTHING
    seen = sql.is_in("submission.area_code", sorted(actor.areas_as(Role.FEDERATION)))
    return seen & sql.Where("submission.visibility <> ?", (Visibility.ANONYMOUS,))


def _has_phone(text: str) -> sql.Where:
    """Return the condition that somebody of the firm has this number; found by its blind index."""
    with suppress(Invalid):
        indexes = sql.is_in("person.phone_index", phones.indexes(phones.normalise(text)))
        return sql.Where(
            "submission.firm_id IN (SELECT membership.organization_id FROM membership "
            f"JOIN person ON person.id = membership.person_id WHERE {indexes.text})",
            indexes.values,
        )
    return sql.NOTHING


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case like another, and the words they have in common."""

    case: Submission
    likeness: float
    words: Sequence[str]
    is_same_category: bool
    is_same_area: bool


async def similar(
    text: str,
    *,
    actor: Actor,
    limit: int,
    besides: UUID | None = None,
    category_code: str | None = None,
    area_code: str | None = None,
) -> list[SimilarCase]:
    """Return at most `limit` cases the actor sees that are like a text, the most similar first.

    The same category and area weigh a little. A suggestion: nothing is ever merged by it.
    """
    found = await search.similar(
        KIND,
        text,
        table="submission",
        where=queries.visible_to(actor),
        limit=CONSIDERED,
        besides=besides,
    )
    by_id = {each.id: each for each in found}
    rows = await sql.rows(Submission, sql.is_in("submission.id", by_id)) if by_id else []
    cases = [
        SimilarCase(
            case=row,
            likeness=by_id[row.id].likeness,
            words=by_id[row.id].words,
            is_same_category=category_code is not None and row.category_code == category_code,
            is_same_area=area_code is not None and row.area_code == area_code,
        )
        for row in rows
    ]
    cases.sort(key=lambda case: (-_rank(case), str(case.case.id)))
    return cases[: min(limit, MOST_SIMILAR)]


def _rank(case: SimilarCase) -> float:
    bonus = SAME_CATEGORY * case.is_same_category + SAME_AREA * case.is_same_area
    return case.likeness * (1 + bonus)
