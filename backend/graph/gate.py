"""Who comes in, decided by the front door, which knows sessions and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import HTTPConnection

from backend.graph.allowance import Allowances
from backend.graph.context import Context
from backend.graph.requests import request_id_of


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


class Reception:
    """The gate, and the allowance of whom it lets in; `allowances` is None where nobody counts."""

    def __init__(self, gate: Gate, allowances: Allowances | None) -> None:
        self._gate = gate
        self._allowances = allowances

    async def receive(
        self, connection: HTTPConnection, parameters: Mapping[str, object]
    ) -> Context:
        """Return the context of one operation; raises what the gate raises, and Refused (429)."""
        context = await self._gate.admit(connection, parameters)
        context.request_id = request_id_of(connection)
        if self._allowances is not None:
            context.allowance = self._allowances.admit(context.principal)
        return context

    async def until_end(self, context: Context) -> None:
        """Return when the session or token behind `context` has ended."""
        await self._gate.until_end(context)
