"""Who a request comes from: its bearer token or return code, else its cookie, else nobody.

A cookie travels by itself, so a request that carries one must prove that a page of ours sent it:
the Origin is ours or on the allow-list, and the body is JSON or comes with a header that foreign
pages cannot add without asking first. A token is sent on purpose and needs no such proof.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import HTTPConnection

from backend import settings
from backend.accounts import cookies
from backend.accounts.actors import BadCredentialError, actor_of_session, actor_of_token
from backend.actor import ANONYMOUS, Actor
from backend.submissions import return_codes
from backend.submissions.actions import holder_by_code

PREFLIGHT_HEADERS = ("x-requested-with", "graphql-require-preflight", "apollo-require-preflight")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON = frozenset({"application/json", "application/graphql+json"})


class ForeignPageError(Exception):
    """A cookie came with a request that no page of ours is known to have sent: HTTP 403."""


async def actor_of(connection: HTTPConnection) -> Actor:
    """Return who sent the request.

    Raises `BadCredentialError` for an Authorization header that is no live token of ours, a
    `DomainError` for a return code that leads nowhere, and `ForeignPageError` for a cookie without
    proof of its page.
    """
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        return await _actor_of_header(authorization, connection)
    secret = cookies.of(connection)
    if secret is None:
        return ANONYMOUS
    ensure_own_page(connection)
    return await actor_of_session(secret)


async def actor_of_init(connection: HTTPConnection, payload: Mapping[str, object]) -> Actor:
    """Return who opened a WebSocket: `connection_init` may carry `authorization: Bearer …`."""
    for name, value in payload.items():
        if name.lower() == "authorization":
            return await _actor_of_header(str(value), connection)
    return await actor_of(connection)


def ensure_own_page(connection: HTTPConnection) -> None:
    """Raise `ForeignPageError` unless one of our pages can be behind the request."""
    origin = connection.headers.get("origin")
    if origin is not None and not is_own_origin(connection, origin):
        raise ForeignPageError
    if connection.scope["type"] == "websocket":
        # Every browser names the origin of a WebSocket; without one no browser is fooled.
        return
    if connection.scope["method"] not in _READING and not _needs_preflight(connection):
        raise ForeignPageError


def is_own_origin(connection: HTTPConnection, origin: str) -> bool:
    """Return whether `origin` is this site or on the list of those that may use the cookie."""
    own = settings.current()
    here = own.public_url or _origin_of(connection)
    return origin == here or origin in own.allowed_origins


async def _actor_of_header(authorization: str, connection: HTTPConnection) -> Actor:
    scheme, _, bearer = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise BadCredentialError
    if return_codes.has_shape(bearer):
        address = connection.client.host if connection.client is not None else ""
        return await holder_by_code(bearer, address=address)
    return await actor_of_token(bearer.strip())


def _needs_preflight(connection: HTTPConnection) -> bool:
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _JSON or any(name in connection.headers for name in PREFLIGHT_HEADERS)


def _origin_of(connection: HTTPConnection) -> str:
    scheme = {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)
    return f"{scheme}://{connection.url.netloc}"
