"""A program follows a case over a WebSocket: what it missed first, then what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.cases import BY_CALL
from tests.stories.people import Answer, Somebody, signed_in

FOLLOW = """
subscription Follow($id: ID!, $after: ID) {
  submissionChanged(id: $id, after: $after) { id name threadId occurredAt }
}"""
ALL = "subscription { eventRecorded { id name threadId occurredAt } }"
PATIENCE_SECONDS = 10


@asynccontextmanager
async def following(
    who: Somebody, case_id: str | None = None, *, after: str | None = None
) -> AsyncGenerator[asyncio.Queue[Answer]]:
    """Follow a case, or all there is, in the background; what comes is put in the queue."""
    address = who.url.replace("http://", "ws://") + "/graphql"
    transport = WebsocketsTransport(
        address, init_payload=who.headers, subprotocols=["graphql-transport-ws"]
    )
    request = gql(FOLLOW if case_id else ALL)
    request.variable_values = {"id": case_id, "after": after} if case_id else {}
    came: asyncio.Queue[Answer] = asyncio.Queue()

    async def listen(session: Any) -> None:
        async for answer in session.subscribe(request):
            came.put_nowait(next(iter(answer.values())))

    async with Client(transport=transport) as session:
        listening = asyncio.create_task(listen(session))
        try:
            yield came
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def names(came: asyncio.Queue[Answer], count: int) -> list[str]:
    """Return the names of the next events."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        return [(await came.get())["name"] for _ in range(count)]


async def test_what_was_missed_comes_first_and_then_what_happens(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    task = await cases.dispatched(lingju)
    case_id = task["submission"]["id"]
    timeline = await firm.ask(d.TIMELINE, {"id": case_id})
    filed = timeline["submission"]["timeline"]["nodes"][0]
    async with following(firm, case_id, after=filed["id"]) as came:
        assert await names(came, 2) == ["submission.accepted", "submission.dispatched"]
        assert came.empty()
        task = (await officer.done(task, d.RECORD_CONTACT, **BY_CALL))["task"]
        assert await names(came, 2) == ["task.started", "task.contacted"]
        # Another case of the same firm is another story.
        await cases.filed(lingju)
        await officer.done(task, d.ANSWER, **cases.SOLVED)
        assert await names(came, 1) == ["submission.answered"]


async def test_without_an_event_to_start_from_only_what_happens_comes(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    case = await cases.filed(lingju)
    async with following(firm, case["id"]) as came:
        await asyncio.sleep(0.5)
        await clerk.done(case, d.OPEN)
        assert await names(came, 1) == ["submission.opened"]


async def test_nobody_follows_a_case_that_he_may_not_see(lingju: str) -> None:
    stranger = await signed_in(lingju, people.OTHER_FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    case = await cases.filed(lingju)
    async with following(stranger, case["id"]) as came:
        await clerk.done(case, d.OPEN)
        await asyncio.sleep(0.5)
        assert came.empty()


async def test_everybody_is_told_of_what_he_may_see_and_of_nothing_else(lingju: str) -> None:
    officer = await signed_in(lingju, people.COMM_OFFICER)
    stranger = await signed_in(lingju, people.OTHER_FIRM)
    async with following(officer) as his, following(stranger) as others:
        await asyncio.sleep(0.5)
        mine = (await cases.dispatched(lingju))["submission"]["id"]
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (came := await his.get())["name"] != "submission.dispatched":
                pass
        assert came["threadId"] == mine
        assert others.empty()
