"""Who sees what is about a row sees what happened to it; internal events are for the staff."""

from __future__ import annotations

from uuid import uuid4

from backend.actor import ANONYMOUS, SYSTEM, Actor, Role, Seat
from backend.db import sql
from backend.events import Event, queries, register_visibility, visible_to
from tests.events.cast import a_parcel, happens, much_happens
from tests.events.models import Parcel


def parcels_visible_to(actor: Actor) -> sql.Where:
    """A firm sees its own, staff their areas'."""
    if actor.is_system:
        return sql.EVERYTHING
    own = sql.is_in("parcel.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    return own | sql.is_in("parcel.area_code", actor.areas_as(Role.FEDERATION))


def everything_visible_to(actor: Actor) -> sql.Where:
    return sql.EVERYTHING if actor.seats or actor.is_system else sql.NOTHING


def someone(role: Role, *, area_code: str = "320500") -> Actor:
    seat = Seat(role, uuid4(), area_code, frozenset({area_code}))
    return Actor(uuid4(), seats=(seat,))


async def seen_by(actor: Actor) -> list[int | None]:
    found = await sql.rows(Event, visible_to(actor), order="event.sequence")
    return [event.sequence for event in found]


async def test_a_type_nobody_registered_is_invisible_to_everybody(database: str) -> None:
    await happens("parcel.opened", await a_parcel())
    for actor in (SYSTEM, ANONYMOUS, someone(Role.FEDERATION)):
        assert await seen_by(actor) == []


async def test_the_row_decides_who_sees_its_events(database: str) -> None:
    firm = someone(Role.ENTREPRENEUR)
    register_visibility({Parcel: parcels_visible_to})
    await happens("parcel.opened", await a_parcel(firm_id=firm.seats[0].organization_id))
    await happens("parcel.opened", await a_parcel())
    await happens("parcel.opened", await a_parcel(area_code="320505"))
    assert await seen_by(firm) == [1]
    assert await seen_by(someone(Role.ENTREPRENEUR)) == []
    assert await seen_by(someone(Role.FEDERATION)) == [1, 2]
    assert await seen_by(someone(Role.FEDERATION, area_code="320505")) == [3]
    assert await seen_by(ANONYMOUS) == []
    assert await seen_by(SYSTEM) == [1, 2, 3]


async def test_an_internal_event_is_for_the_staff_of_its_area(database: str) -> None:
    firm = someone(Role.ENTREPRENEUR)
    register_visibility({Parcel: parcels_visible_to}, internal={"parcel.weighed"})
    parcel = await a_parcel(firm_id=firm.seats[0].organization_id)
    await happens("parcel.opened", parcel)
    await happens("parcel.weighed", parcel)
    assert await seen_by(firm) == [1]
    assert await seen_by(someone(Role.FEDERATION)) == [1, 2]
    assert await seen_by(SYSTEM) == [1, 2]
    elsewhere = someone(Role.OFFICER, area_code="999999")
    both = Actor(firm.person_id, seats=(*firm.seats, *elsewhere.seats))
    assert await seen_by(both) == [1]


async def test_a_confidential_event_is_for_some_roles_of_its_area(database: str) -> None:
    register_visibility(
        {Parcel: everything_visible_to}, confidential={"parcel.lost": (Role.SUPERVISOR,)}
    )
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    await happens("parcel.lost", parcel)
    assert await seen_by(someone(Role.SUPERVISOR)) == [1, 2]
    assert await seen_by(someone(Role.SUPERVISOR, area_code="320505")) == [1]
    assert await seen_by(someone(Role.FEDERATION)) == [1]
    assert await seen_by(SYSTEM) == [1, 2]


async def test_a_window_shows_events_of_rows_that_are_out_of_sight(database: str) -> None:
    def opened_ones(actor: Actor) -> sql.Where:
        opened = sql.Where("event.name = 'parcel.opened'")
        return opened & sql.is_in("event.area_code", actor.areas_as(Role.FEDERATION))

    register_visibility({Parcel: parcels_visible_to}, windows=(opened_ones,))
    parcel = await a_parcel(area_code="320505")
    await happens("parcel.opened", parcel)
    await happens("parcel.weighed", parcel)
    await Parcel.filter(id=parcel.id).update(area_code="320506")
    assert await seen_by(someone(Role.FEDERATION, area_code="320505")) == [1]
    assert await seen_by(someone(Role.FEDERATION, area_code="320506")) == [1, 2]


async def test_a_page_of_the_feed_looks_through_a_bounded_window(
    database: str, monkeypatch: object
) -> None:
    firm = someone(Role.ENTREPRENEUR)
    register_visibility({Parcel: parcels_visible_to})
    await much_happens(await a_parcel(), 25)
    await happens("parcel.opened", await a_parcel(firm_id=firm.seats[0].organization_id))
    queries_window = queries.WINDOW
    try:
        queries.WINDOW = 10  # type: ignore[misc]
        after, pages, seen = 0, 0, list[Event]()
        while True:
            page = await queries.feed(after=after, where=visible_to(firm), first=5)
            pages, seen = pages + 1, seen + page.events
            if not page.has_more:
                break
            assert page.end is not None
            after = await queries.position_of(page.end) or 0
    finally:
        queries.WINDOW = queries_window  # type: ignore[misc]
    assert (pages, [event.sequence for event in seen]) == (3, [26])


async def test_the_feed_stays_fast_behind_a_long_history(database: str) -> None:
    """What a firm that sees little may cost: a window, never the whole table."""
    register_visibility({Parcel: parcels_visible_to})
    await much_happens(await a_parcel(), 500, silent=True)
    where = visible_to(someone(Role.ENTREPRENEUR))
    text = f"SELECT event.* FROM event WHERE ({where.text}) AND event.sequence > ? ORDER BY event.sequence"
    explain = "EXPLAIN QUERY PLAN " if sql.engine() == "sqlite" else "EXPLAIN "
    if sql.engine() == "postgres":
        await sql.execute("ANALYZE event")
    plan = str(await sql.fetch(explain + text + " LIMIT 20", (*where.values, 400)))
    assert "SCAN event" not in plan
    assert "Seq Scan on event" not in plan or sql.engine() == "postgres"
