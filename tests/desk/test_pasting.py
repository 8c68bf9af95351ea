"""A clerk pastes a chat, looks, and files what is ticked; a message makes at most one case."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.actor import Actor, Role
from backend.db import sql
from backend.desk.models import PastedLine
from backend.submissions.models import Submission
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import DISTRICT, Cast, a_filed_case, a_firm, body, somebody, the_cast

CHAT = """Zhang 2026/11/20 09:12:33
银行要求先还后贷，过桥资金太贵，请协调续贷。
示例企业（虚构） 2026/11/20 09:13:10
厂门口的公交线路撤了，夜班工人怎么回家？
示例企业（虚构） 2026/11/20 09:13:40
厂门口的公交线路撤了，夜班工人怎么回家？
李四 2026/11/20 09:14:00
收到，谢谢
"""


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city; its one firm is called 示例企业（虚构）."""
    return await the_cast()


async def test_a_preview_recognises_ticks_and_keeps_nothing(cast: Cast) -> None:
    case = await a_filed_case(cast)
    lines = (await ask(d.PREVIEW, cast.clerk, text=CHAT))["pastePreview"]["lines"]
    assert [line["isTicked"] for line in lines] == [True, True, False, False]
    assert [line["recognition"] for line in lines] == ["UNKNOWN", "EXACT", "EXACT", "UNKNOWN"]
    assert lines[0]["categoryCode"] == "FINANCE"
    assert lines[1]["firm"]["name"] == "示例企业（虚构）"
    assert lines[2]["repeats"] == 1
    assert lines[3]["reasons"] == ["只是应答", "是致谢", "太短"]
    assert await PastedLine.all().count() == 0
    assert await Submission.all().count() == 1

    named = CHAT.replace("Zhang", "示例企业")
    [first, *_] = (await ask(d.PREVIEW, cast.clerk, text=named))["pastePreview"]["lines"]
    # The same sentence is an open case of the firm: it is named, and not ticked again.
    assert first["alikeSubmissions"] == [{"likeness": 100, "submission": {"number": case.number}}]
    assert first["isTicked"] is False


async def test_two_firms_of_one_name_are_shown_to_choose_from(cast: Cast) -> None:
    await a_firm()
    lines = (await ask(d.PREVIEW, cast.clerk, text=CHAT))["pastePreview"]["lines"]
    assert (lines[1]["recognition"], lines[1]["firm"]) == ("AMBIGUOUS", None)
    assert len(lines[1]["candidates"]) == 2


def line(firm: dict[str, Any] | None, text: str, **more: object) -> dict[str, Any]:
    """Return a ticked line."""
    chosen = {"firmId": firm["id"]} if firm else {}
    return {"text": text, "author": "张三", "saidAt": "2026-11-20T01:12:33Z", **chosen, **more}


async def the_firm(cast: Cast) -> dict[str, Any]:
    """Return the firm as the preview shows it."""
    lines = (await ask(d.PREVIEW, cast.clerk, text=CHAT))["pastePreview"]["lines"]
    return lines[1]["firm"]


