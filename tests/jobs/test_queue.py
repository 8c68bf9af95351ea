"""Jobs are asked for with the act, done once when due, tried again, and given up visibly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from backend import clock
from backend.db import sql, unit_of_work
from backend.events.backoff import LADDER, wait_after
from backend.jobs import (
    Every,
    Job,
    JobState,
    cancel,
    dead,
    enqueue,
    keep_timetable,
    outside,
    queue,
    revive,
    run_due,
    worker,
)
from tests.jobs.models import Effect

KIND = "effect.make"


async def make(payload: Mapping[str, object]) -> None:
    await Effect.create(key=str(payload["key"]))


HANDLERS = {KIND: make}


async def ask(key: str, *, after: timedelta = timedelta(), kind: str = KIND) -> bool:
    async with unit_of_work():
        return await enqueue(kind, key=key, run_at=clock.now() + after, payload={"key": key})


async def effects() -> list[str]:
    return sorted(effect.key for effect in await sql.rows(Effect))


async def the_job(key: str) -> Job:
    job = await sql.one(Job, sql.Where("job.key = ?", (key,)))
    assert job is not None
    return job


async def test_a_job_is_done_once_when_it_is_due(database: str) -> None:
    await ask("a", after=timedelta(minutes=5))
    assert await run_due(HANDLERS) == 0
    with clock.moved_by(timedelta(minutes=6)):
        assert [await run_due(HANDLERS), await run_due(HANDLERS)] == [1, 0]
    assert await effects() == ["a"]
    assert (await the_job("a")).state is JobState.DONE


async def test_a_second_request_under_the_same_key_is_nothing(database: str) -> None:
    assert [await ask("a"), await ask("a")] == [True, False]
    await run_due(HANDLERS)
    assert await ask("a") is False
    await run_due(HANDLERS)
    assert await effects() == ["a"]


async def test_a_job_outside_a_unit_of_work_is_refused(database: str) -> None:
    with pytest.raises(RuntimeError, match="unit of work"):
        await enqueue(KIND, key="a", run_at=clock.now())


async def ask_and_fail() -> None:
    async with unit_of_work():
        await enqueue(KIND, key="a", run_at=clock.now())
        raise ZeroDivisionError


async def test_a_job_asked_for_in_a_unit_rolled_back_was_never_asked_for(database: str) -> None:
    with pytest.raises(ZeroDivisionError):
        await ask_and_fail()
    assert await run_due(HANDLERS) == 0


async def test_a_cancelled_job_is_not_done_and_may_be_asked_for_again(database: str) -> None:
    await ask("a")
    assert [await cancel("a"), await cancel("a"), await cancel("none")] == [True, False, False]
    assert await run_due(HANDLERS) == 0
    assert await ask("a") is True
    assert await run_due(HANDLERS) == 1


async def test_jobs_are_done_in_the_order_in_which_they_fell_due(database: str) -> None:
    done: list[object] = []

    async def note(payload: Mapping[str, object]) -> None:
        done.append(payload["key"])

    for minutes in (3, 1, 2):
        await ask(str(minutes), after=timedelta(minutes=minutes))
    with clock.moved_by(timedelta(minutes=5)):
        await run_due({KIND: note})
    assert done == ["1", "2", "3"]


async def test_a_kind_without_a_handler_waits_for_a_worker_who_knows_it(database: str) -> None:
    await ask("a", kind="effect.other")
    assert await run_due(HANDLERS) == 0
    assert (await the_job("a")).attempts == 0


async def test_a_failing_job_leaves_nothing_and_is_tried_again_on_the_ladder(
    database: str,
) -> None:
    async def fail(payload: Mapping[str, object]) -> None:
        await make(payload)
        raise ValueError("secret")

    await ask("a")
    await ask("b", kind="effect.other")
    assert await run_due({KIND: fail, "effect.other": make}) == 1
    assert await effects() == ["b"]
    with clock.moved_by(timedelta(seconds=4)):
        await run_due({KIND: fail})
        assert (await the_job("a")).attempts == 1
    with clock.moved_by(timedelta(seconds=6)):
        await run_due({KIND: fail})
        job = await the_job("a")
        assert (job.attempts, job.error.split(" ")[0], job.state) == (
            2,
            "ValueError",
            JobState.WAITING,
        )
        assert "secret" not in job.error
        assert job.due_at > clock.now() + timedelta(seconds=290)
    with clock.moved_by(timedelta(minutes=6)):
        assert await run_due(HANDLERS) == 1
    assert await effects() == ["a", "b"]


async def test_a_job_tried_in_vain_is_dead_visible_and_can_be_revived(database: str) -> None:
    async def fail(_payload: Mapping[str, object]) -> None:
        raise ValueError

    await ask("a")
    for tried in range(queue.TRIES + 2):
        with clock.moved_by(timedelta(days=2 * tried)):
            await run_due({KIND: fail})
    (given_up,) = await dead()
    assert (given_up.key, given_up.attempts, given_up.state) == ("a", queue.TRIES, JobState.DEAD)
    assert [await revive("a"), await revive("a")] == [True, False]
    assert await run_due(HANDLERS) == 1


async def test_a_job_that_kills_its_workers_is_given_up_too(database: str) -> None:
    await ask("a")
    for tried in range(queue.TRIES):
        with clock.moved_by(2 * queue.LEASE * tried):
            assert await queue.claim([KIND], owner="doomed") is not None
    with clock.moved_by(2 * queue.LEASE * queue.TRIES):
        assert await run_due(HANDLERS) == 0
    assert [job.error for job in await dead()] == ["its workers died"]
    assert await effects() == []


async def test_whoever_lost_his_lease_can_neither_finish_nor_fail_the_job(database: str) -> None:
    await ask("a")
    slow = await queue.claim([KIND], owner="slow")
    assert slow is not None
    assert await queue.claim([KIND], owner="quick") is None
    with clock.moved_by(queue.LEASE):
        quick = await queue.claim([KIND], owner="quick")
        assert quick is not None
        await queue.fail(slow, ValueError())
        assert [await worker.run(slow, make), await worker.run(quick, make)] == [False, True]
    assert await effects() == ["a"]


async def test_one_job_taken_by_two_at_once_has_one_effect(database: str) -> None:
    await ask("a")
    job = await queue.claim([KIND], owner="one")
    assert job is not None

    async def slow(payload: Mapping[str, object]) -> None:
        await asyncio.sleep(0.1)
        await make(payload)

    assert sorted(await asyncio.gather(*(worker.run(job, slow) for _ in range(3)))) == [
        False,
        False,
        True,
    ]
    assert await effects() == ["a"]


async def test_a_handler_for_the_network_runs_outside_any_unit_and_keeps_its_lease(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "HEARTBEAT", 0.02)
    seen: list[bool] = []

    @outside
    async def send(payload: Mapping[str, object]) -> None:
        before = (await the_job("a")).due_at
        await asyncio.sleep(0.2)
        seen.append((await the_job("a")).due_at > before)
        async with unit_of_work():
            await make(payload)

    await ask("a")
    assert await run_due({KIND: send}) == 1
    assert (seen, await effects()) == ([True], ["a"])


async def test_claiming_looks_only_at_what_is_due(database: str) -> None:
    await ask("a")
    text = "SELECT 1 FROM job WHERE state = ? AND due_at <= ? AND kind IN (?)"
    if sql.engine() == "sqlite":
        plan = await sql.fetch("EXPLAIN QUERY PLAN " + text, ("WAITING", clock.now(), KIND))
        assert "USING INDEX" in str(plan)


def test_pauses_grow_and_scatter() -> None:
    for attempts, seconds in enumerate(LADDER):
        assert seconds <= wait_after(attempts).total_seconds() <= seconds * 1.1
    assert wait_after(99).total_seconds() >= LADDER[-1]
    assert len({wait_after(3) for _ in range(20)}) > 1


async def test_a_timetable_asks_once_for_each_slot(database: str) -> None:
    hourly = {KIND: Every(timedelta(hours=1), offset=timedelta(minutes=10))}
    for instant in ("10:09", "10:11", "10:59", "11:10"):
        with clock.set_to(datetime.fromisoformat(f"2026-03-01T{instant}:00+00:00")):
            await asyncio.gather(*(keep_timetable(hourly) for _ in range(3)))
    jobs = await sql.rows(Job, order="job.run_at")
    assert [job.run_at for job in jobs] == [
        datetime(2026, 3, 1, hour, 10, tzinfo=UTC) for hour in (9, 10, 11)
    ]
