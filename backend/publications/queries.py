"""Who sees which publication, what he may do with it now, and published answers like a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend import search
from backend.actor import Actor, Role, Scope
from backend.db import clean_text, sql
from backend.errors import not_found
from backend.organizations import queries as organizations
from backend.publications.models import Publication, PublicationState
from backend.publications.policy import MAY
from backend.publications.workflow import STEPS, PublicationAct
from backend.search import Found
from backend.submissions.queries import AREA_ROLES
from backend.submissions.queries import visible_to as cases_visible_to
from backend.workflow import refusal

KIND: Final = "publication"
LONGEST_TYPED: Final = 500
MOST_OFFERED: Final = 5
ALIKE_ENOUGH: Final = 0.08
"""Below this share of what is typed an answer is about something else."""
WORDS_ENOUGH: Final = 2
"""So many words in common are asked for, or one that is long."""
LONG_WORD: Final = 4

PUBLIC: Final = sql.Where("publication.state = ?", (PublicationState.PUBLISHED,))


def visible_to(actor: Actor) -> sql.Where:
    """What is published: everybody; what is not: its firm and the offices that see the case."""
    if actor.is_system:
        return sql.EVERYTHING
    return PUBLIC | behind(actor)


def behind(actor: Actor) -> sql.Where:
    """Publications of which the actor reads whose they are: his firm's, and his area's cases'."""
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    own = sql.is_in("publication.firm_id", sorted(actor.organizations_as(Role.ENTREPRENEUR)))
    offices = sql.is_in("publication.area_code", sorted(actor.areas_as(*AREA_ROLES)))
    if offices == sql.NOTHING:
        return own
    cases = cases_visible_to(actor)
    seen = sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE submission.id = publication.submission_id "
        f"AND ({cases.text}))",
        cases.values,
    )
    return own | (offices & seen)


def events_visible_to(actor: Actor) -> sql.Where:
    """The steps of a publication name its case: they are never public, its words alone are."""
    return sql.EVERYTHING if actor.is_system else behind(actor)


def reads_behind(actor: Actor, row: Publication) -> bool:
    """Whether the actor may read what stands behind a publication: its firm, and the area's offices."""
    if actor.is_system or actor.belongs_to(row.firm_id):
        return True
    return actor.seat_as(*AREA_ROLES, area_code=row.area_code) is not None


def viewer_acts(row: Publication, actor: Actor) -> list[PublicationAct]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in STEPS.items()
        if MAY[act](actor, row) is not None and refusal(row, step) is None
    ]


async def of_case(submission_id: UUID) -> Publication | None:
    """Return the publication of a case."""
    return await Publication.get_or_none(submission_id=submission_id)


async def published(publication_id: UUID | None) -> Publication:
    """Return what is published now; raises NotFound for anything else."""
    where = sql.Where("publication.id = ?", (publication_id,)) & PUBLIC
    found = await sql.one(Publication, where) if publication_id is not None else None
    if found is None:
        raise not_found()
    return found


def searched(text: str) -> sql.Where:
    """Return the condition that a publication holds every word."""
    text = clean_text(text, maximum=search.LONGEST_QUERY, path=("search",))
    return search.matches(KIND, text, "publication.id") if text else sql.EVERYTHING


@dataclass(frozen=True, slots=True)
class Offered:
    """A published answer that may answer what somebody is typing, and the words both have."""

    publication: Publication
    words: list[str]


async def answers_to(text: str, *, area_code: str | None, limit: int) -> list[Offered]:
    """Return the published answers most like a text, best first; none that shares too little.

    With an area: of that area, those above it and those below it.
    """
    where = PUBLIC
    if area_code is not None:
        above = {place.code for place in (await organizations.tree()).chain(area_code)}
        where &= sql.is_in(
            "publication.area_code", sorted(above | await organizations.codes_under(area_code))
        )
    found = await search.similar(KIND, text, table="publication", where=where, limit=limit)
    alike = [each for each in found if _says_enough(each)]
    if not alike:
        return []
    rows = await sql.rows(Publication, sql.is_in("publication.id", [each.id for each in alike]))
    by_id = {row.id: row for row in rows}
    return [Offered(by_id[each.id], each.words) for each in alike if each.id in by_id]


async def texts(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what the index holds of publications, by id."""
    found = await sql.rows(Publication, sql.is_in("publication.id", ids))
    return {row.id: text_of(row) for row in found}


def text_of(row: Publication) -> str:
    """Return what a publication is found by."""
    return f"{row.title}\n{row.question}\n{row.answer}"


SOURCE: Final = search.Source(table="publication", texts=texts, where=PUBLIC)


def _says_enough(found: Found) -> bool:
    words = found.words
    long_word = any(len(word) >= LONG_WORD for word in words)
    return found.likeness >= ALIKE_ENOUGH and (len(words) >= WORDS_ENOUGH or long_word)
