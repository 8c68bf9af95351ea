"""`lingju serve`: ready when it listens, and gone without a trace when it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import httpx
import pytest

from backend.cli.contract import contract
from backend.cli.serving import Readiness
from backend.history.importing import mark_loaded
from backend.settings import Settings
from tests.cli.processes import serving


async def test_it_answers_at_every_published_address(tmp_path: Path) -> None:
    async with (
        serving("--no-demo", "--data-dir", str(tmp_path)) as (_, url),
        httpx.AsyncClient(base_url=url) as web,
    ):
        assert (await web.get("/readyz")).text == "ready\n"
        assert (await web.get("/livez")).text == "live\n"
        assert (await web.get("/schema.graphql")).text == contract()
        answer = await web.post("/graphql", json={"query": "{ viewer { name } }"})
        assert answer.json()["data"] == {"viewer": None}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_quietly_and_soon_although_a_stream_is_open(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with (
        serving("--no-demo", "--data-dir", str(tmp_path)) as (process, url),
        httpx.AsyncClient(base_url=url, timeout=30) as web,
        web.stream(
            "GET",
            "/graphql",
            params={"query": "subscription { submissionChanged { __typename } }"},
            headers={"accept": "text/event-stream"},
        ) as stream,
    ):
        assert stream.status_code == 200
        told_at = time.monotonic()
        process.send_signal(number)
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - told_at < 5
        assert process.stderr is not None
        assert await process.stderr.read() == b""


async def test_a_deployment_is_ready_when_the_demo_it_was_asked_for_is_loaded(
    database: str,
) -> None:
    is_ready = Readiness(Settings(database_url=database))
    without_demo = Readiness(Settings(database_url=database, demo=True))
    assert await is_ready() == ""
    assert await without_demo() == "The demo is not loaded."
    await mark_loaded("demo", row_count=1)
    assert await without_demo() == ""
