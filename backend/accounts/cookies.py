"""The cookie of a session: how it is named, sent and read, and what a request says of its way."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from backend import settings

NAME = "__Host-lingju"
# Browsers refuse the prefix and Secure over plain http, which we speak on loopback only.
PLAIN_NAME = "lingju"

_FORWARDED = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)


def is_plain(connection: HTTPConnection) -> bool:
    """Return whether the request came over plain http from this machine itself."""
    url = connection.url
    is_unencrypted = url.scheme in {"http", "ws"} and not settings.current().public_url
    return is_unencrypted and settings.is_loopback(url.hostname or "")


def is_local(connection: HTTPConnection) -> bool:
    """Return whether the request came from this machine itself and through no proxy.

    A proxy that adds no header speaks HTTP/1.0, as nginx does unless told otherwise.
    """
    is_forwarded = any(name in connection.headers for name in _FORWARDED)
    is_forwarded |= connection.scope.get("http_version") == "1.0"
    client = connection.client
    came_from_here = client is not None and settings.is_loopback(client.host)
    return is_plain(connection) and came_from_here and not is_forwarded


def of(connection: HTTPConnection) -> str | None:
    """Return the secret of the session; the unprefixed name counts on plain loopback only."""
    sent = connection.cookies
    return sent.get(NAME) or (sent.get(PLAIN_NAME) if is_plain(connection) else None)


def kept(secret: str, *, seconds: int, connection: HTTPConnection) -> str:
    """Return the `Set-Cookie` by which the browser keeps the session for `seconds`."""
    rules = f"Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"
    if is_plain(connection):
        return f"{PLAIN_NAME}={secret}; {rules}"
    return f"{NAME}={secret}; {rules}; Secure"


def dropped(connection: HTTPConnection) -> str:
    """Return the `Set-Cookie` by which the browser forgets the session."""
    return kept("", seconds=0, connection=connection)
