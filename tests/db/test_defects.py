"""Every defect is shown on Tortoise's own client, which must fail, and on ours, which must not."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.databases import Databases, engine_of_this_run
from tests.db.defects.run import BROKEN

WHOLE = os.environ.get("LINGJU_TEST_FULL") == "1"
TIME_LIMIT = 300 if WHOLE else 30  # seconds; a hang is a failure
ROOT = Path(__file__).parent.parent.parent

ON_SQLITE = {
    "a_cancelled_transaction_blocks_nobody": 600,
    "an_acknowledged_write_is_found_again": 300,
    "a_rebuilt_parent_keeps_its_children": 10,
    "a_rebuilt_table_keeps_its_indexes": 10,
    "a_unique_constraint_can_be_dropped": 10,
    "a_default_may_hold_a_quote_and_a_semicolon": 10,
    "several_processes_count_together": 250,
    "equal_instants_are_equal": 10,
    "what_no_column_holds_is_refused_alike": 10,
}
ON_POSTGRES = {
    "a_cancelled_transaction_blocks_nobody": 600,
    "a_cancelled_transaction_gives_its_connection_back": 400,
    "what_no_column_holds_is_refused_alike": 10,
    "a_lost_server_is_unavailable": 10,
}
SCENARIOS = ON_SQLITE if engine_of_this_run() == "sqlite" else ON_POSTGRES


async def ends(scenario: str, kind: str, url: str) -> str:
    """Run a scenario in its own process; say "held", "broken" or "hung"."""
    rounds = SCENARIOS[scenario] if WHOLE else SCENARIOS[scenario] // 10
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.db.defects.run", scenario, kind, url, str(rounds)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(TIME_LIMIT):
            out, error = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
        return "hung"
    print(error.decode())
    assert b"STARTED" in out
    assert process.returncode in (0, BROKEN)
    return "broken" if process.returncode else "held"


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_the_stock_client_breaks_the_promise_and_ours_keeps_it(
    scenario: str, databases_of_this_run: Databases
) -> None:
    two = [databases_of_this_run.bare(), databases_of_this_run.bare()]
    stock, ours = [await anext(bare) for bare in two]
    ended = await asyncio.gather(ends(scenario, "stock", stock), ends(scenario, "ours", ours))
    for bare in two:
        await anext(bare, None)
    assert ended[1] == "held"
    assert ended[0] in ("broken", "hung")
