"""The application: which address answers what.

`/graphql` HTTP and WebSocket · `/schema.graphql` the contract · `/graphiql` its explorer ·
`/files` uploads, and contents by signed links · `/livez` the process runs · `/readyz` it may be
sent people · `/assets/…` immutable files · every other address that a browser opens is a page of
the client.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.web.client import Client
from backend.web.problems import Masking, problem, refuse
from backend.web.security import SecurityHeaders, explorer_policy, page_policy

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

_REVALIDATED = {"cache-control": "no-cache"}
_CONTRACT_TYPE = "application/graphql; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the edge puts together.

    `contract` is the SDL, made when it is first asked for; `not_ready` says why nobody may be sent
    here yet, or nothing.
    """

    graph: ASGIApp
    contract: Callable[[], str]
    not_ready: Callable[[], Awaitable[str]]
    client: Client
    lifespan: Lifespan | None = None
    files: Sequence[BaseRoute] = ()
    middleware: Sequence[Middleware] = field(default=())


def create_app(parts: Parts) -> Starlette:
    """Return the application made of `parts`."""
    app = Starlette(
        routes=_routes(parts),
        lifespan=parts.lifespan,
        middleware=[Middleware(SecurityHeaders), Middleware(Masking), *parts.middleware],
        exception_handlers={HTTPException: refuse},
    )
    app.router.redirect_slashes = False
    app.router.default = _elsewhere(parts.client)
    return app


def _routes(parts: Parts) -> list[BaseRoute]:
    client = parts.client

    async def contract(_: Request) -> Response:
        return PlainTextResponse(parts.contract(), media_type=_CONTRACT_TYPE, headers=_REVALIDATED)

    async def live(_: Request) -> Response:
        return PlainTextResponse("live\n")

    async def ready(_: Request) -> Response:
        reason = await parts.not_ready()
        return problem(503, reason) if reason else PlainTextResponse("ready\n")

    async def explorer(request: Request) -> Response:
        return client.page(request, "graphiql.html", explorer_policy) or _not_built()

    async def asset(request: Request) -> Response:
        return client.asset(request) or _nothing_here()

    async def home(request: Request) -> Response:
        return client.page(request, "index.html", page_policy) or _not_built()

    return [
        Route("/graphql", parts.graph),
        WebSocketRoute("/graphql", parts.graph),
        Route("/schema.graphql", contract),
        Route("/graphiql", explorer),
        Route("/livez", live),
        Route("/readyz", ready),
        Route("/assets/{path:path}", asset),
        *parts.files,
        Route("/", home),
    ]


def _elsewhere(client: Client) -> ASGIApp:
    """Answer every address without a route: a public file, a page for a browser, else 404."""

    def answer(request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return _nothing_here()
        if found := client.file(request):
            return found
        opens_a_page = "text/html" in request.headers.get("accept", "")
        page = client.page(request, "index.html", page_policy) if opens_a_page else None
        return page or _nothing_here()

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        await answer(Request(scope))(scope, receive, send)

    return respond


def _nothing_here() -> Response:
    return problem(404, "Nothing here.")


def _not_built() -> Response:
    return problem(404, "The web client is not built: run bin/setup. The API is at /graphql.")
