"""A small graph of the tests' own, and a door of their own, served by the real endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import strawberry
from starlette.requests import HTTPConnection
from strawberry.scalars import JSON

from backend.actor import ANONYMOUS, Actor
from backend.errors import Unavailable, Words, not_allowed
from backend.graph.assembly import build_schema
from backend.graph.context import Context, context_of
from backend.graph.directives import Cost, ListSize, page_size
from backend.graph.loaders import Batch
from backend.graph.rate_limit import RateLimitQuery
from backend.graph.requests import Refused, language_of_header

PHONE = "13812345678"
"""Personal data that must not leave through an error or a log."""

SESSION_COOKIE = "session"

_ALICE = UUID(int=1)


@strawberry.type
class Item:
    """Something that holds things like itself."""

    name: str

    @strawberry.field
    def child(self) -> Item:
        return Item(name=f"{self.name}.")

    @strawberry.field(directives=[page_size(20)])
    def items(self, first: int | None = None) -> ItemConnection:
        return ItemConnection(nodes=[Item(name=str(n)) for n in range(first or 20)])


@strawberry.type
class ItemConnection:
    """A page."""

    nodes: list[Item]


@strawberry.input
class Point:
    """An argument with something required."""

    x: int


@strawberry.type
class Query(RateLimitQuery):
    """Reads."""

    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def person(self, info: strawberry.Info) -> str:
        return context_of(info).actor.name

    @strawberry.field
    def echo(self, value: JSON) -> JSON:
        return value

    @strawberry.field
    def number(self, value: int, point: Point | None = None) -> int:
        return value + (point.x if point else 0)

    @strawberry.field
    def item(self) -> Item:
        return Item(name="item")

    @strawberry.field(directives=[page_size(20)])
    def items(self, first: int | None = None) -> ItemConnection:
        return Item(name="").items(first)

    @strawberry.field(directives=[Cost(weight=7), ListSize(assumed_size=3)])
    def dear(self) -> list[Item]:
        return []

    @strawberry.field(directives=[ListSize(assumed_size=1, slicing_arguments=["names"])])
    def named(self, names: list[str]) -> list[Item]:
        return [Item(name=name) for name in names]

    @strawberry.field
    def bug(self) -> str | None:
        raise RuntimeError(f"{PHONE} is already taken")

    @strawberry.field
    def out_of_range(self) -> int | None:
        return 2**40

    @strawberry.field
    def unavailable(self) -> str | None:
        raise Unavailable(Words("存储暂时不可用", "The store cannot be reached"))

    @strawberry.field
    def unavailable_at_all(self) -> str:
        raise Unavailable(Words("存储暂时不可用", "The store cannot be reached"))

    @strawberry.field
    def forbidden(self) -> str | None:
        raise not_allowed()

    @strawberry.field
    async def loaded(self, info: strawberry.Info) -> int:
        return await _loaded(info)


@strawberry.type
class Mutation:
    """Writes."""

    @strawberry.mutation
    def rename(self, info: strawberry.Info, name: str) -> str:
        context_of(info).response_headers.append("set-cookie", f"name={name}")
        return name


@strawberry.type
class Subscription:
    """Follows."""

    @strawberry.subscription
    async def count(self, to: int, pause: float = 0.0) -> AsyncGenerator[int, None]:
        for number in range(to):
            await asyncio.sleep(pause)
            yield number

    @strawberry.subscription
    async def forever(self) -> AsyncGenerator[int, None]:
        DOOR.streams_open += 1
        try:
            yield 0
            await asyncio.Event().wait()
        finally:
            DOOR.streams_open -= 1

    @strawberry.subscription
    async def queries(self, to: int) -> AsyncGenerator[Query, None]:
        for _ in range(to):
            yield Query()

    @strawberry.subscription
    async def broken(self) -> AsyncGenerator[int, None]:
        yield 0
        raise RuntimeError(f"{PHONE} is already taken")


async def _loaded(info: strawberry.Info) -> int:
    """Return how often anything was loaded: the same within one result, one more in the next."""
    batch = context_of(info).loaders.batch("loads", lambda: Batch(_load, 0))
    return await batch.get("key")


async def _load(keys: Sequence[str]) -> Mapping[str, int]:
    DOOR.loads += 1
    return dict.fromkeys(keys, DOOR.loads)


@dataclass
class Door:
    """The gate of these tests: the token `alice`, the cookie `session=alice`, nobody else."""

    ended: set[str] = field(default_factory=set[str])
    is_broken: bool = False
    is_unavailable: bool = False
    streams_open: int = 0
    loads: int = 0

    async def admit(self, connection: HTTPConnection, parameters: Mapping[str, object]) -> Context:
        """Let in."""
        if self.is_broken:
            raise RuntimeError(PHONE)
        if self.is_unavailable:
            raise Unavailable(Words("存储暂时不可用", "The store cannot be reached"))
        token = parameters.get("authorization") or connection.headers.get("authorization")
        actor = self._by_token(str(token)) if token else self._by_cookie(connection)
        return Context(actor, language_of_header(connection), connection)

    def _by_token(self, token: str) -> Actor:
        name = token.removeprefix("Bearer ")
        if not name.startswith("alice") or name in self.ended:
            words = Words("令牌无效", "The token is not valid")
            raise Refused(
                401, words, code="UNAUTHENTICATED", headers={"WWW-Authenticate": "Bearer"}
            )
        return Actor(_ALICE, name)

    def _by_cookie(self, connection: HTTPConnection) -> Actor:
        name = connection.cookies.get(SESSION_COOKIE)
        if name is None:
            return ANONYMOUS
        if connection.headers.get("origin") not in {None, f"http://{connection.url.netloc}"}:
            raise Refused(403, Words("来源不符", "This page may not"), code="FORBIDDEN")
        return Actor(_ALICE, name)

    async def until_end(self, context: Context) -> None:
        """Wait until a test ends the token."""
        while context.actor.name not in self.ended:  # noqa: ASYNC110 - set by another thread
            await asyncio.sleep(0.01)


DOOR = Door()

schema = build_schema(query=Query, mutation=Mutation, subscription=Subscription)

DOCUMENTS = {"sha256:known": "{ hello }"}
