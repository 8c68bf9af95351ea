"""Who comes in, decided by the front door, which knows sessions and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import HTTPConnection

from backend.graph.context import Context


class Gate(Protocol):
    """Asked before each operation, on a socket as well, so that rights are always the present."""

    async def admit(self, connection: HTTPConnection, parameters: Mapping[str, object]) -> Context:
        """Return the context of one operation.

        `parameters` are those of `connection_init`, empty for HTTP. Raises `Refused` (401 with
        WWW-Authenticate for a bad credential, 403) or a `DomainError`.
        """
        ...

    async def until_end(self, context: Context) -> None:
        """Return when the session or token behind `context` has ended."""
        ...
