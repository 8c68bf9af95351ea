"""Firms that file case after case and never give up: each with one key until it is acknowledged."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.stories.people import Somebody, signed_in

FIRMS = ("19900000001", "19900000002", "19900000003", "19900000004")
FILE = """mutation($input: SubmissionFileInput!) { submissionFile(input: $input) {
  submission { id number } userErrors { code message } } }"""
_AGAIN = 0.1
_TRIES = 1200


@dataclass
class Ledger:
    """What was acknowledged: key → id of the case."""

    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    contradicted: list[str] = field(default_factory=list[str])

    def note(self, key: str, case_id: str) -> None:
        """Write an acknowledgement down; another case for the same key is a contradiction."""
        if self.acknowledged.setdefault(key, case_id) != case_id:
            self.contradicted.append(key)


@dataclass
class Writer:
    """One firm at its phone."""

    name: str
    who: Somebody
    firm_id: str
    ledger: Ledger

    async def file(self, web: httpx.AsyncClient, number: int) -> None:
        """File one case; on a lost reply the same key is sent again, as the client does."""
        key = f"{self.name}-{number}"
        given = {"idempotencyKey": key, "firmId": self.firm_id, "title": key}
        body = {
            "query": FILE,
            "variables": {"input": {**given, "body": "银行要求先还后贷，请协调。"}},
        }
        for _ in range(_TRIES):
            if case_id := await self._sent(web, body):
                self.ledger.note(key, case_id)
                return
            await asyncio.sleep(_AGAIN)
        raise AssertionError(f"{key} was never acknowledged")

    async def _sent(self, web: httpx.AsyncClient, body: Any) -> str:
        try:
            answer = await web.post("/graphql", json=body, headers=self.who.headers)
        except httpx.TransportError:
            return ""
        if answer.status_code in {429, 503}:
            return ""
        payload = answer.json()["data"]["submissionFile"]
        if payload["userErrors"]:
            codes = {error["code"] for error in payload["userErrors"]}
            assert codes <= {"UNAVAILABLE"}, payload
            return ""
        return payload["submission"]["id"]


async def writers(url: str, ledger: Ledger, *, of_each: int) -> list[Writer]:
    """Return `of_each` writers for every firm, signed in."""
    found: list[Writer] = []
    for phone in FIRMS:
        who = await signed_in(url, phone)
        firm_id = await who.firm_id()
        found += [Writer(f"{phone}-{n}", who, firm_id, ledger) for n in range(of_each)]
    return found
