"""The command line in processes of its own, as people run it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE

ROOT = Path(__file__).parent.parent.parent


async def lingju(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run one command to its end; return its exit code, output and complaints."""
    process = await _start(*arguments, environment=environment)
    output, complaints = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode(), complaints.decode()


@asynccontextmanager
async def serving(
    *arguments: str, **environment: str
) -> AsyncGenerator[tuple[asyncio.subprocess.Process, str]]:
    """Start `lingju serve` on a free port; yield the process and its URL."""
    process = await _start("serve", "--port", "0", *arguments, environment=environment)
    try:
        assert process.stdout is not None
        url = ""
        while not url:
            line = await process.stdout.readline()
            assert line, "the server stopped before it listened"
            url = next((word for word in line.decode().split() if word.startswith("http")), "")
        yield process, url
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _start(*arguments: str, environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "backend", *arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
