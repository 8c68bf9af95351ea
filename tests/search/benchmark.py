"""What searching costs among many cases: `python -m tests.search.benchmark [--engine postgres]`.

Prints milliseconds on this machine and what each question costs beside a plain page of cases, which
is what to compare between machines. The cases are of a thousand firms in two districts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from backend import clock, graph, search
from backend.actor import Actor
from backend.db import sql
from backend.organizations import searching as firm_names
from backend.organizations.models import Organization, OrganizationKind
from backend.schema import schema
from backend.submissions import finding, numbers, queries, searching
from backend.submissions.guess import guess_category
from backend.submissions.models import Channel, Kind, State, Submission
from tests import databases
from tests.search.crowd import crowd
from tests.submissions.cast import the_cast

ROUNDS = 15
FIRMS = 1000
TRADES = ("机械", "电子", "纺织", "食品", "物流", "新材料")
AREAS = ("320506", "320508")
LETTER = "我厂变压器容量不足，夏天老跳闸，想增容，供电公司没有明细，怎么办？"
PAGE = "query { submissions(first: 20) { nodes { number title state } } }"
FOUND = """query($text: String!) {
  submissions(first: 20, filter: {search: $text}) { nodes { number title state } } }"""
SIMILAR = """query($text: String!) {
  similarSubmissions(text: $text, first: 5) { matchedWords submission { number title } } }"""


async def found_firms() -> list[UUID]:
    """Write a thousand firms with names of their own; return their ids."""
    rows = [
        Organization(
            kind=OrganizationKind.FIRM,
            name=f"{''.join(chr(0x4E00 + (number * 37 + at * 911) % 3000) for at in range(3))}"
            f"{TRADES[number % len(TRADES)]}有限公司（虚构）",
            area_code=AREAS[number % len(AREAS)],
        )
        for number in range(FIRMS)
    ]
    await Organization.bulk_create(rows, batch_size=500)
    return [row.id for row in rows]


async def fill(size: int) -> float:
    """Write so many cases and index them; return the seconds that indexing took."""
    now, firms = clock.now(), await found_firms()
    rows = [
        Submission(
            number=numbers.format_number(2026, number + 1),
            state=State.FILED,
            area_code=AREAS[number % len(AREAS)],
            channel=Channel.FORM,
            kind=Kind.GENERAL,
            category_code=guess_category(text),
            title=text.split("\n")[0],
            body=text.split("\n")[1],
            firm_id=firms[number % len(firms)],
            filed_at=now - timedelta(minutes=number),
        )
        for number, text in enumerate(crowd(size))
    ]
    await Submission.bulk_create(rows, batch_size=500)
    started = time.perf_counter()
    await search.index_missing(
        {firm_names.KIND: firm_names.SOURCE, searching.KIND: searching.SOURCE}
    )
    took = time.perf_counter() - started
    await sql.execute("ANALYZE")
    return took


async def timed(work: Callable[[], Awaitable[object]]) -> list[float]:
    """Return the milliseconds of each round."""
    await work()
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await work()
        times.append((time.perf_counter() - started) * 1000)
    return times


async def measure(actor: Actor) -> None:
    """Ask each question and print what it costs."""

    async def ask(document: str, text: str = "") -> Any:
        variables = {"text": text} if text else {}
        answer = await schema.execute(document, variables, context_value=graph.Context(actor, "zh"))
        assert answer.errors is None, answer.errors

    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "a plain page of 20": lambda: ask(PAGE),
        "a number": lambda: ask(FOUND, numbers.format_number(2026, 77)),
        "one word, common": lambda: ask(FOUND, "变压器"),
        "two words": lambda: ask(FOUND, "变压器 跳闸"),
        "a word nobody says": lambda: ask(FOUND, "独角兽"),
        "the name of a firm": lambda: ask(FOUND, "新材料"),
        "a phone": lambda: ask(FOUND, "19900010001"),
        "similar cases": lambda: ask(SIMILAR, LETTER),
    }
    plain = 0.0
    for name, work in questions.items():
        times = await timed(work)
        median = statistics.median(times)
        plain = plain or median
        print(
            f"  {name:22} {median:8.1f} ms  worst {max(times):8.1f}  = {median / plain:6.1f} pages"
        )


async def explain(actor: Actor) -> None:
    """Print how the engine goes about a search for words."""
    where = queries.visible_to(actor) & finding.searched("变压器 跳闸", actor)
    plan = "EXPLAIN QUERY PLAN" if sql.engine() == "sqlite" else "EXPLAIN"
    statement = (
        f"SELECT submission.id FROM submission WHERE {where.text} ORDER BY filed_at LIMIT 21"
    )
    for row in await sql.fetch(f"{plan} {statement}", where.values):
        print("   ", *[value for value in row.values() if isinstance(value, str)])


async def main(places: databases.Databases, size: int) -> None:
    """Measure on the engine of this run."""
    async with databases.opened(places, databases.all_model_modules()):
        cast = await the_cast()
        took = await fill(size)
        print(f"{sql.engine()}: {size} cases, indexed in {took:.1f} s", flush=True)
        await measure(cast.clerk)
        await explain(cast.clerk)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    options.add_argument("--size", type=int, default=20_000)
    given = options.parse_args()
    os.environ["LINGJU_TEST_ENGINE"] = given.engine
    os.environ.setdefault("LINGJU_SECRET_KEYS", "a master key for a benchmark and nothing else")
    with tempfile.TemporaryDirectory() as folder:
        made = databases.from_environment(Path(folder))
        asyncio.run(main(next(made), given.size))
        next(made, None)
