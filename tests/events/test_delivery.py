"""Reactions are told once of each event, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from uuid import UUID

import pytest

from backend import clock
from backend.db import sql
from backend.events import Event, deliver, deliver_until, delivery
from backend.events.models import Delivery
from tests.events import process
from tests.events.cast import a_parcel, happens, much_happens
from tests.events.models import Parcel


async def opened(parcel: Parcel) -> int:
    return (await Parcel.get(id=parcel.id)).opened


async def run_process(database: str, what: str, parcel_id: UUID) -> int:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.events.process", database, what, str(parcel_id)
    )
    return await asyncio.wait_for(running.wait(), 60)


COUNT = {"parcel.opened": (process.count,)}


async def test_a_reaction_hears_of_its_event_once(database: str) -> None:
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    await happens("parcel.closed", parcel)
    assert [await deliver(COUNT), await deliver(COUNT)] == [1, 0]
    assert await opened(parcel) == 1


async def test_every_reaction_of_an_event_hears_of_it_in_order(database: str) -> None:
    heard: list[tuple[str, int | None]] = []

    async def first(event: Event) -> None:
        heard.append(("first", event.sequence))

    async def second(event: Event) -> None:
        heard.append(("second", event.sequence))

    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    await happens("parcel.opened", parcel)
    assert await deliver({"parcel.opened": (first, second)}) == 4
    assert heard == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


async def test_what_a_reaction_records_is_delivered_too(database: str) -> None:
    parcel = await a_parcel()

    async def close(event: Event) -> None:
        await happens("parcel.closed", parcel)

    await happens("parcel.opened", parcel)
    assert await deliver({"parcel.opened": (close,), "parcel.closed": (process.count,)}) == 2
    assert await opened(parcel) == 1


async def test_past_history_is_never_told(database: str) -> None:
    parcel = await a_parcel()
    await happens("parcel.opened", parcel, silent=True)
    await happens("parcel.opened", parcel)
    assert await deliver(COUNT) == 1


async def test_a_failing_reaction_changes_nothing_and_backs_off_while_others_go_on(
    database: str,
) -> None:
    parcel, tries = await a_parcel(), list[int]()

    async def fail(event: Event) -> None:
        tries.append(1)
        await process.count(event)
        raise ValueError("secret text")

    await happens("parcel.opened", parcel)
    reactions = {"parcel.opened": (fail, process.count)}
    assert [await deliver(reactions), await deliver(reactions)] == [1, 0]
    assert (len(tries), await opened(parcel)) == (1, 1)
    with clock.moved_by(timedelta(seconds=6)):
        await deliver(reactions)
        assert len(tries) == 2
        await deliver(reactions)
    with clock.moved_by(timedelta(seconds=60)):
        await deliver(reactions)
    assert (len(tries), await opened(parcel)) == (2, 1)
    (failing,) = await delivery.failing()
    assert failing.attempts == 2
    assert failing.error.startswith("ValueError in ")
    assert "secret" not in failing.error


async def test_only_what_is_new_is_looked_at(database: str) -> None:
    parcel = await a_parcel()
    await much_happens(parcel, 50)
    await happens("parcel.opened", parcel)
    await deliver(COUNT)
    with sql.count_statements() as sent:
        await deliver(COUNT)
    assert len(sent) == 4  # unnumbered? bookmark, newest, due?
    plan_of = "SELECT 1 FROM delivery WHERE delivered_at IS NULL AND due_at <= ?"
    if sql.engine() == "sqlite":
        plan = str(await sql.fetch("EXPLAIN QUERY PLAN " + plan_of, (clock.now(),)))
        assert "USING COVERING INDEX" in plan
        plan = str(await sql.fetch("EXPLAIN QUERY PLAN SELECT 1 FROM event WHERE sequence IS NULL"))
        assert "USING COVERING INDEX" in plan


async def test_a_process_killed_between_commit_and_delivery_loses_nothing(database: str) -> None:
    parcel = await a_parcel()
    assert await run_process(database, "record-and-die", parcel.id) == -9
    (left,) = await sql.rows(Event)
    assert left.sequence is None
    assert await deliver(COUNT) == 1
    assert await opened(parcel) == 1


async def test_a_process_killed_within_a_reaction_leaves_no_effect_and_it_is_told_again(
    database: str,
) -> None:
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    assert await run_process(database, "react-and-die", parcel.id) == -9
    assert await opened(parcel) == 0
    with clock.moved_by(delivery.LEASE):
        assert await deliver(COUNT) == 1
    assert await opened(parcel) == 1


async def test_sabotaged_twin_effect_and_mark_in_two_units_double_the_effect(
    database: str,
) -> None:
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)
    assert await run_process(database, "sabotaged", parcel.id) == -9
    with clock.moved_by(delivery.LEASE):
        await deliver(COUNT)
    assert await opened(parcel) == 2


async def test_three_processes_deliver_each_event_once(database: str) -> None:
    parcels = [await a_parcel() for _ in range(60)]
    for parcel in parcels:
        await happens("parcel.opened", parcel)
    ended = await asyncio.gather(*(run_process(database, "deliver", parcels[0].id) for _ in "123"))
    assert ended == [0, 0, 0]
    assert [await opened(parcel) for parcel in parcels] == [1] * 60
    assert {each.attempts for each in await sql.rows(Delivery)} == {1}


async def test_the_same_delivery_taken_twice_has_one_effect(database: str) -> None:
    """A lease that ends while the reaction still runs lets a second one in, who finds it taken."""
    parcel = await a_parcel()
    await happens("parcel.opened", parcel)

    async def slow(event: Event) -> None:
        await asyncio.sleep(0.2)
        await process.count(event)

    await delivery._spread({"parcel.opened": (slow,)})
    (claimed,) = await delivery._claim([delivery.name_of(slow)])
    told = await asyncio.gather(*(delivery._tell(claimed, slow) for _ in range(3)))
    assert (sorted(told), await opened(parcel)) == ([False, False, True], 1)


@pytest.mark.parametrize("seconds", [2.0])
async def test_the_deliverer_hears_at_once_and_stops_when_told(
    database: str, seconds: float
) -> None:
    stop, parcel, heard = asyncio.Event(), await a_parcel(), asyncio.Event()

    async def hear(event: Event) -> None:
        heard.set()

    running = asyncio.create_task(deliver_until(stop, {"parcel.opened": (hear,)}))
    await asyncio.sleep(0.3)
    await happens("parcel.opened", parcel)
    await asyncio.wait_for(heard.wait(), seconds)
    stop.set()
    await asyncio.wait_for(running, 5)
