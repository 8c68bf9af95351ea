"""What the index holds of a case: its title, its text and the replies the firm has read.

The index holds nothing that names the firm of a case: whoever reads the text masked cannot find it
by what is masked. Who may know the firm finds its cases by the name of the firm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, cast
from uuid import UUID

from backend import search
from backend.db import sql
from backend.organizations.models import Organization
from backend.submissions.models import Reply, Submission
from backend.submissions.redaction import Known, found_in, redacted

KIND: Final = "submission"


async def index(row: Submission) -> None:
    """Index a case as it is now; runs in the unit that changes what it says."""
    found = await _texts([row])
    await search.put(KIND, row.id, found[row.id])


async def texts(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what the index holds of cases, by id."""
    return await _texts(await sql.rows(Submission, sql.is_in("submission.id", ids)))


SOURCE: Final = search.Source(table="submission", texts=texts)


async def compared(row: Submission) -> str:
    """Return what a case says, for finding others like it: words in common never name its firm."""
    return _text(row, (), await known_names(row))


async def known_names(row: Submission) -> Known:
    """Return the names behind a case: the firm's, and those of its people."""
    found = await _known([row])
    return found.get(row.id, Known())


async def names_behind(rows: Collection[Submission]) -> Mapping[UUID, Known]:
    """Return the names behind each of these cases."""
    return await _known(rows)


async def _texts(rows: Collection[Submission]) -> Mapping[UUID, str]:
    said: dict[UUID, list[str]] = defaultdict(list)
    replies = sql.is_in("reply.submission_id", [row.id for row in rows])
    shown = replies & sql.Where("reply.published_at IS NOT NULL")
    for reply in await sql.rows(Reply, shown, order="reply.id"):
        said[reply.submission_id].append(reply.text)
    known = await _known(rows)
    return {row.id: _text(row, said[row.id], known.get(row.id)) for row in rows}


def _text(row: Submission, replies: Iterable[str], known: Known | None) -> str:
    text = "\n".join((row.title, row.body, *replies))
    return text if known is None else redacted(text, found_in(text, known))


async def _known(rows: Collection[Submission]) -> Mapping[UUID, Known]:
    if not rows:
        return {}
    firms = {row.firm_id for row in rows}
    found = await sql.rows(Organization, sql.is_in("organization.id", firms))
    names = {firm.id: tuple(filter(None, (firm.name, firm.name_en))) for firm in found}
    people = await _people(firms, {row.filed_by_id for row in rows} - {None})
    return {
        row.id: Known(
            firms=names.get(row.firm_id, ()),
            people=tuple({*people[row.firm_id], *people[row.filed_by_id]}),
        )
        for row in rows
    }


async def _people(
    firms: Collection[UUID], persons: Collection[UUID | None]
) -> Mapping[UUID | None, set[str]]:
    """Return the names of the firms' people by firm, and of persons by their own id."""
    named: dict[UUID | None, set[str]] = defaultdict(set)
    wanted = sql.is_in("membership.organization_id", firms)
    for row in await sql.fetch(
        "SELECT membership.organization_id AS whose, person.name AS name FROM membership "
        f"JOIN person ON person.id = membership.person_id WHERE {wanted.text}",
        wanted.values,
    ):
        named[sql.as_uuid(row["whose"])].add(str(row["name"]))
    alone = sql.is_in("person.id", persons)
    for row in await sql.fetch(
        f"SELECT person.id AS whose, person.name AS name FROM person WHERE {alone.text}",
        alone.values,
    ):
        named[cast("UUID", sql.as_uuid(row["whose"]))].add(str(row["name"]))
    return named
