"""Server and worker are killed again and again; nothing acknowledged is lost, halved or doubled."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx

from backend import clock, db, wiring
from backend.db import sql
from backend.events import deliver, verify_chain
from backend.events.delivery import LEASE
from backend.events.models import Event
from backend.graph import decode_id
from backend.submissions.models import Submission
from tests.faults import whole_or_tenth
from tests.faults.city import City
from tests.faults.conftest import Found
from tests.faults.writing import FIRMS, Ledger, Writer, writers

WRITES = whole_or_tenth(3000)
KILLS = whole_or_tenth(20)
OF_EACH = 2
OURS = sql.Where("submission.title LIKE '19900%'")


async def write_through_kills(city: City, *, writes: int, kills: int) -> Ledger:
    """File `writes` cases while server and worker are killed in turn; return what was promised."""
    ledger = Ledger()
    several = await writers(city.url, ledger, of_each=OF_EACH)
    each = writes // len(several)
    async with httpx.AsyncClient(base_url=city.url, verify=False, timeout=30) as web:
        writing = [asyncio.create_task(_write(writer, web, each)) for writer in several]
        chance = random.Random(20)
        for number in range(kills):
            await _reached(ledger, writing, (number + 1) * each * len(several) // (kills + 1))
            await asyncio.sleep(chance.random() * 0.05)
            await asyncio.to_thread(city.kill, "worker" if number % 2 else "server")
        await asyncio.gather(*writing)
        # Who lost a reply asks again, however late.
        for writer in several:
            await writer.file(web, each - 1)
    return ledger


async def _write(writer: Writer, web: httpx.AsyncClient, count: int) -> None:
    for number in range(count):
        await writer.file(web, number)


async def _reached(ledger: Ledger, writing: list[asyncio.Task[None]], count: int) -> None:
    """Return when so many are acknowledged."""
    while len(ledger.acknowledged) < count:
        for task in writing:
            if task.done():
                task.result()
        await asyncio.sleep(0.01)


@asynccontextmanager
async def looked_into(city: City) -> AsyncGenerator[None]:
    """Open the database of a stopped city; what it still had to tell is told first."""
    city.stop()
    await db.connect(city.environment["LINGJU_DATABASE_URL"])
    try:
        # What the killed had claimed is theirs until their lease is over.
        with clock.moved_by(2 * LEASE):
            await deliver(wiring.REACTIONS)
        yield
    finally:
        await db.disconnect()


async def counted(text: str) -> object:
    """Return the one number that a statement counts."""
    [row] = await sql.fetch(text)
    return row["n"]


async def test_nothing_that_was_acknowledged_is_lost_halved_or_doubled(city: City) -> None:
    ledger = await write_through_kills(city, writes=WRITES, kills=KILLS)
    assert ledger.contradicted == []
    async with looked_into(city):
        cases = await sql.rows(Submission, OURS)
        promised = {decode_id(case_id, "Submission") for case_id in ledger.acknowledged.values()}
        assert {case.id for case in cases} == promised
        assert len(cases) == len(ledger.acknowledged) == WRITES // 8 * 8
        assert len({case.number for case in cases}) == len(cases)
        ours = "SELECT id FROM submission WHERE title LIKE '19900%'"
        for table, column in (("handling", "submission_id"), ("event", "thread_id")):
            name = " AND name = 'submission.filed'" if table == "event" else ""
            each = f"SELECT {column} FROM {table} WHERE {column} IN ({ours}){name}"
            assert await counted(f"SELECT COUNT(*) AS n FROM ({each}) AS x") == len(cases)
            assert await counted(f"SELECT COUNT(DISTINCT {column}) AS n FROM ({each}) AS x") == len(
                cases
            )
        await _every_filing_was_told_once(len(cases))
        assert (await verify_chain()).breaks == []
        assert await sql.count(Event, sql.Where("event.sequence IS NULL")) == 0
    print(f"{KILLS} kills, {len(ledger.acknowledged)} acknowledged: 0 lost, 0 halved, 0 doubled")


async def _every_filing_was_told_once(cases: int) -> None:
    """Each case has the same notices to the same clerks, none missing and none twice."""
    told = await sql.fetch(
        "SELECT submission_id, COUNT(*) AS n, COUNT(DISTINCT person_id) AS people FROM notice "
        "WHERE event_name = 'submission.filed' AND submission_id IN "
        "(SELECT id FROM submission WHERE title LIKE '19900%') GROUP BY submission_id"
    )
    assert len(told) == cases
    assert all(row["n"] == row["people"] for row in told)


async def test_a_server_that_forgets_its_keys_doubles_what_is_sent_again(
    found_city: Found,
) -> None:
    """The twin: the same story on a product without idempotency."""
    city = found_city("keys")
    city.start_server()
    city.wait()
    city.start_worker()
    ledger = await write_through_kills(city, writes=len(FIRMS) * OF_EACH * 2, kills=1)
    assert ledger.contradicted != []
