"""What every resolver knows: who asks, in which language, and what was already read."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

import strawberry
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from backend.actor import ANONYMOUS, Actor
from backend.db import Row
from backend.errors import Language
from backend.graph.allowance import Allowance
from backend.graph.loaders import Loaders

Duty = Callable[[Actor, frozenset[UUID]], Awaitable[None]]


def _no_rows() -> list[Row]:
    return []


@dataclass(slots=True)
class Context:
    """One operation of one actor; every operation has a context of its own.

    `actor` may be replaced by a mutation that signs somebody in. What is put into
    `response_headers` (cookies) is sent with the answer. `found` holds the rows that the running
    mutation looked up, `allowance` what the caller may still ask for, if anybody counts.
    """

    actor: Actor = ANONYMOUS
    language: Language = "zh"
    request: HTTPConnection | None = None
    request_id: str = ""
    response_headers: MutableHeaders = field(default_factory=MutableHeaders)
    loaders: Loaders = field(default_factory=Loaders)
    found: list[Row] = field(default_factory=_no_rows)
    allowance: Allowance | None = None
    owed: dict[Duty, set[UUID]] = field(default_factory=dict["Duty", "set[UUID]"])

    @property
    def principal(self) -> str:
        """Who is held to his idempotency keys: a token, a person, or an address."""
        if self.actor.token_id is not None:
            return f"token:{self.actor.token_id}"
        if self.actor.person_id is not None:
            return f"person:{self.actor.person_id}"
        if self.actor.is_code_holder:
            return f"holder:{self.actor.seats[0].organization_id}"
        client = self.request.client if self.request is not None else None
        address = client.host if client is not None else ""
        return f"anonymous:{hashlib.sha256(address.encode()).hexdigest()[:32]}"

    @property
    def is_in_wechat(self) -> bool:
        """Whether the answer is read in a WeChat window, by what it says of itself.

        The one place that knows: bodies of instructions and reports never open there.
        """
        if self.request is None:
            return False
        return "micromessenger" in self.request.headers.get("user-agent", "").lower()

    def owe(self, duty: Duty, key: UUID) -> None:
        """Have `duty` done with `key`, and all other keys of this answer, before the answer leaves.

        An answer whose duty fails is not given: what has to be written down cannot be lost.
        """
        self.owed.setdefault(duty, set()).add(key)

    async def settle(self) -> None:
        """Do what is owed; raises what a duty raises."""
        owed, self.owed = self.owed, {}
        for duty, keys in owed.items():
            await duty(self.actor, frozenset(keys))

    def forget(self) -> None:
        """Drop every value loaded so far: something has changed, or time has passed."""
        self.loaders.clear()


def context_of(info: strawberry.Info) -> Context:
    """Return the context of the running operation."""
    context: object = info.context
    if not isinstance(context, Context):
        raise TypeError("the graph runs with backend.graph.Context as its context")
    return context


def actor_of(info: strawberry.Info) -> Actor:
    """Return who asks."""
    return context_of(info).actor


def address_of(info: strawberry.Info) -> str:
    """Return the network address of whoever asks; empty when there is none."""
    request = context_of(info).request
    client = request.client if request is not None else None
    return client.host if client is not None else ""


def language_of(info: strawberry.Info) -> Language:
    """Return the language the answer is read in."""
    return context_of(info).language
