"""The running product as the walkers meet it: who they are, what they send, what they read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

import httpx
from graphql import GraphQLObjectType, get_named_type

from backend.actor import Role
from backend.demo.people import CastMember
from backend.demo.people import cast as cast_of_demo
from tests.stories import people, scenes_voices
from tests.stories.people import Answer, at_a_browser, signed_in
from tests.stories.wrong import INPUTS, MUTATIONS

MOST_ALIASES = 30
ERRORS = "userErrors { code message path }"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person who tries every act on everything."""

    phone: str
    role: Role
    organization: str


def visitors() -> list[Visitor]:
    """Return one person of the cast for each role in each organization, and two firms."""
    found: dict[tuple[Role, str], CastMember] = {}
    for member in cast_of_demo():
        is_firm = member.role is Role.ENTREPRENEUR
        if not is_firm or member.phone in {people.FIRM, people.OTHER_FIRM}:
            found.setdefault((member.role, member.organization), member)
    return [Visitor(one.phone, one.role, one.organization) for one in found.values()]


def in_batches(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield as many at a time as one document may hold."""
    for start in range(0, len(things), MOST_ALIASES):
        yield things[start : start + MOST_ALIASES]


def selection(kind: GraphQLObjectType) -> str:
    """Return what is read of a thing: its id, version and state, and those of its parts."""
    told = [name for name in ("id", "version", "state") if name in kind.fields]
    lines = kind.fields.get("lines")
    if lines is not None and not lines.args:
        told.append("lines { id version state }")
    return " ".join(told)


def document_of(name: str) -> str:
    """Return the document of a mutation that answers with the things it changed."""
    payload = cast("GraphQLObjectType", get_named_type(MUTATIONS[name].type))
    things = [
        f"{field} {{ {selection(kind)} }}"
        for field, one in payload.fields.items()
        if isinstance(kind := get_named_type(one.type), GraphQLObjectType)
        and {"id", "version", "state"} <= set(kind.fields)
    ]
    return f"mutation($i: {INPUTS[name].name}!) {{ {name}(input: $i) {{ {' '.join(things)} {ERRORS} }} }}"


@dataclass
class City:
    """A running product and a client that keeps its connections."""

    url: str
    web: httpx.AsyncClient
    ids: dict[str, str] = field(default_factory=dict[str, str])
    cases: dict[str, str] = field(default_factory=dict[str, str])
    """Of which case something else is about."""
    turn: int = 0
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Of two codes sent to one phone only the later one is good: people come in one by one."""

    async def enter(self) -> City:
        """Learn the ids that inputs name."""
        clerk = await signed_in(self.url, people.CLERK)
        for code in ("COMM", "HRSS", "INDIT", "TAX_BUREAU"):
            self.ids[code] = (await clerk.organization(code))["id"]
        self.ids["CHAMBER"] = (await scenes_voices.membership(self.url))["chamberId"]
        self.ids["FIRM"] = await (await signed_in(self.url, people.FIRM)).firm_id()
        return self

    async def headers(self, phone: str) -> dict[str, str]:
        """Return what the browser of somebody sends along."""
        async with self.door:
            return (await at_a_browser(self.url, phone)).headers

    async def send(self, phone: str, document: str, variables: Answer) -> Any:
        """Send a document; return the whole answer."""
        body = {"query": document, "variables": variables}
        headers = await self.headers(phone)
        answer = await self.web.post(f"{self.url}/graphql", json=body, headers=headers)
        return answer.json()

    async def ask(self, phone: str, document: str, **variables: object) -> Any:
        """Send a document and be answered without a top-level error."""
        answer = await self.send(phone, document, variables)
        assert "errors" not in answer, answer
        return answer["data"]

    async def done(
        self, phone: str, name: str, thing: Answer | None = None, /, **given: Any
    ) -> Answer:
        """Act on a thing and be served; return the payload."""
        read = {"id": thing["id"], "expectedVersion": thing["version"]} if thing else {}
        fields = INPUTS[name].fields
        sent = {key: value for key, value in read.items() if key in fields}
        sent |= {"idempotencyKey": str(uuid4()), **given}
        payload = (await self.ask(phone, document_of(name), i=sent))[name]
        assert payload["userErrors"] == [], (name, phone, given, payload)
        return payload

    async def read(self, phone: str, kind: str, ids: Iterable[str]) -> dict[str, Any]:
        """Return things by their ids as somebody reads them; None for what is not there for him."""
        found: dict[str, Any] = {}
        for batch in in_batches(sorted(set(ids))):
            named = ", ".join(f"$i{place}: ID!" for place in range(len(batch)))
            asked = " ".join(
                f"n{place}: node(id: $i{place}) {{ ...Seen }}" for place in range(len(batch))
            )
            document = (
                f"query({named}) {{ {asked} }} "
                f"fragment Seen on {kind} {{ id version state viewerActions }}"
            )
            variables = {f"i{place}": one for place, one in enumerate(batch)}
            answer = await self.ask(phone, document, **variables)
            for place, one in enumerate(batch):
                found[one] = answer[f"n{place}"] or None
        return found

    async def tried(self, phone: str, attempts: Sequence[tuple[str, Answer]]) -> list[Any]:
        """Send mutations in one document; return the errors of each."""
        named = ", ".join(f"$i{n}: {INPUTS[name].name}!" for n, (name, _) in enumerate(attempts))
        asked = " ".join(
            f"m{n}: {name}(input: $i{n}) {{ {ERRORS} }}" for n, (name, _) in enumerate(attempts)
        )
        variables = {
            f"i{n}": {"idempotencyKey": str(uuid4()), **given}
            for n, (_, given) in enumerate(attempts)
        }
        answer = await self.ask(phone, f"mutation({named}) {{ {asked} }}", **variables)
        return [answer[f"m{n}"]["userErrors"] for n in range(len(attempts))]

    async def leader(self) -> str:
        """Return the membership of the mayor, whom the Federation may send something."""
        if "MAYOR" not in self.ids:
            document = """{ memberships(filter: {roles: [LEADER], isStanding: true}, first: 50) {
              nodes { id organization { code } } } }"""
            found = (await self.ask(people.CLERK, document))["memberships"]["nodes"]
            self.ids["MAYOR"] = next(
                one["id"] for one in found if one["organization"]["code"] == "MAYOR"
            )
        return self.ids["MAYOR"]
