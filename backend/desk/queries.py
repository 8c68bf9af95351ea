"""What somebody finds on his desk, and what a paste is compared with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.models import Membership, Person
from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.desk import policy
from backend.desk.models import PastedLine
from backend.desk.names import Directory
from backend.organizations import queries as organizations
from backend.organizations.models import Organization, OrganizationKind
from backend.submissions import queries as cases
from backend.submissions.models import Submission
from backend.submissions.vocabulary import HIDES_THE_FIRM
from backend.submissions.workflow import OPEN_STATES

MOST_MEMBERS = 20_000
"""Firms, and people, that names in a chat are compared with."""
MOST_COMPARED = 500
"""Open cases that a paste is compared with."""
MOST_CANDIDATES = 50

_STANDS = "membership.since <= ? AND (membership.until IS NULL OR membership.until > ?)"


def read_in_office(actor: Actor) -> sql.Where:
    """Cases that the actor reads in an office: nobody of the firm, its chamber, or complained of."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.IDENTITY):
        return sql.NOTHING
    own = sorted({seat.organization_id for seat in actor.seats})
    seen = cases.visible_to(policy.offices_of(actor)) & cases.not_complained_of(actor)
    if not own or seen == sql.NOTHING:
        return sql.NOTHING
    chamber = sql.Where("submission.chamber_id IS NULL") | ~sql.is_in("submission.chamber_id", own)
    return seen & ~sql.is_in("submission.firm_id", own) & chamber


def _of_case(table: str, actor: Actor, also: sql.Where = sql.EVERYTHING) -> sql.Where:
    """Return the condition that a row of `table` belongs to a case the actor reads in an office."""
    seen = read_in_office(actor) & also
    if seen == sql.NOTHING:
        return seen
    return sql.Where(
        f"EXISTS (SELECT 1 FROM submission WHERE submission.id = {table}.submission_id "
        f"AND ({seen.text}))",
        seen.values,
    )


def _where_the_firm_is_known(table: str, actor: Actor) -> sql.Where:
    """A hidden firm may be named in an office's words: departments read their own alone."""
    if actor.is_system:
        return sql.EVERYTHING
    known = ~sql.is_in("submission.visibility", sorted(HIDES_THE_FIRM))
    known |= sql.is_in("submission.area_code", actor.areas_as(Role.FEDERATION, Role.LEADER))
    if table == "internal_note":
        offices = {seat.organization_id for seat in policy.offices_of(actor).seats}
        known |= sql.is_in("internal_note.organization_id", sorted(offices))
    return known


def notes_visible_to(actor: Actor) -> sql.Where:
    """Notes on cases the actor reads in an office; never anybody of the firm's side."""
    return _of_case("internal_note", actor, _where_the_firm_is_known("internal_note", actor))


def lines_visible_to(actor: Actor) -> sql.Where:
    """Where cases come from, for those offices that may know the firm."""
    return _of_case("pasted_line", actor, _where_the_firm_is_known("pasted_line", actor))


def marks_visible_to(actor: Actor) -> sql.Where:
    """Marks that have not faded, on cases the actor reads in an office."""
    fresh = sql.Where("answering_mark.until > ?", (clock.now(),))
    return fresh & _of_case("answering_mark", actor)


def mentions_visible_to(actor: Actor) -> sql.Where:
    """One's own mentions, on notes one still reads."""
    if actor.is_system:
        return sql.EVERYTHING
    notes = notes_visible_to(actor)
    if actor.person_id is None or notes == sql.NOTHING:
        return sql.NOTHING
    return sql.Where("mention.person_id = ?", (actor.person_id,)) & sql.Where(
        "EXISTS (SELECT 1 FROM internal_note WHERE internal_note.id = mention.note_id "
        f"AND ({notes.text}))",
        notes.values,
    )


def kept_by(table: str, actor: Actor) -> sql.Where:
    """One's own rows of `table`, and what colleagues of one's offices share."""
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None or not actor.may_use(Scope.READ):
        return sql.NOTHING
    offices = {seat.organization_id for seat in policy.offices_of(actor).seats}
    if not offices:
        return sql.NOTHING
    shared = sql.is_in(f"{table}.organization_id", sorted(offices))
    own = sql.Where(f"{table}.owner_id = ?", (actor.person_id,))
    return own | (shared & sql.Where(f"{table}.is_shared = ?", (True,)))


def snippets_visible_to(actor: Actor) -> sql.Where:
    """One's own snippets and those of one's organizations."""
    return kept_by("snippet", actor)


def views_visible_to(actor: Actor) -> sql.Where:
    """One's own saved views and those of one's organizations."""
    return kept_by("saved_view", actor)


