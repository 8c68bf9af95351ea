"""Pages of other sites: programs with a token may call from anywhere, cookies only from the list.

A browser sends no cookie to `*`, so the open answer gives a foreign page nothing that anybody
signed out would not get. Sites on the list are named one by one and may bring the cookie.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASKED = "authorization, content-type, graphql-require-preflight, idempotency-key, last-event-id, x-requested-with"
_SHOWN = "content-language, ratelimit, ratelimit-policy, retry-after, www-authenticate"
_PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": _ASKED,
    "access-control-max-age": "7200",
}


class CrossOrigin:
    """Says to browsers which sites may read our answers; `allowed` may use the cookie."""

    def __init__(self, app: ASGIApp, *, allowed: Iterable[str] = ()) -> None:
        self.app = app
        self.allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight; else pass the request on, adding headers when the answer starts."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        origin = headers.get("origin") if headers is not None else None
        if headers is None or origin is None:
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await self._answer_preflight(origin, send)
        else:
            await self.app(scope, receive, self._sending(origin, send))

    async def _answer_preflight(self, origin: str, send: Send) -> None:
        start: Message = {"type": "http.response.start", "status": 204, "headers": []}
        answer = MutableHeaders(scope=start)
        answer.update(_PREFLIGHT)
        self._permit(origin, answer)
        await send(start)
        await send({"type": "http.response.body", "body": b""})

    def _sending(self, origin: str, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer["access-control-expose-headers"] = _SHOWN
                self._permit(origin, answer)
            await send(message)

        return send_with_headers

    def _permit(self, origin: str, answer: MutableHeaders) -> None:
        answer.add_vary_header("Origin")
        if origin in self.allowed:
            answer["access-control-allow-origin"] = origin
            answer["access-control-allow-credentials"] = "true"
        else:
            answer["access-control-allow-origin"] = "*"
