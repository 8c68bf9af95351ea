"""A server whose one answer takes a while: started by the tests to be stopped in the middle."""

from __future__ import annotations

import asyncio
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from backend.web.server import bind, serve


async def slow(_: Request) -> PlainTextResponse:
    """Answer after a second and a half."""
    await asyncio.sleep(1.5)
    return PlainTextResponse("whole")


if __name__ == "__main__":
    serve(
        Starlette(routes=[Route("/", slow)]),
        bind("127.0.0.1", int(sys.argv[1])),
        announce=lambda url: print(url, flush=True),
    )
