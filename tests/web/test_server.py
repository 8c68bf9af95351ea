"""The server binds or says why not, drains when told to stop, and ends without a traceback."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest

from backend.web.server import AddressError, address, bind


@asynccontextmanager
async def running() -> AsyncGenerator[tuple[asyncio.subprocess.Process, str]]:
    """Start the slow server in a process of its own; yield it and its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.web.slow_answer", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield process, (await process.stdout.readline()).decode().strip()
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_request_in_flight_is_finished_and_none_is_accepted_after(
    number: signal.Signals,
) -> None:
    async with running() as (process, url), httpx.AsyncClient() as web:
        answering = asyncio.create_task(web.get(url))
        await asyncio.sleep(0.5)
        told_at = time.monotonic()
        process.send_signal(number)
        await asyncio.sleep(0.4)
        with pytest.raises(httpx.ConnectError):
            await web.get(url)
        assert (await answering).text == "whole"
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - told_at < 10
        assert process.stderr is not None
        assert await process.stderr.read() == b""


def test_a_port_that_is_taken_is_told_before_anything_else() -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(AddressError, match="in use"):
            bind("127.0.0.1", taken.getsockname()[1])


def test_the_address_is_one_that_a_browser_on_this_machine_can_open() -> None:
    assert address("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert address("::1", 8000) == "http://[::1]:8000"
