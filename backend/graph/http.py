"""GraphQL over HTTP, the way its specification says, and never anything but JSON or events.

GET runs queries and knows nobody by his cookie. POST is JSON, which no foreign page can send with
a cookie unless the browser asks us first; whose page it is, the gate decides.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from http import HTTPStatus

import orjson
from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry import Schema

from backend.errors import Words
from backend.graph.allowance import Allowances
from backend.graph.context import Context
from backend.graph.execution import Answer, answers, type_of
from backend.graph.gate import Gate, Reception
from backend.graph.masking import refusal_of
from backend.graph.media import EVENT_STREAM, GRAPHQL_JSON, JSON, preferred, takes
from backend.graph.requests import (
    Operation,
    Refused,
    UnknownDocument,
    language_of_header,
    operation_of,
    parameters_of,
    request_id_of,
)
from backend.graph.sockets import Socket
from backend.graph.streams import EventStream

REFUSED_STATUS = HTTPStatus.BAD_REQUEST
"""For a document or variables that cannot be run. The specification's draft moves to 422."""

_METHODS = ("GET", "POST")
_NOT_KEPT = "private, no-store"
_NO_DOCUMENTS: Mapping[str, str] = {}


class Endpoint:
    """The ASGI application of the graph, for HTTP and WebSocket.

    `documents` are the trusted documents a client may name by `documentId`. Without `allowances`
    nobody counts how much a caller asks for.
    """

    def __init__(
        self,
        schema: Schema,
        *,
        gate: Gate,
        documents: Mapping[str, str] = _NO_DOCUMENTS,
        allowances: Allowances | None = None,
    ) -> None:
        self._schema = schema
        self._reception = Reception(gate, allowances)
        self._documents = documents
        self._draining = asyncio.Event()

    def drain(self) -> None:
        """Break off every stream of events; for the moment the server is told to stop."""
        self._draining.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one connection."""
        if scope["type"] == "websocket":
            await self._socket(WebSocket(scope, receive, send)).serve()
            return
        response = await self._respond(Request(_without_cookie_on_get(scope), receive))
        if response is not None:
            await response(scope, receive, send)

    def _socket(self, websocket: WebSocket) -> Socket:
        return Socket(
            websocket,
            schema=self._schema,
            reception=self._reception,
            documents=self._documents,
        )

    async def _respond(self, request: Request) -> Response | None:
        try:
            return await self._run(request)
        except ClientDisconnect:
            return None
        except Exception as error:  # noqa: BLE001 - the last wall before the client
            return _refusal(request, refusal_of(error, request_id=request_id_of(request)))

    async def _run(self, request: Request) -> Response:
        if request.method not in _METHODS:
            raise _not_allowed(_METHODS)
        operation = operation_of(await parameters_of(request), self._documents)
        kind = type_of(operation)
        media = _media_for(request, kind)
        if request.method == "GET" and kind is OperationType.MUTATION:
            raise _not_allowed(("POST",))
        context = await self._reception.receive(request, {})
        if media == EVENT_STREAM:
            return self._stream(operation, context)
        async with aclosing(answers(self._schema, operation, context)) as results:
            return _json(await anext(results), media, context)

    def _stream(self, operation: Operation, context: Context) -> Response:
        return EventStream(
            answers(self._schema, operation, context),
            until_end=lambda: self._reception.until_end(context),
            draining=self._draining,
            request_id=context.request_id,
        )


def _media_for(request: Request, kind: OperationType | None) -> str:
    """Return the form of the answer: events only for who subscribes or takes nothing else."""
    accept = request.headers.get("accept", "")
    if kind is OperationType.SUBSCRIPTION:
        named = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
        if EVENT_STREAM in named and takes(accept, EVENT_STREAM):
            return EVENT_STREAM
        raise Refused(
            406,
            Words(
                "订阅须以 text/event-stream 或 WebSocket 接收",
                "A subscription is answered as text/event-stream, or over a WebSocket",
            ),
        )
    if media := preferred(accept, (JSON, GRAPHQL_JSON)) or preferred(accept, (EVENT_STREAM,)):
        return media
    raise Refused(406, Words("无法以所要求的格式回答", f"Accept {GRAPHQL_JSON} or {JSON}"))


def _json(answer: Answer, media: str, context: Context) -> Response:
    response = Response(answer.encoded(), _status(answer, media), media_type=_in_utf8(media))
    response.headers["Cache-Control"] = _NOT_KEPT
    if context.allowance is not None:
        response.headers.update(context.allowance.headers())
    response.raw_headers.extend(context.response_headers.raw)
    if answer.data is None and answer.retry_after is not None:
        response.headers["Retry-After"] = str(answer.retry_after)
    return response


def _status(answer: Answer, media: str) -> int:
    if answer.data is None and "UNAVAILABLE" in answer.codes:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if not answer.is_refusal:
        return HTTPStatus.OK
    if "RATE_LIMITED" in answer.codes:
        return HTTPStatus.TOO_MANY_REQUESTS
    if "INTERNAL_SERVER_ERROR" in answer.codes:
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return REFUSED_STATUS if media == GRAPHQL_JSON else HTTPStatus.OK


def _refusal(request: Request, refused: Refused) -> Response:
    accept = request.headers.get("accept", "")
    media = preferred(accept, (JSON, GRAPHQL_JSON)) or JSON
    extensions: dict[str, object] = {"code": refused.code}
    if refused.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        extensions["requestId"] = request_id_of(request)
    message = refused.words.said_in(language_of_header(request))
    body = orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})
    # A persisted document that is unknown is no failure: the client sends the text next.
    is_known_way = isinstance(refused, UnknownDocument) and media == JSON
    status = HTTPStatus.OK if is_known_way else refused.status
    headers = {"Cache-Control": _NOT_KEPT, **refused.headers}
    return Response(body, status, headers, media_type=_in_utf8(media))


def _not_allowed(methods: tuple[str, ...]) -> Refused:
    words = Words(f"请用 {methods[-1]}", f"Use {' or '.join(methods)}")
    return Refused(405, words, headers={"Allow": ", ".join(methods)})


def _in_utf8(media: str) -> str:
    return f"{media}; charset=utf-8"


def _without_cookie_on_get(scope: Scope) -> Scope:
    if scope["method"] != "GET":
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]
    return {**scope, "headers": headers}
