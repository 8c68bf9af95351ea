from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from backend.web.origins import CrossOrigin

LISTED = "https://portal.example"
FOREIGN = "https://evil.example"


async def answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok", headers={"vary": "Accept-Language"})


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(
        routes=[Route("/graphql", answer, methods=["GET", "POST"])],
        middleware=[Middleware(CrossOrigin, allowed=(LISTED,))],
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://lingju.example") as client:
        yield client


async def test_any_page_may_call_with_a_token_but_never_with_a_cookie(browser: httpx.AsyncClient):
    got = await browser.post("/graphql", headers={"origin": FOREIGN})
    assert got.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in got.headers
    assert "retry-after" in got.headers["access-control-expose-headers"]


async def test_a_page_on_the_list_may_bring_the_cookie(browser: httpx.AsyncClient):
    got = await browser.post("/graphql", headers={"origin": LISTED})
    assert got.headers["access-control-allow-origin"] == LISTED
    assert got.headers["access-control-allow-credentials"] == "true"
    assert got.headers["vary"] == "Accept-Language, Origin"


@pytest.mark.parametrize(("origin", "named"), [(FOREIGN, "*"), (LISTED, LISTED)])
async def test_a_browser_that_asks_first_is_told(
    browser: httpx.AsyncClient, origin: str, named: str
):
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
    }
    got = await browser.options("/graphql", headers=asked)
    assert got.status_code == 204
    assert got.headers["access-control-allow-origin"] == named
    assert "authorization" in got.headers["access-control-allow-headers"]
    assert "POST" in got.headers["access-control-allow-methods"]


async def test_without_an_origin_nothing_is_added(browser: httpx.AsyncClient):
    got = await browser.get("/graphql")
    assert not [name for name in got.headers if name.startswith("access-control")]
