"""Ten thousand requests that nobody should send: each is answered, none with a 5xx, none kept."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx

from tests.faults import whole_or_tenth
from tests.faults.city import City
from tests.faults.nonsense import Nonsense, nonsense

REQUESTS = whole_or_tenth(10_000)
AT_ONCE = 8
MOST_GROWTH = 50 * 1024 * 1024


async def answered(port: int, given: Nonsense) -> int:
    """Return the status of the answer; a connection closed on nonsense is an answer too (0)."""
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{given.method} {given.path} HTTP/1.1", "host: 127.0.0.1", "connection: close"]
    lines += [f"{name}: {value}" for name, value in given.headers.items()]
    lines += [f"content-length: {len(given.body)}", "", ""]
    try:
        writing.write("\r\n".join(lines).encode() + given.body)
        async with asyncio.timeout(30):
            said = (await reading.readline()).split()
    except ConnectionError:
        return 0
    finally:
        writing.close()
    return int(said[1]) if len(said) > 1 else 0


async def send_all(port: int, count: int, *, seed: int) -> Counter[int]:
    """Send so many requests, some at a time; count their statuses."""
    waiting, found = nonsense(count, seed=seed), Counter[int]()

    async def send() -> None:
        for given in waiting:
            found[await answered(port, given)] += 1

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    return found


async def test_nonsense_is_refused_and_leaves_nothing_behind(city: City) -> None:
    # What is made once for all (caches, pools) is made before measuring.
    await send_all(city.port, REQUESTS // 5, seed=1)
    before = await asyncio.to_thread(city.memory)
    found = await send_all(city.port, REQUESTS, seed=2)
    grown = await asyncio.to_thread(city.memory) - before
    print(f"{REQUESTS} requests: {dict(sorted(found.items()))}, {grown / 2**20:.1f} MB more")
    assert sum(found.values()) == REQUESTS
    assert [status for status in found if status >= 500] == []
    assert grown < MOST_GROWTH
    async with httpx.AsyncClient(base_url=city.url, verify=False, timeout=30) as web:
        good = await web.post("/graphql", json={"query": "{ areas(first: 1) { totalCount } }"})
    assert good.json()["data"]["areas"]["totalCount"] > 0
