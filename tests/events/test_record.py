"""One append-only row per happening, chained and numbered."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import sql, unit_of_work
from backend.errors import Invalid
from backend.events import Draft, Event, number_new, queries, record, record_many
from backend.events.content import START, fingerprint
from tests.events.cast import a_parcel, happens, much_happens
from tests.events.models import Parcel


async def record_and_fail(parcel: Parcel) -> None:
    async with unit_of_work():
        await record("parcel.opened", parcel, actor=SYSTEM, area_code="320500")
        raise ZeroDivisionError


async def the_events() -> list[Event]:
    return await sql.rows(Event, order="event.sequence")


async def test_an_event_outside_a_unit_of_work_is_refused(database: str) -> None:
    parcel = await a_parcel()
    with pytest.raises(RuntimeError, match="unit of work"):
        await record("parcel.opened", parcel, actor=SYSTEM, area_code="320500")
    with pytest.raises(RuntimeError, match="unit of work"):
        await record_many([], silent=True)


async def test_a_unit_rolled_back_leaves_no_event_and_no_gap(database: str) -> None:
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    with pytest.raises(ZeroDivisionError):
        await record_and_fail(parcel)
    await happens("parcel.closed", parcel)
    assert [(event.sequence, event.aggregate_sequence) for event in await the_events()] == [
        (1, 1),
        (2, 2),
    ]


async def test_an_event_says_who_where_when_and_why(database: str) -> None:
    parcel, person_id, firm_id, thread_id = await a_parcel(), uuid4(), uuid4(), uuid4()
    seat = Seat(Role.ENTREPRENEUR, firm_id, "320500", frozenset({"320500"}))
    before = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    recorded = before + timedelta(days=2)
    with clock.set_to(recorded):
        async with unit_of_work():
            event = await record(
                "parcel.opened",
                parcel,
                actor=Actor(person_id, seats=(seat,)),
                area_code="320500",
                seat=seat,
                thread_id=thread_id,
                payload={"size": 3},
                reason="原因",
                occurred_at=before,
            )
    kept = await sql.one(Event, sql.Where("event.id = ?", (event.id,)))
    assert kept is not None
    assert (kept.aggregate_type, kept.aggregate_id) == ("Parcel", parcel.id)
    assert (kept.person_id, kept.role, kept.organization_id) == (person_id, seat.role, firm_id)
    assert (kept.thread_id, kept.area_code, kept.reason) == (thread_id, "320500", "原因")
    assert (kept.occurred_at, kept.recorded_at) == (before, recorded)
    assert (kept.payload, kept.sequence, kept.is_silent) == ({"size": 3}, 1, False)


async def test_payloads_become_json_and_keep_their_hash_on_the_way_back(database: str) -> None:
    some_id = UUID("0199b0c0-0000-7000-8000-000000000001")
    east = timezone(timedelta(hours=8))
    payload: dict[str, object] = {
        "z": None,
        "id": some_id,
        "at": datetime(2026, 1, 1, 8, 0, tzinfo=east),
        "on": date(2026, 1, 1),
        "role": Role.OFFICER,
        "many": (1, 2**60, True),
        "nested": {"文": "é"},
        "set": {"b", "a"},
    }
    event = await happens("parcel.opened", await a_parcel(), payload=payload)
    kept = await sql.one(Event, sql.Where("event.id = ?", (event.id,)))
    assert kept is not None
    assert kept.payload == {
        "z": None,
        "id": str(some_id),
        "at": "2026-01-01T00:00:00.000000+00:00",
        "on": "2026-01-01",
        "role": "OFFICER",
        "many": [1, 2**60, True],
        "nested": {"文": "é"},
        "set": ["a", "b"],
    }
    assert fingerprint(kept) == kept.hash == event.hash


@pytest.mark.parametrize("value", [1.5, object(), datetime(2026, 1, 1), b"x"])  # noqa: DTZ001
async def test_a_payload_that_engines_write_differently_is_refused(
    database: str, value: object
) -> None:
    with pytest.raises(TypeError):
        await happens("parcel.opened", await a_parcel(), payload={"value": value})


async def test_a_payload_no_column_holds_is_refused(database: str) -> None:
    parcel = await a_parcel()
    for value in ("\x00", "\ud800", 2**63):
        with pytest.raises(Invalid):
            await happens("parcel.opened", parcel, payload={"value": value})


@pytest.mark.parametrize("name", ["opened", "Parcel.opened", "parcel.opened.twice", "parcel."])
async def test_an_event_is_named_noun_and_past_participle(database: str, name: str) -> None:
    with pytest.raises(ValueError, match="past_participle"):
        await happens(name, await a_parcel())


async def test_each_row_has_a_chain_of_its_own(database: str) -> None:
    one, other = await a_parcel(), await a_parcel()
    for parcel in (one, other, one, one):
        await happens("parcel.moved", parcel)
    chain = [event for event in await the_events() if event.aggregate_id == one.id]
    assert [event.aggregate_sequence for event in chain] == [1, 2, 3]
    assert [event.previous_hash for event in chain] == [START, chain[0].hash, chain[1].hash]


async def test_many_events_continue_the_chains_that_one_began(database: str) -> None:
    one, other = await a_parcel(), await a_parcel()
    await happens("parcel.opened", one)
    drafts = [
        Draft("parcel.moved", "Parcel", parcel.id, SYSTEM, "320500")
        for parcel in (one, other, one, other)
    ]
    async with unit_of_work():
        await record_many(drafts, silent=True)
    await happens("parcel.closed", other)
    order = [(event.aggregate_id, event.aggregate_sequence) for event in await the_events()]
    assert order == [
        (one.id, 1),
        (one.id, 2),
        (other.id, 1),
        (one.id, 3),
        (other.id, 2),
        (other.id, 3),
    ]
    assert [event.is_silent for event in await the_events()] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


async def test_seven_thousand_events_of_history_need_few_statements(database: str) -> None:
    parcels = [await a_parcel() for _ in range(20)]
    drafts = [
        Draft("parcel.moved", "Parcel", parcels[number % 20].id, SYSTEM, "320500")
        for number in range(2000)
    ]
    with sql.count_statements() as sent:
        async with unit_of_work():
            await record_many(drafts, silent=True)
    assert len(sent) < 12
    assert (await the_events())[-1].sequence == 2000


async def test_what_a_crash_left_without_a_number_gets_it_from_the_next(database: str) -> None:
    parcel = await a_parcel()
    await much_happens(parcel, 3)
    await sql.execute("UPDATE event SET sequence = NULL WHERE sequence > 1")
    await happens("parcel.closed", parcel)
    found = await the_events()
    assert [event.sequence for event in found] == [1, 2, 3, 4]
    assert [event.aggregate_sequence for event in found] == [1, 2, 3, 4]
    assert await number_new() == 0


async def test_numbers_follow_the_chain_even_if_ids_do_not(database: str) -> None:
    """Two hosts' clocks differ: the later event may have the smaller id."""
    parcel = await a_parcel()
    first, second = await much_happens(parcel, 2)
    low, high = UUID(int=1), UUID(int=2)
    await sql.execute("UPDATE event SET sequence = NULL, id = ? WHERE id = ?", (high, first.id))
    await sql.execute("UPDATE event SET sequence = NULL, id = ? WHERE id = ?", (low, second.id))
    await number_new()
    assert [event.id for event in await the_events()] == [high, low]


