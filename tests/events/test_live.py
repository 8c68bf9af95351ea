"""Followers see each event once and in order, however often they are cut off."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

import pytest

from backend.db import sql
from backend.errors import NotAllowed, not_allowed
from backend.events import Event, live
from tests.events.cast import a_parcel, happens, much_happens
from tests.events.models import Parcel

EVENTS = 10_000 if os.environ.get("LINGJU_TEST_FULL") else 1_000
DISCONNECTS = 20


async def everything() -> sql.Where:
    return sql.EVERYTHING


def follow(after: int, thread_id: UUID | None = None) -> AsyncGenerator[Event, None]:
    return live.follow(after=after, rights=everything, thread_id=thread_id)


async def write(parcel: Parcel, times: int) -> None:
    """Let events come in gusts, from several tasks at once."""
    left = times
    while left:
        gust = min(left, random.choice((1, 1, 5, 40)))
        left -= gust
        if gust > 5:
            await much_happens(parcel, gust)
        else:
            await asyncio.gather(*(happens("parcel.moved", parcel) for _ in range(gust)))
        await asyncio.sleep(0)


async def take(after: int, thread_id: UUID, count: int) -> list[int]:
    """Read `count` events and drop the connection."""
    seen: list[int] = []
    async with aclosing(follow(after, thread_id)) as events:
        async for event in events:
            seen.append(event.sequence or 0)
            if len(seen) == count:
                break
    return seen


async def read_with_drops(thread_id: UUID, total: int, *, resumes: bool) -> list[int]:
    cuts = sorted(random.sample(range(1, total), DISCONNECTS))
    seen: list[int] = []
    for cut in [*cuts, total]:
        after = (seen[-1] if seen else 0) if resumes else await live.newest()
        seen += await take(after, thread_id, cut - len(seen))
    return seen


async def test_a_follower_cut_off_twenty_times_sees_each_event_once_and_in_order(
    database: str,
) -> None:
    parcel, other = await a_parcel(), await a_parcel()
    reading = asyncio.create_task(read_with_drops(parcel.id, EVENTS, resumes=True))
    await asyncio.gather(write(parcel, EVENTS), write(other, 50))
    seen = await asyncio.wait_for(reading, 120)
    where = sql.Where("event.thread_id = ?", (parcel.id,))
    assert seen == [
        event.sequence for event in await sql.rows(Event, where, order="event.sequence")
    ]
    assert len(seen) == EVENTS


async def test_sabotaged_twin_a_follower_that_trusts_the_bus_alone_loses_events(
    database: str,
) -> None:
    parcel = await a_parcel()
    reading = asyncio.create_task(read_with_drops(parcel.id, 300, resumes=False))
    await write(parcel, 300)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reading, 2)


async def test_a_follower_hears_at_once_of_what_this_process_records(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PATIENCE", {"sqlite": 60.0, "postgres": 60.0})
    parcel = await a_parcel()
    async with aclosing(follow(0, parcel.id)) as events:
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.3)
        await happens("parcel.opened", parcel)
        assert (await asyncio.wait_for(waiting, 5)).sequence == 1


async def test_a_follower_hears_soon_of_what_another_process_records(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL says so at once; on SQLite the next look, at most a second later, finds it."""
    assert live.PATIENCE["sqlite"] <= 1
    monkeypatch.setitem(live.PATIENCE, "postgres", 60.0)
    parcel = await a_parcel()
    async with aclosing(follow(0, parcel.id)) as events:
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.3)
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.events.process", database, "record", str(parcel.id)
        )
        await running.wait()
        assert (await asyncio.wait_for(waiting, 3)).name == "parcel.opened"


async def test_one_look_serves_all_who_wait_for_other_threads(database: str) -> None:
    parcels = [await a_parcel() for _ in range(30)]
    followers = [follow(0, parcel.id) for parcel in parcels[1:]]
    waiting = [asyncio.ensure_future(anext(each)) for each in followers]
    await asyncio.sleep(0.2)
    with sql.count_statements() as sent:
        await happens("parcel.opened", parcels[0])
        await asyncio.sleep(0.2)
    assert len(sent) < 15
    for task, each in zip(waiting, followers, strict=True):
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await each.aclose()


async def test_rights_are_asked_anew_for_each_batch(database: str) -> None:
    parcel, asked = await a_parcel(), list[int]()

    async def rights() -> sql.Where:
        asked.append(1)
        if len(asked) > 2:
            raise not_allowed()
        return sql.EVERYTHING

    await much_happens(parcel, live.BATCH + 5)
    events = live.follow(after=0, rights=rights)
    for _ in range(live.BATCH + 5):
        await anext(events)
    await happens("parcel.closed", parcel)
    with pytest.raises(NotAllowed):
        await anext(events)
    assert len(asked) == 3


async def test_a_slow_follower_is_not_given_what_it_may_no_longer_see(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "FRESH", 0.05)
    parcel, allowed = await a_parcel(), [True]

    async def rights() -> sql.Where:
        return sql.EVERYTHING if allowed[0] else sql.NOTHING

    await much_happens(parcel, 10)
    async with aclosing(live.follow(after=0, rights=rights)) as events:
        assert (await anext(events)).sequence == 1
        allowed[0] = False
        await asyncio.sleep(0.1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(events), 0.3)


async def test_the_watcher_stops_with_its_last_reader(database: str) -> None:
    async with live.watching():
        async with live.watching():
            assert live._watchers[asyncio.get_running_loop()].task is not None
        assert live._watchers[asyncio.get_running_loop()].task is not None
    assert live._watchers[asyncio.get_running_loop()].task is None
