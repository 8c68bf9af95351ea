"""What a client is told of an error, and what the log is: a bug is masked, a mistake is not logged.

Neither texts nor values reach the log: the message of an exception may quote what somebody wrote,
so a bug is logged by its type, its place and the id of the request.
"""

from __future__ import annotations

import logging
import traceback

from graphql import GraphQLError

from backend.errors import DomainError, Language, NotAllowed, TooMany, Unavailable, Words
from backend.graph.requests import Refused

RETRY_AFTER = 5

_MASKED = Words("服务器出了问题，请稍后再试", "Something went wrong here; please try again later")
_NEAREST_FRAMES = 12

logger = logging.getLogger(__name__)


def told(error: GraphQLError, *, language: Language, request_id: str) -> GraphQLError:
    """Return the error as the client may see it, always with `extensions.code`."""
    if "code" in (error.extensions or {}):
        return error
    cause = _cause(error)
    if isinstance(cause, DomainError):
        return _as(error, cause.words.said_in(language), extensions_of(cause))
    if cause is None and _is_fault_of_the_request(error):
        return _as(error, error.message, {"code": "BAD_USER_INPUT"})
    log_bug(cause or error, request_id=request_id, place=error.path)
    code: dict[str, object] = {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id}
    return _as(error, _MASKED.said_in(language), code)


def extensions_of(refusal: DomainError) -> dict[str, object]:
    """Return the code of a refusal at the top level, with `retryAfter` in seconds if it passes."""
    match refusal:
        case NotAllowed():
            return {"code": "FORBIDDEN"}
        case TooMany():
            return {"code": "RATE_LIMITED", "retryAfter": refusal.retry_after}
        case Unavailable():
            return {"code": "UNAVAILABLE", "retryAfter": RETRY_AFTER}
        case _:
            return {"code": "BAD_USER_INPUT"}


def refusal_of(error: Exception, *, request_id: str) -> Refused:
    """Return the refusal of a whole request over which `error` came up."""
    if isinstance(error, Refused):
        return error
    if not isinstance(error, DomainError):
        log_bug(error, request_id=request_id)
        return Refused(500, _MASKED, code="INTERNAL_SERVER_ERROR")
    extensions = extensions_of(error)
    code = str(extensions["code"])
    statuses = {"FORBIDDEN": 403, "RATE_LIMITED": 429, "UNAVAILABLE": 503}
    wait = extensions.get("retryAfter")
    headers = {"Retry-After": str(wait)} if wait else {}
    return Refused(statuses.get(code, 400), error.words, code=code, headers=headers)


def log_bug(error: BaseException, *, request_id: str, place: list[str | int] | None = None) -> None:
    """Log type and frames of an exception, never its message."""
    frames = traceback.extract_tb(error.__traceback__)[-_NEAREST_FRAMES:]
    where = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    fields = ".".join(str(step) for step in place or ())
    logger.error("request %s: %s at %s: %s", request_id, type(error).__name__, fields, where)


def _cause(error: GraphQLError) -> BaseException | None:
    """Return the exception of our own code behind the error, if there is one."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _is_fault_of_the_request(error: GraphQLError) -> bool:
    """Tell variables and arguments that cannot be coerced from values of ours that cannot.

    The executor points at the argument itself in the first case, at nothing in the second.
    """
    if error.path is None:
        return True
    raised = error.original_error
    return isinstance(raised, GraphQLError) and bool(raised.nodes)


def _as(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