async def may_read_notes(row: Submission, *, actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor would read a note that this organization writes on the case."""
    own = any(seat.organization_id == organization_id for seat in policy.offices_of(actor).seats)
    known = sql.EVERYTHING if own else _where_the_firm_is_known("", actor)
    this = sql.Where("submission.id = ?", (row.id,))
    return await sql.exists(Submission, this & read_in_office(actor) & known)


async def to_mention(row: Submission, *, search: str, limit: int) -> list[Person]:
    """Return people who probably read the case in an office, by name; at most `limit`."""
    chain = [area.code for area in (await organizations.tree()).chain(row.area_code)]
    offices = sql.is_in("membership.role", (Role.FEDERATION, Role.COORDINATOR, Role.SUPERVISOR))
    offices &= sql.is_in("membership.area_code", chain)
    handling = sql.is_in("membership.role", sorted(DEPARTMENT_ROLES)) & sql.Where(
        "membership.organization_id IN (SELECT submission_access.organization_id FROM "
        "submission_access WHERE submission_access.submission_id = ?)",
        (row.id,),
    )
    now = clock.now()
    seat = (offices | handling) & sql.Where(_STANDS, (now, now))
    where = sql.Where(
        f"person.id IN (SELECT membership.person_id FROM membership WHERE {seat.text})", seat.values
    )
    if search:
        where &= sql.Where("person.name LIKE ? ESCAPE '!'", (f"%{_escaped(search)}%",))
    return await sql.rows(Person, where, order="person.name, person.id", limit=limit)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


async def directory_for(actor: Actor) -> Directory:
    """Return the firms, their people and the staff of the areas in which the actor is clerk."""
    areas = sorted(actor.areas_as(Role.FEDERATION))
    found = Directory()
    for area in (await organizations.tree()).areas.values():
        found.add_place(area.name_zh)
    here = sql.is_in("organization.area_code", areas)
    firms = await sql.fetch(
        "SELECT organization.id AS firm_id, organization.name AS name FROM organization WHERE "
        f"{here.text} AND organization.kind = ? "
        f"ORDER BY organization.id DESC LIMIT {MOST_MEMBERS}",
        (*here.values, OrganizationKind.FIRM),
    )
    for row in firms:
        found.add_firm(_id(row["firm_id"]), str(row["name"]))
    for row in await _people(areas):
        if row["role"] == Role.ENTREPRENEUR.value:
            found.add_person(_id(row["person_id"]), str(row["name"]), _id(row["organization_id"]))
        else:
            found.add_staff(str(row["name"]))
    return found


async def _people(areas: Sequence[str]) -> list[dict[str, object]]:
    here = sql.is_in("membership.area_code", areas)
    now = clock.now()
    return await sql.fetch(
        "SELECT person.id AS person_id, person.name AS name, membership.role AS role, "
        "membership.organization_id AS organization_id FROM membership JOIN person ON "
        f"person.id = membership.person_id WHERE {here.text} AND {_STANDS} AND "
        f"membership.role NOT IN (?, ?) ORDER BY membership.id DESC LIMIT {MOST_MEMBERS}",
        (*here.values, now, now, Role.CHAMBER_HEAD, Role.APP),
    )


async def firms_by_id(actor: Actor, firm_ids: Collection[UUID]) -> dict[UUID, Organization]:
    """Return those of the firms that the actor may see, by id."""
    where = sql.is_in("organization.id", sorted(firm_ids)) & organizations.visible_to(actor)
    kind = sql.Where("organization.kind = ?", (OrganizationKind.FIRM,))
    return {firm.id: firm for firm in await sql.rows(Organization, where & kind)}


async def open_cases_of(actor: Actor, firm_ids: Collection[UUID]) -> list[Submission]:
    """Return open cases of the firms that the actor sees under their names, newest first."""
    where = sql.is_in("submission.firm_id", sorted(firm_ids)) & cases.visible_to(actor)
    where &= sql.is_in("submission.state", sorted(OPEN_STATES))
    return await sql.rows(
        Submission, where, order="submission.filed_at DESC, submission.id DESC", limit=MOST_COMPARED
    )


async def filed_lines(hashes: Collection[str]) -> dict[str, PastedLine]:
    """Return what was filed before of these messages, by content hash."""
    where = sql.is_in("pasted_line.content_hash", sorted(hashes))
    return {line.content_hash: line for line in await sql.rows(PastedLine, where)}


async def speaker_of(firm_id: UUID, person_id: UUID | None = None) -> UUID | None:
    """Return the named person if he is of the firm; else its only person, or nobody."""
    now = clock.now()
    seat = sql.Where(
        f"membership.organization_id = ? AND membership.role = ? AND {_STANDS}",
        (firm_id, Role.ENTREPRENEUR, now, now),
    )
    people = {row.person_id for row in await sql.rows(Membership, seat, limit=100)}
    if person_id in people:
        return person_id
    return people.pop() if len(people) == 1 else None


async def firms_of_caller(phone: str, *, actor: Actor) -> tuple[Person | None, list[Organization]]:
    """Return who has this number, and his firms among those of the clerk's areas."""
    person = await accounts.person_by_phone(phone)
    if person is None:
        return None, []
    held = await accounts.live_memberships(person.id)
    ids = [each.organization_id for each in held if each.role is Role.ENTREPRENEUR]
    areas = sql.is_in("organization.area_code", sorted(actor.areas_as(Role.FEDERATION)))
    where = sql.is_in("organization.id", ids) & areas
    return person, await sql.rows(Organization, where, order="organization.id")


def _id(value: object) -> UUID:
    found = sql.as_uuid(value)
    if found is None:
        raise ValueError("a row without an id")
    return found
