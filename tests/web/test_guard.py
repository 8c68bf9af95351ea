"""Slow peers lose the connection; stock uvicorn keeps every one of them."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.web.guard import LEAST_BODY, MOST_HEADERS, PATIENCE_SECONDS, GuardedProtocol
from tests.web.slow_peers import HEADERS, UPLOAD, cut_off, is_cut_off, listening

PEERS = 20
WITHIN = 2.0
SLOW_HEADERS = (HEADERS, [b"x-%d: y\r\n" % number for number in range(200)])
SLOW_BODY = (UPLOAD % 100_000, [b"."] * 200)


class Impatient(GuardedProtocol):
    """The real protocol with less patience, so that the test is quick."""

    patience = 0.4


def test_the_real_patience_ends_before_ten_seconds() -> None:
    assert PATIENCE_SECONDS < 10


@pytest.mark.parametrize("slowly", [SLOW_HEADERS, SLOW_BODY], ids=["headers", "body"])
async def test_ours_cuts_off_every_slow_peer(slowly: tuple[bytes, list[bytes]]) -> None:
    async with listening(Impatient) as port:
        assert await cut_off(port, *slowly, peers=PEERS, within=WITHIN) == PEERS


@pytest.mark.parametrize("slowly", [SLOW_HEADERS, SLOW_BODY], ids=["headers", "body"])
async def test_stock_uvicorn_cuts_off_none(slowly: tuple[bytes, list[bytes]]) -> None:
    async with listening(HttpToolsProtocol) as port:
        assert await cut_off(port, *slowly, peers=PEERS, within=WITHIN) == 0


@pytest.mark.parametrize(
    ("start", "drip"),
    [
        (b"", []),
        (b"\r\n", [b"\r\n"] * 200),
        (b"GET / HTTP/1.1\r\nhost: a\r\n\r\n\r\n", [b"\r\n"] * 200),
        (b"GET / HTTP/1.1\r\nhost: a\r\n\r\n" + HEADERS, [b"x: y\r\n"] * 200),
        (
            b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n",
            [b"1\r\n.\r\n"] * 200,
        ),
    ],
    ids=["silence", "line breaks", "line breaks after", "second request", "chunks"],
)
async def test_no_other_way_of_being_slow_holds_a_socket(start: bytes, drip: list[bytes]) -> None:
    async with listening(Impatient) as port:
        assert await is_cut_off(port, start, drip, within=WITHIN)


async def test_a_slow_but_steady_upload_is_let_through() -> None:
    pieces = [b"." * LEAST_BODY] * 6
    async with listening(Impatient) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPLOAD % sum(map(len, pieces)))
        for piece in pieces:
            await asyncio.sleep(0.2)
            writer.write(piece)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(5) == b"98304"
        writer.close()


async def test_a_slow_header_is_told_why() -> None:
    async with listening(Impatient) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEADERS)
        assert (await reader.read()).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        writer.close()


async def test_headers_without_end_are_refused_and_a_large_body_is_not() -> None:
    async with listening(Impatient) as port:
        endless = HEADERS + b"x: " + b"y" * 4 * MOST_HEADERS
        assert await is_cut_off(port, endless, [], within=Impatient.patience / 2)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPLOAD % (4 * MOST_HEADERS) + b"." * 4 * MOST_HEADERS)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_keep_alive_connections_are_not_cut_off_while_they_wait() -> None:
    async with listening(Impatient) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(HEADERS + b"\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
            await reader.readexactly(1)
            await asyncio.sleep(Impatient.patience * 2)
        writer.close()
