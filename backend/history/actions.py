"""The one verb of history: write past cases as they happened, silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from tortoise.models import Model

from backend import clock
from backend.accounts import queries as accounts
from backend.actor import Actor, Role
from backend.db import sql, unit_of_work
from backend.errors import not_allowed
from backend.events import record_many
from backend.history.attendees import Attendee, attendees_of
from backend.history.case import Handlers, PastCase, import_key, past_case
from backend.history.days import instants_of
from backend.history.rows import HistoryRow
from backend.history.story import events_of
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.submissions.models import Submission
from backend.submissions.numbers import next_number

BATCH = 100

Progress = Callable[[int, int], None]
"""Called with how many rows of how many are in."""


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


async def record_history(
    rows: Sequence[HistoryRow], *, actor: Actor, progress: Progress = silent
) -> int:
    """Write past cases with their events; return how many were new.

    Each happened at ten o'clock of its day, done by an organization without a person. What is there
    already stays: loading twice is loading once. No reaction, job or notice follows.
    """
    if not (actor.is_system or actor.seat_as(Role.ADMIN)):
        raise not_allowed()
    attendees = await attendees_of(rows)
    handlers = await _handlers_of(rows)
    written = 0
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        written += await _record_batch(batch, attendees=attendees, handlers=handlers)
        progress(start + len(batch), len(rows))
    return written


async def _record_batch(
    rows: Sequence[HistoryRow],
    *,
    attendees: Mapping[str, Attendee],
    handlers: Mapping[HistoryRow, Handlers],
) -> int:
    async with unit_of_work():
        keys = [import_key(row) for row in rows]
        known = {case.import_key for case in await Submission.filter(import_key__in=keys)}
        cases = [
            await _past_case(row, attendee=attendees[row.attendee], handlers=handlers[row])
            for row in rows
            if import_key(row) not in known
        ]
        await _write(cases)
    return len(cases)


async def _past_case(row: HistoryRow, *, attendee: Attendee, handlers: Handlers) -> PastCase:
    calendar = await organizations.calendar_of(row.area_code)
    return past_case(
        row,
        at=instants_of(row, calendar=calendar, today=clock.today(calendar.zone)),
        number=await next_number(_year(row.submitted)),
        attendee=attendee,
        handlers=handlers,
    )


def _year(day: date) -> int:
    return day.year


async def _write(cases: Sequence[PastCase]) -> None:
    await _insert(case.submission for case in cases)
    await _insert(case.handling for case in cases)
    await _insert(case.task for case in cases)
    await _insert(case.access for case in cases)
    await _insert(case.invitation for case in cases)
    await _insert(case.evaluation for case in cases)
    await record_many([event for case in cases for event in events_of(case)], silent=True)


async def _insert(found: Iterable[Model | None]) -> None:
    rows = [row for row in found if row is not None]
    if rows:
        await type(rows[0]).bulk_create(rows)


async def _handlers_of(rows: Sequence[HistoryRow]) -> Mapping[HistoryRow, Handlers]:
    """Return who handled each row: its department, and the area's Federation and coordinator."""
    codes = {row.department_code for row in rows}
    departments = {
        body.code: body
        for body in await sql.rows(Organization, sql.is_in("organization.code", sorted(codes)))
    }
    coordinates = {
        body.id: await accounts.holds_role(body.id, Role.COORDINATOR)
        for body in departments.values()
    }
    bodies = {
        area: (await _body("FED", area), await _body("INDIT", area))
        for area in {row.area_code for row in rows}
    }
    return {
        row: Handlers(
            department=departments[row.department_code],
            federation=bodies[row.area_code][0],
            coordinator=bodies[row.area_code][1],
            lead_also_coordinates=coordinates[departments[row.department_code].id],
        )
        for row in rows
    }


async def _body(code: str, area_code: str) -> Organization | None:
    """Return the area's own body of this code, as `FED-320506`; else that of the whole deployment."""
    own = await organizations.organization_by_code(f"{code}-{area_code}")
    return own or await organizations.organization_by_code(code)
