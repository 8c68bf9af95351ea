from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import strawberry

from backend import graph
from backend.accounts import cookies, demo_codes, digests, queries, senders
from backend.accounts.models import DisclosureLog, Session
from backend.accounts.schema import AccountMutation, AccountQuery, Person
from backend.accounts.senders import FileSender
from backend.actor import Role
from backend.db import sql
from backend.db.units import settle
from backend.graph.assembly import build_schema
from backend.graph.http import Endpoint
from backend.web.entrance import SessionGate
from tests.accounts.cast import EAST, WEST, a_holder, a_number, a_person, a_session

pytestmark = pytest.mark.usefixtures("database")

VIEWER = """{ viewer { id name phone phoneMasked language
  memberships { nodes { role areaCode until organization { name } } }
  accessTokens { nodes { name hint scopes } }
  phoneDisclosures { nodes { role reason } } } }"""
REQUEST_CODE = """mutation ($input: SignInRequestCodeInput!) {
  done: signInRequestCode(input: $input) { goodForSeconds userErrors { code path message } } }"""
SIGN_IN = """mutation ($input: SignInInput!) {
  done: signIn(input: $input) { viewer { name phone } userErrors { code path message } } }"""
SIGN_OUT = """mutation ($input: SignOutInput!) {
  done: signOut(input: $input) { isSignedOut userErrors { code } } }"""
CREATE = """mutation ($input: AccessTokenCreateInput!) { done: accessTokenCreate(input: $input) {
  accessToken { id name scopes hint } secret userErrors { code path } } }"""
REVOKE = """mutation ($input: AccessTokenRevokeInput!) { done: accessTokenRevoke(input: $input) {
  accessToken { id revokedAt } userErrors { code path } } }"""
REVEAL = """mutation ($input: PersonRevealPhoneInput!) { done: personRevealPhone(input: $input) {
  person { name phone phoneMasked } phone userErrors { code path } } }"""


@strawberry.type
class Query(AccountQuery, graph.NodeQuery):
    pass


SCHEMA = build_schema(Query, AccountMutation, types=graph.node_types())


