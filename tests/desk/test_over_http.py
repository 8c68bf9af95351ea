"""A clerk's minute: a pasted chat of thirty lines becomes cases, over real HTTP."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest
from gql.transport.exceptions import TransportQueryError

from tests.desk import documents as d
from tests.stories import people
from tests.stories.people import signed_in

MATTERS = (
    "银行要求先还后贷，过桥资金太贵，能否协调续贷？",
    "厂门口的公交线路撤了，夜班工人怎么回家？",
    "变压器容量不够，增容申请交了两个月没有答复。",
    "平台上有人仿我们的专利产品，投诉了三轮还没下架。",
    "出口退税至今没有到账，资金周转不开。",
    "建议把惠企政策做成一张清单，按企业规模自动匹配。",
)
CHATTER = ("收到，谢谢领导！", "大家早上好", "+1", "我报名，两个人")


def a_chat(firm: str, *, size: int) -> str:
    """Return a chat of so many messages as WeChat copies it; every other one is chatter."""
    mark = uuid4().hex[:6]
    return "\n\n".join(
        f"{firm} 2026/11/20 09:{number:02}:11\n"
        + (
            CHATTER[number // 2 % len(CHATTER)]
            if number % 2
            else f"{MATTERS[number // 2 % len(MATTERS)]}（{mark}-{number}）"
        )
        for number in range(size)
    )


def as_line(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the preview as it is filed: with what the clerk was shown."""
    return {
        "text": line["text"],
        "firmId": line["firm"]["id"],
        "personId": line["personId"],
        "author": line["author"],
        "saidAt": line["saidAt"],
        "categoryCode": line["categoryCode"],
    }


async def test_thirty_pasted_lines_are_cases_within_a_minute(lingju: str) -> None:
    clerk = await signed_in(lingju, people.CLERK)
    firm = await signed_in(lingju, people.FIRM)
    text = a_chat("联系人01", size=30)

    begun = time.perf_counter()
    preview = (await clerk.ask(d.PREVIEW, {"text": text}))["pastePreview"]
    looked = time.perf_counter()
    ticked = [line for line in preview["lines"] if line["isTicked"]]
    payload = await clerk.act(d.FILE, lines=[as_line(line) for line in ticked])
    filed = time.perf_counter()
    print(
        f"30 pasted lines: looked at in {looked - begun:.2f} s, {len(ticked)} cases filed in "
        f"{filed - looked:.2f} s, all in {filed - begun:.2f} s"
    )
    assert len(preview["lines"]) == 30
    assert [line["index"] for line in ticked] == list(range(0, 30, 2))
    assert {line["recognition"] for line in preview["lines"]} == {"EXACT"}
    assert payload["userErrors"] == []
    assert all(row["userErrors"] == [] for row in payload["rows"])
    numbers = {row["submission"]["number"] for row in payload["rows"]}
    assert len(numbers) == len(ticked)

    # The firm has them in its list; the clerk's second paste shows the same cases.
    mine = await firm.case(payload["rows"][0]["submission"]["id"])
    assert mine["number"] in numbers
    again = (await clerk.ask(d.PREVIEW, {"text": text}))["pastePreview"]["lines"]
    assert [line["isTicked"] for line in again] == [False] * 30
    assert {line["filed"]["number"] for line in again if line["filed"]} == numbers


async def test_a_call_takes_two_requests(lingju: str) -> None:
    clerk = await signed_in(lingju, people.CLERK)
    begun = time.perf_counter()
    caller = (await clerk.ask(d.CALLER, {"phone": people.FIRM}))["caller"]
    payload = await clerk.act(d.CALL, phone=people.FIRM, text="变压器容量不够，能否增容？")
    print(f"a call: {time.perf_counter() - begun:.2f} s")
    assert payload["userErrors"] == []
    assert payload["submission"]["firm"]["name"] == caller["firms"][0]["name"]


async def test_who_is_not_of_the_federation_pastes_nothing(lingju: str) -> None:
    for phone in (people.FIRM, people.COMM_OFFICER, people.COORDINATOR):
        someone = await signed_in(lingju, phone)
        with pytest.raises(TransportQueryError, match="权限"):
            await someone.ask(d.PREVIEW, {"text": a_chat("联系人01", size=1)})
