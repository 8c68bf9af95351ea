"""The HTTP protocol of our sockets: a peer that sends too slowly, or headers without end, is cut off.

Stock uvicorn waits for ever for the rest of a header or a body, so a few thousand sockets that
send one byte a minute hold the server. Here the headers have `patience` seconds from their first
byte (or from the connection), and a body must bring `LEAST_BODY` bytes in each such span. Headers
beyond `MOST_HEADERS` bytes, which stock uvicorn would keep in memory, end the connection, too.
"""

from __future__ import annotations

import asyncio
from asyncio.events import TimerHandle
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

PATIENCE_SECONDS = 9.0
LEAST_BODY = 16 * 1024
MOST_HEADERS = 64 * 1024


def _refusal(status: str, message: str) -> bytes:
    body = f'{{"errors":[{{"message":"{message}"}}]}}'
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return f"{head}\r\nconnection: close\r\n\r\n{body}".encode()


TOO_SLOW = _refusal("408 Request Timeout", "Sent too slowly.")
TOO_LARGE = _refusal("431 Request Header Fields Too Large", "Too many headers.")


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with one timer, which runs while the peer owes us bytes."""

    patience = PATIENCE_SECONDS

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._timer: TimerHandle | None = None
        self._in_body = False
        self._body_bytes = 0
        self._header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first headers."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Start waiting at the first byte of a later request: a lone line break is one, too."""
        if self._timer is None and self._answering() is None:
            self._wait()
        self._header_bytes += len(data)
        super().data_received(data)
        is_in_headers = self._timer is not None and not self._in_body
        if is_in_headers and self._header_bytes > MOST_HEADERS:
            self._cut_off(TOO_LARGE)

    def on_message_begin(self) -> None:
        """Start waiting for the headers of a request that follows in the same packet."""
        super().on_message_begin()
        if self._timer is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """Headers are whole: now the body is owed."""
        super().on_headers_complete()
        self._in_body = True
        self._header_bytes = 0
        self._wait()

    def on_body(self, body: bytes) -> None:
        """Count what came."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: nothing is owed."""
        self._stop()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """A WebSocket has its own pings."""
        self._stop()
        super().handle_websocket_upgrade()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._body_bytes = 0
        self._timer = self.loop.call_later(self.patience, self._out_of_patience)

    def _stop(self) -> None:
        self._in_body = False
        self._header_bytes = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _out_of_patience(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        # Reading is paused while we are the slow side; the peer cannot be blamed then.
        if self.flow.read_paused or (self._in_body and self._body_bytes >= LEAST_BODY):
            self._wait()
            return
        self._cut_off(TOO_SLOW)

    def _cut_off(self, why: bytes) -> None:
        answering = self._answering()
        if answering is not None:
            answering.disconnected = True
            answering.message_event.set()
        if answering is None or not answering.response_started:
            self.transport.write(why)
        self.transport.close()

    def _answering(self) -> RequestResponseCycle | None:
        # uvicorn declares the attribute without the None that it starts with.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return None if cycle is None or cycle.response_complete else cycle