class Browser:
    """A client with a cookie jar, as a browser or a program has."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def send(self, query: str, *, token: str = "", **variables: object) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        return await self.client.post("/graphql", json=body, headers=headers)

    async def ask(self, query: str, *, token: str = "") -> Any:
        answer = (await self.send(query, token=token)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def act(self, mutation: str, *, key: str = "", token: str = "", **given: object) -> Any:
        sent = {"idempotencyKey": key or uuid4().hex, **given}
        answer = (await self.send(mutation, token=token, input=sent)).json()
        assert "errors" not in answer, answer
        return answer["data"]["done"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=Endpoint(SCHEMA, gate=SessionGate()))
    async with httpx.AsyncClient(transport=transport, base_url="https://lingju.example") as client:
        yield Browser(client)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "outbox.jsonl"
    before = senders.sender()
    senders.use(FileSender(path))
    yield path
    senders.use(before)
    demo_codes.allow(allowed=False)


async def a_code(browser: Browser, phone: str, outbox: Path) -> str:
    answer = await browser.act(REQUEST_CODE, phone=phone)
    assert answer == {"goodForSeconds": 300, "userErrors": []}
    await settle()
    return last_code(outbox)


def last_code(outbox: Path) -> str:
    return json.loads(outbox.read_text().splitlines()[-1])["code"]


async def signed_in(browser: Browser, person: Any) -> Browser:
    secret = digests.new_secret()
    await a_session(person, secret=secret)
    browser.client.cookies.set(cookies.NAME, secret, domain="lingju.example")
    return browser


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


async def test_a_person_makes_a_token_uses_it_and_revokes_it(browser: Browser):
    await signed_in(browser, await a_holder(Role.OFFICER, name="李四"))
    given: dict[str, Any] = {"name": "报表程序", "scopes": ["TASKS_WRITE"], "days": 30}
    made = await browser.act(CREATE, key="once", **given)
    token = made["secret"]
    assert made["accessToken"]["scopes"] == ["READ", "TASKS_WRITE"]
    assert made["accessToken"]["hint"] == token[:8]
    again = await browser.act(CREATE, key="once", **given)
    assert (again["secret"], again["accessToken"]) == (None, made["accessToken"])
    browser.client.cookies.clear()
    viewer = (await browser.ask(VIEWER, token=token))["viewer"]
    assert viewer["name"] == "李四"
    assert viewer["phone"] is None
    assert [each["name"] for each in viewer["accessTokens"]["nodes"]] == ["报表程序"]
    refused = await browser.send(
        REVOKE, token=token, input={"idempotencyKey": "r", "id": made["accessToken"]["id"]}
    )
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_revoked_token_gets_401_with_a_challenge(browser: Browser):
    await signed_in(browser, await a_person())
    made = await browser.act(CREATE, name="x", scopes=["ACCOUNT_WRITE"])
    token, id_ = made["secret"], made["accessToken"]["id"]
    browser.client.cookies.clear()
    revoked = await browser.act(REVOKE, token=token, id=id_)
    assert revoked["accessToken"]["revokedAt"]
    refused = await browser.send(VIEWER, token=token)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer ")
    assert token not in refused.text


async def test_nobody_makes_tokens_or_revokes_those_of_others(browser: Browser):
    unsigned = await browser.send(CREATE, input={"idempotencyKey": "k", "name": "x"})
    assert unsigned.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    await signed_in(browser, await a_person())
    made = await browser.act(CREATE, name="x")
    browser.client.cookies.clear()
    await signed_in(browser, await a_person())
    refused = await browser.act(REVOKE, id=made["accessToken"]["id"])
    assert refused["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "id"]}]


async def test_the_federation_reveals_a_number_for_a_reason_and_the_person_reads_it(
    browser: Browser,
):
    firm = await a_holder(Role.ENTREPRENEUR, area_code=EAST, name="王企业")
    await signed_in(browser, await a_holder(Role.FEDERATION, area_code=EAST))
    id_ = graph.encode_id("Person", firm.id)
    masked = (await browser.ask(f'{{ person(id: "{id_}") {{ name phone phoneMasked }} }}'))[
        "person"
    ]
    assert (masked["name"], masked["phone"]) == ("王企业", None)
    assert masked["phoneMasked"].startswith("199****")
    silent = await browser.act(REVEAL, id=id_, reason=" ")
    assert silent["userErrors"] == [{"code": "INVALID", "path": ["input", "reason"]}]
    shown = await browser.act(REVEAL, key="r", id=id_, reason="核实情况")
    assert shown["phone"] == await queries.phone_of(firm.id)
    assert shown["person"]["phone"] is None
    again = await browser.act(REVEAL, key="r", id=id_, reason="核实情况")
    assert again["phone"] is None
    assert await DisclosureLog.all().count() == 1
    browser.client.cookies.clear()
    await signed_in(browser, firm)
    log = (await browser.ask(VIEWER))["viewer"]["phoneDisclosures"]["nodes"]
    assert log == [{"role": "FEDERATION", "reason": "核实情况"}]


async def test_a_colleague_is_seen_masked_and_not_revealed(browser: Browser):
    officer = await a_holder(Role.OFFICER)
    [held] = await queries.live_memberships(officer.id)
    colleague = await a_holder(Role.OFFICER, organization=await held.organization)
    await signed_in(browser, officer)
    refused = await browser.act(
        REVEAL, id=graph.encode_id("Person", colleague.id), reason="想打电话"
    )
    assert refused["userErrors"] == [{"code": "NOT_ALLOWED", "path": None}]


async def test_another_district_does_not_exist(browser: Browser):
    firm = await a_holder(Role.ENTREPRENEUR, area_code=WEST)
    await signed_in(browser, await a_holder(Role.FEDERATION, area_code=EAST))
    id_ = graph.encode_id("Person", firm.id)
    assert await browser.ask(
        f'{{ person(id: "{id_}") {{ name }} node(id: "{id_}") {{ id }} }}'
    ) == {
        "person": None,
        "node": None,
    }
    refused = await browser.act(REVEAL, id=id_, reason="好奇")
    assert refused["userErrors"][0]["code"] == "NOT_FOUND"


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


async def test_the_viewer_costs_few_statements(browser: Browser):
    await signed_in(browser, await a_holder(Role.OFFICER))
    await browser.ask(VIEWER)
    with sql.count_statements() as statements:
        await browser.ask(VIEWER)
    assert len(statements) <= 7


def test_every_type_and_field_of_ours_is_described():
    names = ("Person", "Membership", "AccessToken", "PhoneDisclosure")
    for name in names:
        kind: Any = SCHEMA.get_type_by_name(name)
        assert kind.description
        assert all(field.description for field in kind.fields), name
    assert Person.__doc__
