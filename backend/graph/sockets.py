"""The graphql-transport-ws protocol: many operations on one WebSocket.

The session or token is looked at when the connection opens, again before each operation, and when
it ends the socket is closed with 4403.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from typing import cast

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry import Schema

from backend.errors import Words
from backend.graph.context import Context
from backend.graph.execution import Answer, answers
from backend.graph.gate import Reception
from backend.graph.masking import refusal_of
from backend.graph.requests import (
    Operation,
    Refused,
    language_of_header,
    operation_of,
    request_id_of,
)

PROTOCOL = "graphql-transport-ws"
MESSAGE_BYTES = 1024 * 1024
OPERATIONS = 100
PING_SECONDS = 20.0
INIT_SECONDS = 10.0

_UNAUTHORIZED = frozenset({401, 403})


class Closed(Exception):
    """The connection must be closed with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """One connection."""

    ping_seconds = PING_SECONDS
    init_seconds = INIT_SECONDS

    def __init__(
        self,
        websocket: WebSocket,
        *,
        schema: Schema,
        reception: Reception,
        documents: Mapping[str, str],
    ) -> None:
        self._websocket = websocket
        self._schema = schema
        self._reception = reception
        self._documents = documents
        self._parameters: Mapping[str, object] | None = None
        self._is_acknowledged = False
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._companions: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Speak with the client until either side closes."""
        if PROTOCOL not in self._websocket.scope["subprotocols"]:
            await self._websocket.accept()
            await self._websocket.close(4406, "Subprotocol not acceptable")
            return
        await self._websocket.accept(PROTOCOL)
        self._accompany(self._await_init())
        try:
            await self._converse()
        finally:
            tasks = [*self._companions, *self._operations.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _converse(self) -> None:
        try:
            async for message in self._messages():
                await self._hear(message)
        except Closed as closed:
            await self._close(closed.code, closed.reason)

    async def _messages(self) -> AsyncGenerator[Mapping[str, object], None]:
        while self._is_open():
            try:
                text = await self._websocket.receive_text()
            except WebSocketDisconnect:
                return
            except KeyError:
                raise Closed(4400, "Messages must be text") from None
            if len(text.encode("utf-8", "replace")) > MESSAGE_BYTES:
                raise Closed(1009, "Message too big")
            yield _message_in(text)

    async def _hear(self, message: Mapping[str, object]) -> None:
        match message:
            case {"type": "connection_init"}:
                await self._initialise(message.get("payload"))
            case {"type": "ping"}:
                await self._say({"type": "pong"})
            case {"type": "pong"}:
                pass
            case {"type": "subscribe", "id": str(key), "payload": dict()} if key:
                await self._subscribe(key, message["payload"])
            case {"type": "complete", "id": str(key)}:
                self._forget(key)
            case _:
                raise Closed(4400, "Invalid message")

    async def _initialise(self, payload: object) -> None:
        if self._parameters is not None:
            raise Closed(4429, "Too many initialisation requests")
        if not isinstance(payload, dict | None):
            raise Closed(4400, "Invalid connection_init payload")
        self._parameters = cast("dict[str, object]", payload or {})
        try:
            context = await self._admitted()
        except Refused as refused:
            raise _closed(refused) from None
        self._is_acknowledged = True
        await self._say({"type": "connection_ack"})
        self._accompany(self._ping())
        self._accompany(self._close_at_the_end_of(context))

    async def _subscribe(self, key: str, payload: object) -> None:
        if not self._is_acknowledged:
            raise Closed(4401, "Unauthorized")
        if key in self._operations:
            raise Closed(4409, f"Subscriber for {key[:64]} already exists")
        try:
            operation = operation_of(payload, self._documents)
            if len(self._operations) >= OPERATIONS:
                await self._refuse(key, _too_many())
                return
        except Refused as refused:
            await self._refuse(key, refused)
            return
        task = asyncio.create_task(self._run(key, operation))
        self._operations[key] = task
        task.add_done_callback(lambda done: self._retire(key, done))

    async def _run(self, key: str, operation: Operation) -> None:
        try:
            context = await self._admitted()
            async with aclosing(answers(self._schema, operation, context)) as results:
                async for answer in results:
                    if answer.is_refusal:
                        await self._say_last(key, "error", _errors(answer))
                        return
                    await self._say({"type": "next", "id": key, "payload": answer.body()})
            await self._say_last(key, "complete")
        except Refused as refused:
            if refused.status in _UNAUTHORIZED:
                await self._close(4403, "Forbidden")
            else:
                await self._refuse(key, refused)
        except Exception as error:  # noqa: BLE001 - the last wall before the client
            await self._refuse(key, refusal_of(error, request_id=request_id_of(self._websocket)))

    async def _admitted(self) -> Context:
        try:
            return await self._reception.receive(self._websocket, self._parameters or {})
        except Exception as error:  # noqa: BLE001 - the last wall before the client
            request_id = request_id_of(self._websocket)
            raise refusal_of(error, request_id=request_id) from None

    async def _refuse(self, key: str, refused: Refused) -> None:
        message = refused.words.said_in(language_of_header(self._websocket))
        said = {"message": message, "extensions": {"code": refused.code}}
        await self._say_last(key, "error", [said])

    def _forget(self, key: str) -> None:
        if task := self._operations.pop(key, None):
            task.cancel()
            self._companions.add(task)
            task.add_done_callback(self._companions.discard)

    def _retire(self, key: str, task: asyncio.Task[None]) -> None:
        if self._operations.get(key) is task:
            del self._operations[key]

    def _accompany(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._companions.add(task)
        task.add_done_callback(self._companions.discard)

    async def _await_init(self) -> None:
        await asyncio.sleep(self.init_seconds)
        if self._parameters is None:
            await self._close(4408, "Connection initialisation timeout")

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self.ping_seconds)
            await self._say({"type": "ping"})

    async def _close_at_the_end_of(self, context: Context) -> None:
        await self._reception.until_end(context)
        await self._close(4403, "Forbidden")

    async def _say_last(self, key: str, kind: str, payload: object = None) -> None:
        """End an operation; its id is free before the client can hear so."""
        self._operations.pop(key, None)
        last: dict[str, object] = {"type": kind, "id": key}
        await self._say(last if payload is None else {**last, "payload": payload})

    async def _say(self, message: Mapping[str, object]) -> None:
        if self._is_open():
            await self._websocket.send_text(orjson.dumps(message).decode())

    async def _close(self, code: int, reason: str) -> None:
        if self._is_open():
            await self._websocket.close(code, reason)

    def _is_open(self) -> bool:
        socket = self._websocket
        return WebSocketState.DISCONNECTED not in {socket.application_state, socket.client_state}


def _message_in(text: str) -> Mapping[str, object]:
    try:
        message: object = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Closed(4400, "Messages must be JSON") from None
    if not isinstance(message, dict):
        raise Closed(4400, "Messages must be JSON objects")
    return cast("dict[str, object]", message)


def _errors(answer: Answer) -> list[object]:
    return [error.formatted for error in answer.errors]


def _closed(refused: Refused) -> Closed:
    if refused.status in _UNAUTHORIZED:
        return Closed(4403, "Forbidden")
    return Closed(1013, "Try again later")


def _too_many() -> Refused:
    words = Words("同一连接上的订阅过多", f"At most {OPERATIONS} operations on one connection")
    return Refused(429, words, code="RATE_LIMITED")
