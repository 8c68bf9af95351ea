"""Notices over HTTP: told in the reader's language, counted, read, and live."""

from __future__ import annotations

import asyncio
import json

import httpx

from tests.stories import cases, people
from tests.stories.people import Somebody, signed_in
from tests.stories.scenes_notices import a_notice

MARK = """mutation($input: NoticeMarkReadInput!) { noticeMarkRead(input: $input) {
  markedCount unreadCount userErrors { code } } }"""


NEWEST = "query { unreadNoticeCount notices(first: 1) { nodes { id } } }"


async def test_a_notice_leads_to_its_case(lingju: str) -> None:
    _, notice = await a_notice(lingju)
    assert notice["submission"]["number"] in notice["text"]


async def test_a_notice_is_counted_until_it_is_read(lingju: str) -> None:
    # What other tests did may still be told to the same officer: such a round is not judged.
    for _ in range(20):
        officer, notice = await a_notice(lingju)
        before = await officer.ask(NEWEST)
        read = await officer.act(MARK, ids=[notice["id"]])
        again = await officer.act(MARK, ids=[notice["id"]])
        after = await officer.ask(NEWEST)
        if after["notices"] == before["notices"]:
            break
    else:
        raise AssertionError("it was never quiet enough to count")
    assert (read["markedCount"], again["markedCount"]) == (1, 0)
    expected = before["unreadNoticeCount"] - 1
    assert [read["unreadCount"], again["unreadCount"], after["unreadNoticeCount"]] == [expected] * 3


async def test_another_person_s_notice_is_not_found(lingju: str) -> None:
    _, notice = await a_notice(lingju)
    other = await signed_in(lingju, people.SUPERVISOR)
    refused = await other.act(MARK, ids=[notice["id"]])
    assert [error["code"] for error in refused["userErrors"]] == ["NOT_FOUND"]


async def test_english_readers_read_english(lingju: str) -> None:
    _, notice = await a_notice(lingju)
    officer = await signed_in(lingju, people.COMM_OFFICER, language="en")
    asked = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Notice { text } } }"
    [node] = (await officer.ask(asked, {"ids": [notice["id"]]}))["nodes"]
    assert node["text"].isascii()


async def first_notice(who: Somebody, listening: asyncio.Event) -> dict[str, str]:
    """Return the first notice that comes over SSE."""
    headers = {"accept": "text/event-stream", **who.headers}
    body = {"query": "subscription { noticeGiven { text eventName } }"}
    async with (
        httpx.AsyncClient(base_url=who.url, verify=False, timeout=60) as web,
        web.stream("POST", "/graphql", json=body, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        listening.set()
        async for line in answer.aiter_lines():
            if line.startswith("data:") and "noticeGiven" in line:
                return json.loads(line.removeprefix("data:"))["data"]["noticeGiven"]
    raise AssertionError("the stream ended")


async def test_a_new_task_is_told_live(lingju: str) -> None:
    officer = await signed_in(lingju, people.COMM_OFFICER)
    listening = asyncio.Event()
    coming = asyncio.create_task(first_notice(officer, listening))
    await listening.wait()
    await asyncio.sleep(0.3)
    await cases.dispatched(lingju)
    notice = await asyncio.wait_for(coming, 20)
    assert notice["eventName"] == "submission.dispatched"
