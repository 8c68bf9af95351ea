"""The headers that every answer carries, and what a page may load."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
}
_HSTS = "max-age=31536000"


def page_policy(nonce: str) -> str:
    """Return what our own pages may load: themselves, and inline only with the nonce."""
    return (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; img-src 'self' blob: data:; manifest-src 'self'; "
        f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'"
    )


def explorer_policy(nonce: str) -> str:
    """Return what GraphiQL may load; its editor writes styles inline and works in workers."""
    return (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self' data:; "
        "form-action 'none'; frame-ancestors 'none'; img-src 'self' data:; "
        f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "worker-src 'self' blob:"
    )


class SecurityHeaders:
    """Adds the headers to every HTTP answer; a policy that a page set for itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, adding headers when the answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if message["status"] != 304:  # noqa: PLR2004 - a 304 keeps the policy of the stored page
                    headers.setdefault("content-security-policy", NOTHING)
                if scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", _HSTS)
            await send(message)

        await self.app(scope, receive, send_with_headers)
