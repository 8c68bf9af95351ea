"""Refusals of the domain as HTTP answers, for addresses that are not the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from backend.errors import DomainError, TooMany, Words
from backend.graph.requests import Refused, language_of_header

STATUSES: Final[Mapping[str, int]] = {
    "CONTENT_TOO_LARGE": 413,
    "IDEMPOTENCY_KEY_REUSED": 422,
    "INVALID": 422,
    "NOT_ALLOWED": 403,
    "NOT_FOUND": 404,
    "TOO_MANY": 429,
    "UNAUTHENTICATED": 401,
    "UNAVAILABLE": 503,
    "UNREADABLE": 422,
    "UNSUPPORTED_TYPE": 415,
}


async def answering(request: Request, work: Callable[[], Awaitable[Response]]) -> Response:
    """Return the answer of `work`, or of what it refuses, in the language of the request."""
    try:
        return await work()
    except Refused as refused:
        return _said(request, refused.status, refused.words, refused.code, dict(refused.headers))
    except DomainError as refused:
        headers = {"retry-after": str(refused.retry_after)} if isinstance(refused, TooMany) else {}
        status = STATUSES.get(refused.code, 400)
        return _said(request, status, refused.words, refused.code, headers)


def _said(
    request: Request, status: int, words: Words, code: str, headers: dict[str, str]
) -> Response:
    message = words.said_in(language_of_header(request))
    headers |= {"cache-control": "private, no-store"}
    if request.method == "POST":
        headers["connection"] = "close"  # the rest of the body is not waited for
    if "text/html" in request.headers.get("accept", ""):
        return PlainTextResponse(f"{message}\n", status, headers=headers)
    body = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(body, status, headers=headers)
