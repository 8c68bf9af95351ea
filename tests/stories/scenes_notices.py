"""Scenes of reading notices."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from tests.stories import cases, people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

NOTICES = """query { unreadNoticeCount notices(first: 5, filter: {isRead: false}) {
  totalCount nodes { id text eventName readAt submission { id number } task { id } } } }"""
_TRIES = 200


async def unread(who: Somebody) -> Answer:
    """Return somebody's latest unread notice; the worker may take a moment."""
    for _ in range(_TRIES):
        if found := (await who.ask(NOTICES))["notices"]["nodes"]:
            return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError("no notice came")


async def a_notice(url: str) -> tuple[Somebody, Answer]:
    """Return an officer and the notice of a task he was just given."""
    await cases.dispatched(url)
    officer = await signed_in(url, people.COMM_OFFICER)
    return officer, await unread(officer)


async def reading(url: str) -> Scene:
    officer, notice = await a_notice(url)
    return Scene(officer, {"ids": [notice["id"]]})


async def reading_all(url: str) -> Scene:
    officer, notice = await a_notice(url)
    return Scene(officer, {"untilId": notice["id"]})


SCENES: Mapping[str, Make] = {
    "noticeMarkAllRead": reading_all,
    "noticeMarkRead": reading,
}
