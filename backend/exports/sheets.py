"""A list as a sheet: its columns, and how a page of its rows is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from backend import clock
from backend.accounts.models import Person
from backend.actor import Actor, Scope
from backend.db import sql
from backend.errors import Language, Words
from backend.organizations.models import Area, Category, Organization

Cell = str | int | date | datetime | None
Line = Sequence[Cell]

PAGE: Final = 200  # rows: some 40 milliseconds in which nobody else is served


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a sheet is made."""

    actor: Actor
    language: Language


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of list: its title, columns, and the lines of up to `PAGE` rows, in order.

    Rows that the reader may no longer see are left out. A page takes a fixed number of statements.
    """

    title: Words
    columns: Sequence[Words]
    lines: Callable[[Sequence[UUID], Reader], Awaitable[list[Line]]]

    def header(self, language: Language) -> list[str]:
        """Return the names of the columns."""
        return [column.said_in(language) for column in self.columns]


def local(instant: datetime | None) -> datetime | None:
    """Return an instant as people of the place read it, to the minute and without a zone."""
    if instant is None:
        return None
    there = instant.astimezone(ZoneInfo(clock.DEFAULT_ZONE))
    return there.replace(tzinfo=None, second=0, microsecond=0)


def last_day(exclusive_end: datetime | None) -> date | None:
    """Return the day that an exclusive end closes."""
    if exclusive_end is None:
        return None
    return clock.date_in(clock.DEFAULT_ZONE, exclusive_end - timedelta(microseconds=1))


async def organizations(ids: Iterable[UUID | None]) -> Mapping[UUID | None, Organization]:
    """Return organizations by id, in one statement."""
    rows = await sql.rows(Organization, sql.is_in("organization.id", _present(ids)))
    return {row.id: row for row in rows}


async def people(ids: Iterable[UUID | None]) -> Mapping[UUID | None, Person]:
    """Return people by id, in one statement."""
    return {row.id: row for row in await sql.rows(Person, sql.is_in("person.id", _present(ids)))}


async def areas(language: Language) -> Mapping[str, str]:
    """Return what areas are called."""
    rows = await sql.rows(Area)
    return {row.code: row.name_en if language == "en" else row.name_zh for row in rows}


async def categories(language: Language) -> Mapping[str | None, str]:
    """Return what categories are called."""
    rows = await sql.rows(Category)
    return {row.code: row.name_en if language == "en" else row.name_zh for row in rows}


def named(organization: Organization | None, language: Language) -> str:
    """Return the name of an organization, if there is one."""
    if organization is None:
        return ""
    return organization.name_en or organization.name if language == "en" else organization.name


def held_to(actor: Actor, scopes: Sequence[str] | None) -> Actor:
    """Return the actor with the scopes of the token that asked; None: a person in his session."""
    if scopes is None:
        return actor
    return replace(actor, scopes=frozenset(Scope(scope) for scope in scopes))


def _present(ids: Iterable[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}
