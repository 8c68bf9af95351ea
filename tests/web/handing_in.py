"""Somebody who hands files in over HTTP, in the process of the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from backend import settings
from backend.accounts.queries import person_by_id
from backend.accounts.tokens import create
from backend.actor import SYSTEM, Actor, Scope
from backend.cli.serving import endpoint
from backend.web.app import Parts, create_app
from backend.web.client import Client
from backend.web.files import FILE_ROUTES

FILE = """mutation ($input: SubmissionFileInput!) { done: submissionFile(input: $input) {
  submission { id attachments { nodes { id name mediaType size url isFromFirm addedBy { name }
  organization { name } } } } userErrors { code path message } } }"""
ATTACHMENTS = """query ($id: ID!) { submission(id: $id) { attachments { nodes {
  id name mediaType url isFromFirm addedBy { name } organization { name } } } } }"""
WRITE = (Scope.SUBMISSIONS_WRITE, Scope.IDENTITY)


HERE = "https://lingju.example"


@pytest_asyncio.fixture
async def web(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[httpx.AsyncClient]:
    monkeypatch.setenv("LINGJU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LINGJU_LARGEST_FILE", "300000")
    settings.use(None)
    app = create_app(
        Parts(
            graph=endpoint(settings.current()),
            contract=str,
            not_ready=lambda: asyncio.sleep(0, ""),
            client=Client(tmp_path / "none"),
            files=FILE_ROUTES,
        )
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client
    settings.use(None)


@dataclass
class Sender:
    """A person, or his program, before the addresses of files and the graph."""

    web: httpx.AsyncClient
    headers: dict[str, str]

    async def send(self, content: bytes, name: str = "a.jpg", **headers: str) -> httpx.Response:
        """Hand in a file."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        sent = {**self.headers, **named}
        return await self.web.post("/files", params={"name": name}, content=content, headers=sent)

    async def file_id(self, content: bytes, name: str = "a.jpg") -> str:
        """Hand in a file that is taken; return its id."""
        answer = await self.send(content, name)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def ask(self, document: str, **variables: object) -> Any:
        """Ask the graph."""
        body = {"query": document, "variables": variables}
        answer = (await self.web.post("/graphql", json=body, headers=self.headers)).json()
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))

    async def file_case(self, firm_id: str, **given: object) -> Any:
        """File a case with whatever is given."""
        sent = {"idempotencyKey": uuid4().hex, "firmId": firm_id, "body": "请协调续贷。", **given}
        return await self.ask(FILE, input=sent)

    async def attachments(self, case_id: str) -> list[dict[str, Any]]:
        """Return what hangs on a case, as this person sees it."""
        case = await self.ask(ATTACHMENTS, id=case_id)
        return case["attachments"]["nodes"]


async def a_sender(web: httpx.AsyncClient, actor: Actor, *scopes: Scope) -> Sender:
    """Return a person with a token of the scopes."""
    assert isinstance(actor.person_id, UUID)
    person = await person_by_id(actor.person_id)
    assert person is not None
    _, secret = await create(person, name="t", scopes=[*(scopes or WRITE)], days=1, actor=SYSTEM)
    return Sender(web, {"authorization": f"Bearer {secret}"})
