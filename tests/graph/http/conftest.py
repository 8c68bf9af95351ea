"""The stage served, and clients for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from backend.graph.http import Endpoint
from backend.graph.sockets import Socket
from backend.graph.streams import EventStream
from tests.graph.http.serving import served
from tests.graph.http.stage import DOCUMENTS, DOOR, schema


@pytest.fixture(scope="session")
def graph_port() -> Iterator[int]:
    """The stage, on this port."""
    with served(Endpoint(schema, gate=DOOR, documents=DOCUMENTS)) as port:
        yield port


@pytest.fixture(scope="session")
def graph_url(graph_port: int) -> str:
    return f"http://127.0.0.1:{graph_port}/graphql"


@pytest.fixture(scope="session")
def socket_url(graph_port: int) -> str:
    return f"ws://127.0.0.1:{graph_port}/graphql"


@pytest.fixture(autouse=True)
def door() -> Iterator[Any]:
    """The gate, open again after each test."""
    yield DOOR
    DOOR.ended.clear()
    DOOR.is_broken = DOOR.is_unavailable = False


@pytest.fixture
def client(graph_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=graph_url, timeout=10) as opened:
        yield opened


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clock of the connections runs a hundred times as fast."""
    monkeypatch.setattr(EventStream, "heartbeat_seconds", EventStream.heartbeat_seconds / 100)
    monkeypatch.setattr(Socket, "ping_seconds", Socket.ping_seconds / 100)
    monkeypatch.setattr(Socket, "init_seconds", Socket.init_seconds / 100)
