from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.accounts import cookies, demo_codes
from backend.accounts.models import Session
from backend.db import sql
from backend.graph.http import Endpoint
from backend.web.entrance import SessionGate
from tests.accounts.browsing import (
    CREATE,
    REQUEST_CODE,
    SCHEMA,
    SIGN_IN,
    SIGN_OUT,
    VIEWER,
    Browser,
    a_code,
    signed_in,
)
from tests.accounts.cast import a_number, a_person

pytestmark = pytest.mark.usefixtures("database")


async def test_a_person_signs_in_by_code_is_known_by_cookie_and_signs_out(
    browser: Browser, outbox: Path
):
    phone = a_number()
    await a_person("王先生", phone=phone)
    assert await browser.ask(VIEWER) == {"viewer": None}
    code = await a_code(browser, phone, outbox)
    response = await browser.send(
        SIGN_IN, input={"idempotencyKey": "k1", "phone": phone, "code": code}
    )
    assert response.json()["data"]["done"] == {
        "viewer": {"name": "王先生", "phone": f"+86{phone}"},
        "userErrors": [],
    }
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-lingju=")
    assert "HttpOnly; SameSite=Lax; Secure" in cookie
    viewer = (await browser.ask(VIEWER))["viewer"]
    assert (viewer["name"], viewer["phoneMasked"]) == ("王先生", f"199****{phone[-4:]}")
    assert await browser.act(SIGN_OUT) == {"isSignedOut": True, "userErrors": []}
    assert not browser.client.cookies
    assert await browser.ask(VIEWER) == {"viewer": None}


async def test_the_same_sign_in_sent_again_gives_the_same_session(browser: Browser, outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await a_code(browser, phone, outbox)
    given = {"idempotencyKey": "same", "phone": phone, "code": code}
    seen: set[str] = set()
    for _ in range(3):
        browser.client.cookies.clear()
        response = await browser.send(SIGN_IN, input=given)
        assert response.json()["data"]["done"]["viewer"]
        seen.add(response.headers["set-cookie"])
    assert len(seen) == 1
    assert await Session.all().count() == 1


async def test_wrong_codes_are_counted_though_they_change_nothing_else(
    browser: Browser, outbox: Path
):
    phone = a_number()
    await a_person(phone=phone)
    code = await a_code(browser, phone, outbox)
    for _ in range(5):
        refused = await browser.send(
            SIGN_IN,
            input={"idempotencyKey": uuid4().hex, "phone": phone, "code": "x" + code[1:]},
        )
        assert "set-cookie" not in refused.headers
        [error] = refused.json()["data"]["done"]["userErrors"]
        assert (error["code"], error["path"]) == ("INVALID", ["input", "code"])
    late = await browser.act(SIGN_IN, phone=phone, code=code)
    assert late["viewer"] is None


async def test_a_known_and_an_unknown_number_get_the_same_answers(browser: Browser):
    known = a_number()
    await a_person(phone=known)
    answers = [
        [
            await browser.act(REQUEST_CODE, phone=phone),
            await browser.act(SIGN_IN, phone=phone, code="000000"),
        ]
        for phone in (known, a_number())
    ]
    assert answers[0] == answers[1]


async def test_what_is_no_number_is_a_user_error_in_the_language_of_the_request(browser: Browser):
    browser.client.headers["accept-language"] = "en"
    for mutation, more in ((REQUEST_CODE, {}), (SIGN_IN, {"code": "123456"})):
        [error] = (await browser.act(mutation, phone="0512-65110000", **more))["userErrors"]
        assert error["path"] == ["input", "phone"]
        assert error["message"] == "Please give a valid mobile phone number"


async def test_signing_in_as_another_ends_the_session_before(browser: Browser, outbox: Path):
    phone = a_number()
    await a_person("乙", phone=phone)
    await signed_in(browser, await a_person("甲"))
    code = await a_code(browser, phone, outbox)
    assert (await browser.act(SIGN_IN, phone=phone, code=code))["viewer"]["name"] == "乙"
    assert await Session.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("here", "host", "more", "opens"),
    [
        ("127.0.0.1", "127.0.0.1:8000", {}, True),
        ("127.0.0.1", "localhost:8000", {}, True),
        ("127.0.0.1", "127.0.0.1:8000", {"x-forwarded-for": "203.0.113.7"}, False),
        ("127.0.0.1", "127.0.0.1:8000", {"forwarded": "for=203.0.113.7"}, False),
        ("127.0.0.1", "127.0.0.1:8000", {"via": "1.1 proxy"}, False),
        ("127.0.0.1", "rebound.example:8000", {}, False),
        ("10.0.0.9", "127.0.0.1:8000", {}, False),
    ],
)
async def test_the_demo_code_opens_nothing_through_a_proxy_or_from_elsewhere(
    here: str, host: str, more: dict[str, str], opens: bool
):
    phone = a_number()
    await a_person(phone=phone, is_demo=True)
    demo_codes.allow(allowed=True)
    app = Endpoint(SCHEMA, gate=SessionGate())
    transport = httpx.ASGITransport(app=app, client=(here, 5000))
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://{host}", headers=more
    ) as client:
        browser = Browser(client)
        await browser.act(REQUEST_CODE, phone=phone)
        entered = await browser.act(SIGN_IN, phone=phone, code=demo_codes.DEMO_CODE)
    assert (entered["viewer"] is not None) is opens


async def test_no_secret_stays_behind_in_the_database(browser: Browser, outbox: Path):
    phone = a_number()
    await a_person(phone=phone)
    code = await a_code(browser, phone, outbox)
    await browser.act(SIGN_IN, phone=phone, code=code)
    session = browser.client.cookies[cookies.NAME]
    token = (await browser.act(CREATE, name="x"))["secret"]
    for table in ("person", "session", "one_time_code", "access_token", "idempotency_key", "event"):
        kept = repr(await sql.fetch(f"SELECT * FROM {table}"))
        assert not [secret for secret in (phone, session, token) if secret in kept], table
