"""Which address answers what, with which headers."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import brotli
import httpx
import pytest
import pytest_asyncio
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from backend.web.app import Parts, create_app
from backend.web.client import Client

SCRIPT = b"console.log('lingju')\n" * 40
PAGE = b'<!doctype html><script nonce="__NONCE__">1</script>'
BROWSER = {"accept": "text/html,application/xhtml+xml"}


class Graph:
    """Stands where the graph is mounted: the address is tested here, the graph in tests/graph."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with no data."""
        await JSONResponse({"data": {}})(scope, receive, send)


class Readiness:
    """What the deployment says about itself."""

    reason = ""

    async def __call__(self) -> str:
        """Return why it is not ready."""
        return self.reason


@pytest.fixture
def readiness() -> Readiness:
    return Readiness()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main-1.js").write_bytes(SCRIPT)
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "graphiql.html").write_bytes(PAGE)
    (tmp_path / "robots.txt").write_bytes(b"User-agent: *\n")
    (tmp_path / ".digest").write_bytes(b"0")
    return tmp_path


@pytest_asyncio.fixture
async def web(built: Path, readiness: Readiness) -> AsyncGenerator[httpx.AsyncClient]:
    app = create_app(
        Parts(
            graph=Graph(), contract=lambda: "type Query", not_ready=readiness, client=Client(built)
        )
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://lingju") as client:
        yield client


async def test_every_answer_carries_the_security_headers(web: httpx.AsyncClient) -> None:
    for path in ("/", "/graphiql", "/graphql", "/livez", "/schema.graphql", "/no/such/thing"):
        headers = (await web.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]


async def test_each_page_has_a_nonce_of_its_own_that_its_policy_names(
    web: httpx.AsyncClient,
) -> None:
    nonces: set[str] = set()
    for _ in range(3):
        answer = await web.get("/")
        nonce = answer.text.split('nonce="')[1].split('"')[0]
        assert f"script-src 'self' 'nonce-{nonce}'" in answer.headers["content-security-policy"]
        nonces.add(nonce)
    assert len(nonces) == 3


async def test_a_known_page_is_not_sent_again_and_keeps_its_policy(web: httpx.AsyncClient) -> None:
    etag = (await web.get("/")).headers["etag"]
    again = await web.get("/", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "private, no-cache"
    assert "content-security-policy" not in again.headers


async def test_assets_are_immutable_and_compressed_for_those_who_can(
    web: httpx.AsyncClient,
) -> None:
    async with web.stream(
        "GET", "/assets/main-1.js", headers={"accept-encoding": "gzip, br"}
    ) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert brotli.decompress(raw) == SCRIPT
    plain = await web.get("/assets/main-1.js", headers={"accept-encoding": "identity"})
    assert plain.content == SCRIPT
    assert plain.headers["vary"] == "accept-encoding"
    assert plain.headers["content-type"].startswith("text/javascript")


async def test_every_address_of_a_browser_is_a_page_but_never_below_assets(
    web: httpx.AsyncClient,
) -> None:
    assert (await web.get("/s/LJ-2026-000123", headers=BROWSER)).status_code == 200
    missing = await web.get("/assets/main-0.js", headers=BROWSER)
    assert missing.status_code == 404
    assert missing.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_programs_get_json_where_there_is_nothing(web: httpx.AsyncClient) -> None:
    for answer in (await web.get("/nothing"), await web.post("/nothing", headers=BROWSER)):
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["message"]


async def test_a_wrong_method_is_told_the_right_ones(web: httpx.AsyncClient) -> None:
    answer = await web.post("/livez")
    assert answer.status_code == 405
    assert {*answer.headers["allow"].split(", ")} == {"GET", "HEAD"}
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


async def test_hidden_files_and_raw_pages_are_not_served(web: httpx.AsyncClient) -> None:
    assert (await web.get("/.digest")).status_code == 404
    assert (await web.get("/index.html")).status_code == 404
    assert (await web.get("/robots.txt")).text == "User-agent: *\n"


async def test_it_is_alive_before_it_is_ready(web: httpx.AsyncClient, readiness: Readiness) -> None:
    readiness.reason = "The demo is not loaded yet."
    assert (await web.get("/livez")).status_code == 200
    waiting = await web.get("/readyz")
    assert waiting.status_code == 503
    assert waiting.json()["errors"][0]["message"] == readiness.reason
    readiness.reason = ""
    assert (await web.get("/readyz")).status_code == 200


async def test_the_contract_is_published_as_text(web: httpx.AsyncClient) -> None:
    answer = await web.get("/schema.graphql")
    assert answer.text == "type Query"
    assert answer.headers["content-type"].startswith("application/graphql")


async def test_only_graphiql_may_write_styles_inline(web: httpx.AsyncClient) -> None:
    policies = [
        (await web.get(path)).headers["content-security-policy"] for path in ("/", "/graphiql")
    ]
    assert ["'unsafe-inline'" in policy for policy in policies] == [False, True]
    assert all("http" not in policy.replace("'self'", "") for policy in policies)


async def test_a_bug_is_masked_and_has_an_id(built: Path) -> None:
    async def breaks() -> str:
        raise RuntimeError("secret detail")

    app = create_app(Parts(graph=Graph(), contract=str, not_ready=breaks, client=Client(built)))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://lingju") as web:
        answer = await web.get("/readyz")
    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in answer.text
    assert len(answer.json()["errors"][0]["extensions"]["requestId"]) == 32


async def test_without_a_built_client_the_page_says_what_to_do(
    tmp_path: Path, readiness: Readiness
) -> None:
    app = create_app(
        Parts(graph=Graph(), contract=str, not_ready=readiness, client=Client(tmp_path))
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://lingju"
    ) as web:
        assert "bin/setup" in (await web.get("/", headers=BROWSER)).text
