"""Which people, tokens and disclosures somebody sees, and the named reads of this package."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.accounts import phones
from backend.accounts.models import Mandate, Membership, Person, PortfolioHeld
from backend.accounts.policy import AREA_ROLES, STAFF_ROLES
from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.errors import NotPossible, Words

_STANDS = "membership.since <= ? AND (membership.until IS NULL OR membership.until > ?)"


def visible_to(actor: Actor) -> sql.Where:
    """Rows of `person`: himself; colleagues, for staff; the people of the area, for its Federation.

    The people of a case come with the case: its relations see through.
    """
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None:
        return sql.NOTHING
    seen = sql.Where("person.id = ?", (actor.person_id,))
    if not actor.may_use(Scope.IDENTITY):
        return seen
    own_offices = actor.organizations_as(*STAFF_ROLES)
    if own_offices:
        seen |= _holds_seat(sql.is_in("seat.organization_id", own_offices))
    own_areas = actor.areas_as(*AREA_ROLES)
    if own_areas:
        seen |= _holds_seat(sql.is_in("seat.area_code", own_areas))
    return seen


def tokens_visible_to(actor: Actor) -> sql.Where:
    """Rows of `access_token`: one's own."""
    return _own("access_token.person_id", actor)


def sessions_visible_to(actor: Actor) -> sql.Where:
    """Rows of `session`: one's own."""
    return _own("session.person_id", actor)


def disclosures_visible_to(actor: Actor) -> sql.Where:
    """Rows of `disclosure_log`: those of one's own number, but never what supervision looked at."""
    if actor.is_system:
        return sql.EVERYTHING
    openly = sql.Where("disclosure_log.role <> ?", (Role.SUPERVISOR,))
    return _own("disclosure_log.person_id", actor) & openly


def memberships_visible_to(actor: Actor) -> sql.Where:
    """Rows of `membership`: one's own; those held in one's own office, for staff; those that reach
    the area, for its Federation. A second seat elsewhere is not told with the person.
    """
    own = _own("membership.person_id", actor)
    if actor.is_system or actor.person_id is None or not actor.may_use(Scope.IDENTITY):
        return own
    offices = sql.is_in("membership.organization_id", actor.organizations_as(*STAFF_ROLES))
    return own | offices | sql.is_in("membership.area_code", actor.areas_as(*AREA_ROLES))


async def person_by_id(person_id: UUID) -> Person | None:
    """Return the person with this id."""
    return await Person.get_or_none(id=person_id)


async def person_by_phone(phone: str) -> Person | None:
    """Return the person with this number, as people write it; raises `Invalid` for no number."""
    return await Person.get_or_none(phone_index__in=phones.indexes(phones.normalise(phone)))


async def phone_of(person_id: UUID) -> str:
    """Return the person's number in E.164; raises `NotPossible` when none is on record."""
    number = number_of(await Person.get(id=person_id))
    if number is None:
        raise no_phone()
    return number


async def is_demo(person_id: UUID) -> bool:
    """Return whether the person is fictional."""
    return await Person.filter(id=person_id, is_demo=True).exists()


def number_of(person: Person) -> str | None:
    """Return the person's number in E.164, null when none is on record."""
    if person.phone_cipher is None:
        return None
    return phones.unseal(person.phone_cipher, person_id=person.id)


def no_phone() -> NotPossible:
    """Return the answer to whoever needs a number that is not there."""
    return NotPossible(Words("没有登记手机号码", "No phone number is on record"))


async def holds_role(organization_id: UUID, role: Role) -> bool:
    """Return whether anybody holds `role` in the organization now."""
    where = sql.Where(
        f"membership.organization_id = ? AND membership.role = ? AND {_STANDS}",
        (organization_id, role, clock.now(), clock.now()),
    )
    return await sql.exists(Membership, where)


async def live_memberships(person_id: UUID) -> list[Membership]:
    """Return the memberships of the person that stand now, oldest first."""
    now = clock.now()
    where = sql.Where(f"membership.person_id = ? AND {_STANDS}", (person_id, now, now))
    return await sql.rows(Membership, where, order="membership.since, membership.id")


async def portfolio_of(membership: Membership) -> PortfolioHeld | None:
    """Return the portfolio that a deputy leader's membership has now."""
    now = clock.now()
    stands = _STANDS.replace("membership.", "portfolio.")
    where = sql.Where(f"portfolio.membership_id = ? AND {stands}", (membership.id, now, now))
    return await sql.one(PortfolioHeld, where, order="portfolio.since DESC, portfolio.id DESC")


async def leaders_of(office: Membership) -> list[Membership]:
    """Return the leaders for whom the office of this membership acts now, oldest first."""
    now = clock.now()
    mandated = _STANDS.replace("membership.", "mandate.")
    where = sql.Where(
        f"membership.role = ? AND {_STANDS} AND membership.id IN "
        f"(SELECT mandate.leader_id FROM mandate WHERE mandate.office_id = ? AND {mandated})",
        (Role.LEADER, now, now, office.id, now, now),
    )
    return await sql.rows(Membership, where, order="membership.since, membership.id")


async def ever_had_a_mandate(office: Membership) -> bool:
    """Return whether the office was given leaders to act for, even if none is left."""
    return await Mandate.filter(office_id=office.id).exists()


def portfolios_visible_to(actor: Actor) -> sql.Where:
    """Rows of `portfolio`: those of the memberships one sees."""
    seats = memberships_visible_to(actor)
    return sql.Where(
        f"portfolio.membership_id IN (SELECT membership.id FROM membership WHERE {seats.text})",
        seats.values,
    )


def mandates_visible_to(actor: Actor) -> sql.Where:
    """Rows of `mandate`: those of the offices and the leaders one sees."""
    seats = memberships_visible_to(actor)
    seen = f"(SELECT membership.id FROM membership WHERE {seats.text})"
    return sql.Where(
        f"mandate.office_id IN {seen} OR mandate.leader_id IN {seen}", seats.values * 2
    )


def _own(column: str, actor: Actor) -> sql.Where:
    if actor.is_system:
        return sql.EVERYTHING
    if actor.person_id is None:
        return sql.NOTHING
    return sql.Where(f"{column} = ?", (actor.person_id,))


def _holds_seat(condition: sql.Where) -> sql.Where:
    return sql.Where(
        "EXISTS (SELECT 1 FROM membership seat WHERE seat.person_id = person.id"
        f" AND (seat.until IS NULL OR seat.until > ?) AND {condition.text})",
        (clock.now(), *condition.values),
    )
