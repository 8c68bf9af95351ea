"""What every resolver knows: who asks, in which language, and what was already read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import strawberry
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from backend.actor import ANONYMOUS, Actor
from backend.db import Row
from backend.errors import Language
from backend.graph.allowance import Allowance
from backend.graph.loaders import Loaders


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

    @property
    def principal(self) -> str:
        """Who is held to his idempotency keys: a token, a person, or an address."""
        if self.actor.token_id is not None:
            return f"token:{self.actor.token_id}"
        if self.actor.person_id is not None:
            return f"person:{self.actor.person_id}"
        client = self.request.client if self.request is not None else None
        address = client.host if client is not None else ""
        return f"anonymous:{hashlib.sha256(address.encode()).hexdigest()[:32]}"

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


def language_of(info: strawberry.Info) -> Language:
    """Return the language the answer is read in."""
    return context_of(info).language
