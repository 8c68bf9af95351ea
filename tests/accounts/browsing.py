"""A browser, or a program, before the graph of this package alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import strawberry

from backend import graph
from backend.accounts import cookies, digests
from backend.accounts.schema import AccountMutation, AccountQuery
from backend.db.units import settle
from backend.graph.assembly import build_schema
from tests.accounts.cast import a_session

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