async def test_two_hundred_units_at_once_are_numbered_without_gap_and_chained(
    database: str,
) -> None:
    parcels = [await a_parcel() for _ in range(4)]
    await asyncio.gather(*(happens("parcel.moved", parcels[n % 4]) for n in range(200)))
    found = await the_events()
    assert [event.sequence for event in found] == list(range(1, 201))
    for parcel in parcels:
        theirs = [event for event in found if event.aggregate_id == parcel.id]
        assert [event.aggregate_sequence for event in theirs] == list(range(1, 51))


async def test_a_reader_behind_a_number_never_misses_a_smaller_one(database: str) -> None:
    """Sequences appear in the order of visibility: what was read is never extended downwards."""
    parcel, seen = await a_parcel(), list[int]()
    others = [await a_parcel() for _ in range(60)]
    writing = asyncio.gather(*(happens("parcel.moved", other) for other in others))
    while not writing.done():
        page = await queries.feed(after=seen[-1] if seen else 0, where=sql.EVERYTHING, first=50)
        seen += [event.sequence for event in page.events if event.sequence is not None]
        await asyncio.sleep(0)
    await writing
    await happens("parcel.closed", parcel)
    page = await queries.feed(after=seen[-1] if seen else 0, where=sql.EVERYTHING, first=100)
    seen += [event.sequence for event in page.events if event.sequence is not None]
    assert seen == list(range(1, 62))


async def test_the_timeline_of_a_case_is_told_in_the_order_of_what_happened(database: str) -> None:
    parcel, other = await a_parcel(), await a_parcel()
    today = clock.now()
    await happens("parcel.closed", parcel, occurred_at=today)
    await happens("parcel.opened", parcel, occurred_at=today - timedelta(days=3))
    await happens("parcel.opened", other)
    names = [event.name for event in await queries.timeline(parcel.id)]
    assert names == ["parcel.opened", "parcel.closed"]
    with sql.count_statements() as sent:
        both = await queries.timelines([parcel.id, other.id])
    assert [len(both[parcel.id]), len(both[other.id]), len(sent)] == [2, 1, 1]


async def test_the_parcel_model_is_registered_as_its_class_name(database: str) -> None:
    event = await happens("parcel.opened", await a_parcel())
    assert event.aggregate_type == Parcel.__name__
