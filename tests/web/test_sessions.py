from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.requests import HTTPConnection

from backend import settings
from backend.accounts import cookies, digests
from backend.accounts.actors import BadCredentialError
from backend.accounts.tokens import create
from backend.actor import ANONYMOUS, SYSTEM, Role, Scope
from backend.web.sessions import ForeignPageError, actor_of, actor_of_init, is_own_origin
from tests.accounts.cast import a_holder, a_person, a_session

HERE = "https://lingju.example"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("LINGJU_ALLOWED_ORIGINS", "https://portal.example")
    settings.use(None)
    yield monkeypatch
    settings.use(None)


def a_request(
    method: str = "POST", url: str = HERE, *, kind: str = "http", **headers: str
) -> HTTPConnection:
    scheme, _, host = url.partition("://")
    named = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": kind,
        "scheme": scheme,
        "path": "/graphql",
        "query_string": b"",
        "server": (host, 443),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    return HTTPConnection(scope | ({"method": method} if kind == "http" else {}))


async def a_cookie() -> str:
    secret = digests.new_secret()
    await a_session(await a_holder(Role.OFFICER), secret=secret)
    return f"{cookies.NAME}={secret}"


@pytest.mark.usefixtures("database")
class TestCookie:
    async def test_a_cookie_from_our_own_page_is_its_person(self):
        request = a_request(cookie=await a_cookie(), origin=HERE, content_type="application/json")
        assert (await actor_of(request)).roles == {Role.OFFICER}

    async def test_a_page_on_the_list_may_use_the_cookie(self):
        request = a_request(
            cookie=await a_cookie(),
            origin="https://portal.example",
            content_type="application/json",
        )
        assert (await actor_of(request)).is_signed_in

    @pytest.mark.parametrize(
        "origin",
        ["https://evil.example", "null", "http://lingju.example", f"{HERE}.evil.example", ""],
    )
    async def test_a_page_from_elsewhere_may_not(self, origin: str):
        request = a_request(cookie=await a_cookie(), origin=origin, content_type="application/json")
        with pytest.raises(ForeignPageError):
            await actor_of(request)

    @pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
    async def test_a_form_of_any_page_is_no_proof(self, kind: str):
        cookie = await a_cookie()
        with pytest.raises(ForeignPageError):
            await actor_of(a_request(cookie=cookie, content_type=kind))
        proven = a_request(cookie=cookie, content_type=kind, x_requested_with="lingju")
        assert (await actor_of(proven)).is_signed_in

    async def test_a_websocket_of_another_page_is_refused(self):
        cookie = await a_cookie()
        foreign = a_request(
            url=f"wss{HERE[5:]}", kind="websocket", cookie=cookie, origin="https://evil.example"
        )
        with pytest.raises(ForeignPageError):
            await actor_of(foreign)
        own = a_request(url=f"wss{HERE[5:]}", kind="websocket", cookie=cookie, origin=HERE)
        assert (await actor_of(own)).is_signed_in

    async def test_the_plain_name_counts_on_loopback_alone(self):
        plain = (await a_cookie()).removeprefix("__Host-")
        there = a_request(url="http://10.0.0.1:8000", cookie=plain, content_type="application/json")
        assert await actor_of(there) == ANONYMOUS
        here = a_request(url="http://127.0.0.1:8000", cookie=plain, content_type="application/json")
        assert (await actor_of(here)).is_signed_in

    async def test_a_dead_cookie_is_nobody(self):
        dead = f"{cookies.NAME}={digests.new_secret()}"
        request = a_request(cookie=dead, content_type="application/json")
        assert await actor_of(request) == ANONYMOUS


@pytest.mark.usefixtures("database")
class TestBearer:
    async def test_a_token_counts_from_anywhere_and_before_the_cookie(self):
        person = await a_person()
        _, secret = await create(person, name="t", scopes=[Scope.IDENTITY], days=1, actor=SYSTEM)
        request = a_request(
            authorization=f"bearer {secret}", cookie=await a_cookie(), origin="https://evil.example"
        )
        actor = await actor_of(request)
        assert (actor.person_id, actor.scopes) == (person.id, {Scope.READ, Scope.IDENTITY})

    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer ", "Basic dTpw", "Bearer lj_x", "lj_x"]
    )
    async def test_a_bad_credential_is_never_nobody(self, header: str):
        with pytest.raises(BadCredentialError):
            await actor_of(a_request(authorization=header, cookie=await a_cookie()))

    async def test_a_websocket_may_bring_its_token_when_it_opens(self):
        person = await a_person()
        _, secret = await create(person, name="t", scopes=[], days=1, actor=SYSTEM)
        socket = a_request(url="wss://lingju.example", kind="websocket")
        actor = await actor_of_init(socket, {"Authorization": f"Bearer {secret}"})
        assert actor.person_id == person.id
        with pytest.raises(BadCredentialError):
            await actor_of_init(socket, {"authorization": 1})
        assert await actor_of_init(socket, {"other": None}) == ANONYMOUS


async def test_without_cookie_or_token_nobody_asks_and_no_page_is_foreign():
    assert await actor_of(a_request(origin="https://evil.example")) == ANONYMOUS


def test_behind_a_proxy_our_own_origin_is_the_public_one(environment: pytest.MonkeyPatch):
    request = a_request(url="http://127.0.0.1:8000")
    assert is_own_origin(request, "http://127.0.0.1:8000")
    assert cookies.is_plain(request)
    environment.setenv("LINGJU_PUBLIC_URL", "https://city.example")
    settings.use(None)
    assert is_own_origin(request, "https://city.example")
    assert not is_own_origin(request, "http://127.0.0.1:8000")
    assert not cookies.is_plain(request)


def test_the_cookie_is_closed_to_scripts_and_other_sites():
    public, local = a_request(), a_request(url="http://localhost:8000")
    assert cookies.kept("s", seconds=60, connection=public) == (
        "__Host-lingju=s; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure"
    )
    assert cookies.kept("s", seconds=60, connection=local) == (
        "lingju=s; Max-Age=60; Path=/; HttpOnly; SameSite=Lax"
    )
    assert "Max-Age=0" in cookies.dropped(public)
