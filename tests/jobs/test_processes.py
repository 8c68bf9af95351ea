"""Workers are killed in the middle, and told to stop; no effect is lost, none happens twice."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter

from backend import clock
from backend.db import sql, unit_of_work
from backend.jobs import Job, JobState, enqueue
from tests.jobs.models import Effect
from tests.jobs.process import KIND

KILLS = 5
MORE = 10


async def start(database: str, what: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.jobs.process", database, what, stdout=PIPE
    )


async def ready(worker: Process) -> None:
    """Wait until a worker hears signals."""
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"ready\n"


async def ask(keys: range) -> None:
    for number in keys:
        async with unit_of_work():
            key = f"{number:04}"
            await enqueue(KIND, key=key, run_at=clock.now(), payload={"key": key})


async def waiting() -> int:
    return await sql.count(Job, sql.Where("job.state = ?", (JobState.WAITING,)))


async def counted() -> Counter[str]:
    return Counter(effect.key for effect in await sql.rows(Effect))


async def until(fewer_than: int, *, seconds: float = 60) -> None:
    """Wait until fewer jobs wait."""
    async with asyncio.timeout(seconds):
        while await waiting() >= fewer_than:  # noqa: ASYNC110 - another process does the work
            await asyncio.sleep(0.005)


async def kill_again_and_again(database: str, what: str, *, jobs: int) -> Counter[str]:
    """Kill workers while they work, let a last one finish, and count the effects."""
    await ask(range(jobs))
    for kill in range(1, KILLS + 1):
        worker = await start(database, what)
        await until(fewer_than=await waiting())
        await asyncio.sleep(random.random() * 0.05)
        worker.kill()
        await worker.wait()
        await ask(range(jobs + MORE * kill))  # those asked for before are no-ops
    worker = await start(database, what)
    await until(fewer_than=1)
    worker.kill()
    await worker.wait()
    return await counted()


async def test_no_effect_is_lost_or_doubled_when_workers_are_killed(database: str) -> None:
    effects = await kill_again_and_again(database, "work", jobs=150)
    assert len(effects) == 150 + MORE * KILLS
    assert set(effects.values()) == {1}


async def test_sabotaged_twin_effect_and_finish_in_two_units_double_effects(
    database: str,
) -> None:
    effects = await kill_again_and_again(database, "sabotaged", jobs=40)
    assert max(effects.values()) > 1


async def test_two_workers_share_the_jobs(database: str) -> None:
    await ask(range(60))
    workers = [await start(database, "work") for _ in range(2)]
    await asyncio.gather(*(ready(worker) for worker in workers))
    await until(fewer_than=1)
    for worker in workers:
        worker.terminate()
    assert await asyncio.gather(*(worker.wait() for worker in workers)) == [0, 0]
    effects = await counted()
    assert (len(effects), set(effects.values())) == (60, {1})


async def test_a_worker_told_to_stop_finishes_what_runs_and_takes_nothing_new(
    database: str,
) -> None:
    await ask(range(2))
    worker = await start(database, "slow")
    await ready(worker)
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"begun\n"
    worker.send_signal(signal.SIGTERM)
    rest = await asyncio.wait_for(worker.stdout.read(), 10)
    assert (await worker.wait(), rest) == (0, b"drained\n")
    assert (await counted(), await waiting()) == (Counter({"0000": 1}), 1)
