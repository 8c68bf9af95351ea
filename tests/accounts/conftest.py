from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from backend.accounts import demo_codes, keys, senders
from backend.accounts.senders import FileSender
from backend.graph.http import Endpoint
from backend.web.entrance import SessionGate
from tests.accounts.browsing import SCHEMA, Browser

MASTER_KEY = "a master key of the tests of accounts"


@pytest.fixture(autouse=True)
def key_ring() -> Iterator[None]:
    """Every test begins with the same single master key."""
    keys.use(keys.KeyRing((MASTER_KEY,)))
    yield
    keys.use(keys.KeyRing((MASTER_KEY,)))


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path) -> Iterator[Path]:
    """What is sent is appended to this file; the demo code is not allowed unless a test says so."""
    path = tmp_path / "outbox.jsonl"
    before = senders.sender()
    senders.use(FileSender(path))
    yield path
    senders.use(before)
    demo_codes.allow(allowed=False)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser that opened our site over https."""
    transport = httpx.ASGITransport(app=Endpoint(SCHEMA, gate=SessionGate()))
    async with httpx.AsyncClient(transport=transport, base_url="https://lingju.example") as client:
        yield Browser(client)
