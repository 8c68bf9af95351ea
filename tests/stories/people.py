"""People of the cast at their clients: each signs in as himself and speaks real HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from gql import Client, gql
from gql.transport.httpx import HTTPXAsyncTransport

from tests.stories import documents

DEMO_CODE = "000000"
FIRM, OTHER_FIRM = "19900000001", "19900000008"
CLERK, SECOND_CLERK = "19900000101", "19900000102"
COORDINATOR, INDIT_OFFICER = "19900000111", "19900000112"
HRSS_OFFICER, COMM_OFFICER, COMM_HEAD = "19900000113", "19900000115", "19900000116"
SECRETARY, MAYOR, DEPUTY = "19900000121", "19900000122", "19900000123"
LEADER_OFFICE = "19900000124"
SUPERVISOR, AUDITOR, ADMIN = "19900000131", "19900000132", "19900000141"
OTHER_DISTRICT_CLERK = "19900000161"
ALL_SCOPES = (
    "READ",
    "IDENTITY",
    "SUBMISSIONS_WRITE",
    "TASKS_WRITE",
    "ACCOUNT_WRITE",
    "ORGANIZATIONS_WRITE",
)

REQUEST_CODE = """
mutation($input: SignInRequestCodeInput!) {
  signInRequestCode(input: $input) { goodForSeconds userErrors { code message } }
}"""
SIGN_IN = """
mutation($input: SignInInput!) {
  signIn(input: $input) { viewer { id name } userErrors { code message } }
}"""
CREATE_TOKEN = """
mutation($input: AccessTokenCreateInput!) {
  accessTokenCreate(input: $input) { secret userErrors { code message } }
}"""

Answer = dict[str, Any]

# A code is asked for once per person: the product limits them, and so would a person.
_secrets: dict[tuple[str, str, tuple[str, ...]], str] = {}
_cookies: dict[tuple[str, str], str] = {}


@dataclass
class Somebody:
    """One person signed in, or nobody (`phone` empty). Every answer is the `data` of the graph."""

    url: str
    phone: str = ""
    language: str = "zh-CN"
    headers: dict[str, str] = field(default_factory=dict[str, str])

    async def ask(self, document: str, variables: Answer | None = None) -> Answer:
        """Send a document with the real client; raise on top-level errors."""
        headers = {"accept-language": self.language, **self.headers}
        # Plain HTTP on this machine: reading the certificates of the world would take longest.
        transport = HTTPXAsyncTransport(
            f"{self.url}/graphql", headers=headers, timeout=30, verify=False
        )
        async with Client(transport=transport) as session:
            request = gql(document)
            request.variable_values = variables or {}
            return await session.execute(request)

    async def act(self, document: str, /, *, key: str = "", **given: Any) -> Answer:
        """Send a mutation with one input; return its payload."""
        sent = {"idempotencyKey": key or str(uuid4()), **given}
        return next(iter((await self.ask(document, {"input": sent})).values()))

    async def on(self, thing: Answer, document: str, /, *, key: str = "", **given: Any) -> Answer:
        """Act on a thing as it was read: its id and version go along."""
        read = {"id": thing["id"], "expectedVersion": thing["version"]}
        return await self.act(document, key=key, **read, **given)

    async def done(self, thing: Answer, document: str, /, **given: Any) -> Answer:
        """Act on a thing and be served; return the payload."""
        payload = await self.on(thing, document, **given)
        assert payload["userErrors"] == []
        return payload

    async def case(self, case_id: str) -> Any:
        """Read a case; null when it is not there for this person."""
        return (await self.ask(documents.READ_CASE, {"id": case_id}))["submission"]

    async def task(self, task_id: str) -> Any:
        """Read a task; null when it is not there for this person."""
        return (await self.ask(documents.READ_TASK, {"id": task_id}))["task"]

    async def organization(self, code: str) -> Answer:
        """Return a department by its code."""
        answer = await self.ask(documents.DEPARTMENT, {"codes": [code]})
        return answer["organizations"]["edges"][0]["node"]

    async def viewer(self) -> Answer:
        """Return oneself."""
        return (await self.ask(documents.VIEWER))["viewer"]

    async def firm_id(self) -> str:
        """Return the id of one's own firm."""
        return (await self.viewer())["memberships"]["nodes"][0]["organization"]["id"]


async def signed_in(
    url: str, phone: str, *, language: str = "zh-CN", scopes: tuple[str, ...] = ALL_SCOPES
) -> Somebody:
    """Sign in by phone and code like a browser, then take a token for the gql client."""
    known = (url, phone, scopes)
    if known not in _secrets:
        _secrets[known] = await token_of(url, phone, scopes=scopes)
    return Somebody(url, phone, language, {"authorization": f"Bearer {_secrets[known]}"})


async def token_of(url: str, phone: str, *, scopes: tuple[str, ...] = ALL_SCOPES) -> str:
    """Return a new token of a person, made in a browser's session."""
    async with httpx.AsyncClient(base_url=url, headers={"origin": url}, verify=False) as browser:

        async def act(document: str, **given: Any) -> Answer:
            sent = {"input": {"idempotencyKey": str(uuid4()), **given}}
            body = {"query": document, "variables": sent}
            answer = (await browser.post("/graphql", json=body)).json()
            assert "errors" not in answer, answer
            payload = next(iter(answer["data"].values()))
            assert payload["userErrors"] == []
            return payload

        await act(REQUEST_CODE, phone=phone)
        await act(SIGN_IN, phone=phone, code=DEMO_CODE)
        return (await act(CREATE_TOKEN, name="story", scopes=scopes))["secret"]


async def at_a_browser(url: str, phone: str) -> Somebody:
    """Sign in by phone and code, and stay in the browser's session: programs read less."""
    if (url, phone) not in _cookies:
        async with httpx.AsyncClient(
            base_url=url, headers={"origin": url}, verify=False
        ) as browser:
            for document, given in ((REQUEST_CODE, {}), (SIGN_IN, {"code": DEMO_CODE})):
                sent = {"input": {"idempotencyKey": str(uuid4()), "phone": phone, **given}}
                body = {"query": document, "variables": sent}
                answer = (await browser.post("/graphql", json=body)).json()
                assert next(iter(answer["data"].values()))["userErrors"] == [], answer
            _cookies[url, phone] = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
    return Somebody(url, phone, "zh-CN", {"cookie": _cookies[url, phone], "origin": url})
