"""Errors outside the graph, in the graph's own form: JSON with `errors`, on every path."""

from __future__ import annotations

import logging
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

_CODES = {
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "CONTENT_TOO_LARGE",
    503: "UNAVAILABLE",
}


async def refuse(_: Request, error: Exception) -> Response:
    """Answer an HTTP error; headers such as `Allow` are kept."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    return problem(error.status_code, error.detail, headers=dict(error.headers or {}))


class Masking:
    """Answers a bug: the client gets an id, the log the traceback under that id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what it raises is logged here and goes no further."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_started = False

        async def note_start(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, note_start)
        except ClientDisconnect:
            return
        except Exception:
            request_id = uuid4().hex
            logger.exception("request %s failed", request_id)
            if has_started:
                raise
            message = f"Something went wrong here. Request {request_id}."
            answer = problem(500, message, extensions={"requestId": request_id})
            await answer(scope, receive, send)


def problem(
    status: int,
    message: str,
    *,
    headers: dict[str, str] | None = None,
    extensions: dict[str, str] | None = None,
) -> Response:
    """Return `{"errors": [{message, extensions: {code}}]}` with `status`."""
    code = _CODES.get(status, "BAD_REQUEST" if status < 500 else "INTERNAL_SERVER_ERROR")  # noqa: PLR2004
    body = {"errors": [{"message": message, "extensions": {"code": code, **(extensions or {})}}]}
    return JSONResponse(body, status, headers=headers)