async def test_one_bad_row_spoils_no_other_and_the_same_key_answers_alike(cast: Cast) -> None:
    firm = await the_firm(cast)
    new = {"newFirm": {"name": "新星制造厂", "areaCode": DISTRICT}}
    lines = [
        line(firm, "厂门口的公交线路撤了，夜班工人怎么回家？"),
        line(None, "没有选企业的一句"),
        line(None, "变压器容量不够，能否增容？", **new),
        line(firm, "  "),
        line(firm, "未来的话", saidAt="2099-01-01T00:00:00Z"),
        line(firm, "厂门口的公交线路撤了, 夜班工人怎么回家?"),
        line(firm, "类别不对", categoryCode="NONE"),
    ]
    filed = await act(d.FILE, cast.clerk, key="paste-1", lines=lines)
    rows = filed["rows"]
    assert [row["index"] for row in rows] == list(range(7))
    assert [bool(row["submission"]) for row in rows] == [
        True,
        False,
        True,
        False,
        False,
        True,
        False,
    ]
    assert [row["wasThere"] for row in rows] == [False, False, False, False, False, True, False]
    assert rows[5]["submission"]["number"] == rows[0]["submission"]["number"]
    first = rows[0]["submission"]
    assert (first["channel"], first["categoryCode"], first["state"]) == (
        "GROUP",
        "TRANSIT",
        "FILED",
    )
    assert first["pastedFrom"]["author"] == "张三"
    assert first["contact"] is not None  # the firm's only person speaks for it
    assert rows[2]["submission"]["firm"]["name"] == "新星制造厂"
    assert rows[1]["userErrors"][0]["path"] == ["input", "lines", "1", "firmId"]
    assert rows[6]["userErrors"][0]["code"] == "INVALID"
    assert await Submission.all().count() == 2

    assert await act(d.FILE, cast.clerk, key="paste-1", lines=lines) == filed
    assert await Submission.all().count() == 2
    reused = await act(d.FILE, cast.clerk, key="paste-1", lines=lines[:1])
    assert reused["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    again = await act(d.FILE, cast.clerk, lines=lines[:1])
    assert again["rows"][0]["wasThere"] is True
    assert await Submission.all().count() == 2


async def test_two_clerks_who_file_one_message_at_once_make_one_case(cast: Cast) -> None:
    firm = await the_firm(cast)
    colleague = await somebody(Role.FEDERATION, await body("FED"))
    lines = [line(firm, "厂门口的公交线路撤了，夜班工人怎么回家？")]
    both = await asyncio.gather(*(act(d.FILE, who, lines=lines) for who in (cast.clerk, colleague)))
    assert await Submission.all().count() == 1
    assert await PastedLine.all().count() == 1
    served = [payload["rows"][0] for payload in both if payload["rows"][0]["submission"]]
    assert [row["wasThere"] for row in served].count(False) == 1
    again = await act(d.FILE, colleague, lines=lines)
    assert again["rows"][0]["wasThere"] is True


async def test_a_message_filed_before_is_shown_as_its_case(cast: Cast) -> None:
    firm = await the_firm(cast)
    at_once = line(
        firm,
        "厂门口的公交线路撤了，夜班工人怎么回家？",
        author="示例企业（虚构）",
        saidAt="2026-11-20T01:13:00Z",
    )
    [row] = (await act(d.FILE, cast.clerk, lines=[at_once]))["rows"]
    lines = (await ask(d.PREVIEW, cast.clerk, text=CHAT))["pastePreview"]["lines"]
    assert lines[1]["filed"]["number"] == row["submission"]["number"]
    assert lines[1]["isTicked"] is False


async def test_the_group_reads_a_number_and_a_link_and_no_matter(cast: Cast) -> None:
    firm = await the_firm(cast)
    [row] = (await act(d.FILE, cast.clerk, lines=[line(firm, "银行断贷了，怎么办？")]))["rows"]
    said = row["submission"]["groupAnswer"]
    assert said.count("\n") == 1
    assert row["submission"]["number"] in said
    assert "/s/LJ-" in said
    assert "断贷" not in said
    assert "示例企业" not in said


async def test_only_the_federation_of_the_area_pastes_and_never_for_its_own_firm(
    cast: Cast,
) -> None:
    firm = await the_firm(cast)
    text = "银行断贷了，怎么办？"
    elsewhere = await somebody(Role.FEDERATION, await body("FED"), area_code="320583")
    twofold = Actor(cast.clerk.person_id, "both", (*cast.clerk.seats, *cast.firm.seats), None, None)
    for actor in (cast.coordinator, cast.officer, cast.firm, elsewhere, twofold):
        payload = await act(d.FILE, actor, lines=[line(firm, text)])
        [row] = payload["rows"]
        assert row["userErrors"][0]["code"] in {"NOT_ALLOWED", "NOT_FOUND"}
    assert await Submission.all().count() == 0


async def test_a_paste_has_bounds(cast: Cast) -> None:
    firm = await the_firm(cast)
    for lines in ([], [line(firm, f"第{n}句") for n in range(101)]):
        payload = await act(d.FILE, cast.clerk, lines=lines)
        assert payload["rows"] == []
        assert payload["userErrors"][0]["path"] == ["input", "lines"]


async def test_a_preview_costs_as_many_statements_for_2_lines_as_for_150(cast: Cast) -> None:
    def chat(size: int) -> str:
        return "\n".join(
            f"示例企业（虚构） 2026/11/20 09:{n % 60:02}:00\n第{n}件事，能否协调？"
            for n in range(size)
        )

    await ask(d.PREVIEW, cast.clerk, text=chat(1))
    counted: list[int] = []
    for size in (2, 150):
        with sql.count_statements() as statements:
            found = (await ask(d.PREVIEW, cast.clerk, text=chat(size)))["pastePreview"]["lines"]
        assert len(found) == size
        counted.append(len(statements))
    print("statements of a preview:", counted)
    assert counted[0] == counted[1] <= 8
