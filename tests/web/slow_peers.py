"""Peers that send slowly, against any HTTP protocol class of uvicorn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

HEADERS = b"GET / HTTP/1.1\r\nhost: lingju\r\n"
UPLOAD = b"POST / HTTP/1.1\r\nhost: lingju\r\ncontent-length: %d\r\n\r\n"
PAUSE = 0.05


async def measure(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the number of bytes that came."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


@asynccontextmanager
async def listening(protocol: type[HttpToolsProtocol]) -> AsyncGenerator[int]:
    """Serve `measure` with `protocol`; yield the port."""
    config = uvicorn.Config(measure, lifespan="off", log_config=None, timeout_keep_alive=30)
    config.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    server = await loop.create_server(lambda: protocol(config, state, {}, loop), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()


async def is_cut_off(port: int, start: bytes, drip: Sequence[bytes], *, within: float) -> bool:
    """Send `start`, then one drop after another; return whether the server hung up in time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def drop() -> None:
        writer.write(start)
        for one in drip:
            await asyncio.sleep(PAUSE)
            writer.write(one)
        await asyncio.sleep(within)

    dropping = asyncio.create_task(drop())
    try:
        async with asyncio.timeout(within):
            while await reader.read(4096):
                pass
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    finally:
        dropping.cancel()
        await asyncio.wait([dropping])
        writer.close()
    return True


async def cut_off(
    port: int, start: bytes, drip: Sequence[bytes], *, peers: int, within: float
) -> int:
    """Return how many of `peers` equal slow peers were hung up on."""
    every = [is_cut_off(port, start, drip, within=within) for _ in range(peers)]
    return sum(await asyncio.gather(*every))
