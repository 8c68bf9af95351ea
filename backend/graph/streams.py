"""Server-sent events, framed as the graphql-sse protocol says (distinct connections).

Lines end with LF: some clients split frames at a blank LF line and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from contextlib import aclosing
from typing import Any

from graphql import GraphQLError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend.graph.execution import Answer
from backend.graph.masking import log_bug
from backend.graph.media import EVENT_STREAM

HEARTBEAT_SECONDS = 12.0

_COMPLETE = b"event: complete\ndata:\n\n"
_HEARTBEAT = b":\n\n"
_ENDED = Answer(
    None,
    [
        GraphQLError(
            "The session or token behind this stream has ended",
            extensions={"code": "UNAUTHENTICATED"},
        )
    ],
)


class EventStream(Response):
    """Sends answers until they end, the client goes, or his session or token ends.

    When `draining` is set it breaks off without a word: the client comes back, to the next server.
    """

    media_type = EVENT_STREAM
    heartbeat_seconds = HEARTBEAT_SECONDS

    def __init__(
        self,
        answers: AsyncGenerator[Answer, None],
        *,
        until_end: Callable[[], Coroutine[None, None, None]],
        draining: asyncio.Event,
        request_id: str,
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-cache, no-transform"})
        del self.headers["content-length"]
        # nginx would keep events back until its buffer is full.
        self.headers["X-Accel-Buffering"] = "no"
        self._answers = answers
        self._until_end = until_end
        self._draining = draining
        self._request_id = request_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send everything; whatever ends the stream, the answers are closed."""
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        sending = asyncio.create_task(self._send_answers(send))
        leaving = asyncio.create_task(_until_gone(receive))
        ending = asyncio.create_task(self._until_end())
        stopping = asyncio.create_task(self._draining.wait())
        beating = asyncio.create_task(self._beat(send))
        reasons: tuple[asyncio.Task[Any], ...] = (sending, leaving, ending, stopping)
        tasks = (*reasons, beating)
        try:
            await asyncio.wait(reasons, return_when=asyncio.FIRST_COMPLETED)
            has_sent_all, has_gone, has_ended = sending.done(), leaving.done(), ending.done()
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            self._log_bugs(outcomes)
        if has_sent_all:
            await _write(send, _COMPLETE, more=False)
        elif not has_gone:
            await _write(send, _event(_ENDED) + _COMPLETE if has_ended else b"", more=False)

    async def _send_answers(self, send: Send) -> None:
        async with aclosing(self._answers) as answers:
            async for answer in answers:
                await _write(send, _event(answer))

    async def _beat(self, send: Send) -> None:
        """Show proxies and clients that the stream lives."""
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            await _write(send, _HEARTBEAT)

    def _log_bugs(self, outcomes: Iterable[object]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                log_bug(outcome, request_id=self._request_id)


def _event(answer: Answer) -> bytes:
    return b"event: next\ndata: " + answer.encoded() + b"\n\n"


async def _write(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
