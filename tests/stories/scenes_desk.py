"""The scenes of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.desk import documents as desk
from tests.stories import cases, people
from tests.stories.people import signed_in
from tests.stories.scene import Make, Scene

NEW_FIRM = {"name": "新星制造厂（虚构）", "areaCode": "320506"}


async def pasting(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    line = {
        "text": "变压器容量不够，能否增容？",
        "newFirm": NEW_FIRM,
        "author": "张三",
        "saidAt": "2026-11-20T01:12:33Z",
        "categoryCode": "UTILITY",
        "isUrgent": False,
    }
    return Scene(clerk, {"lines": [line]})


async def calling(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    given = {"phone": people.FIRM, "text": cases.SENTENCE, "channel": "PHONE"}
    return Scene(clerk, {**given, "categoryCode": "FINANCE", "isUrgent": True})


async def noting(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    case = (await cases.dispatched(url))["submission"]
    me = (await clerk.viewer())["id"]
    return Scene(clerk, {"submissionId": case["id"], "text": "请先电话联系", "mentions": [me]})


async def settling(url: str) -> Scene:
    scene = await noting(url)
    await scene.actor.act(desk.NOTE, **scene.given)
    found = await scene.actor.ask(desk.TODOS, {"kinds": ["MENTION"], "first": 1})
    return Scene(scene.actor, {"id": found["todos"]["nodes"][0]["mention"]["id"]})


async def marking(url: str) -> Scene:
    officer = await signed_in(url, people.COMM_OFFICER)
    case = (await cases.dispatched(url))["submission"]
    return Scene(officer, {"submissionId": case["id"]})


async def saving_a_snippet(url: str) -> Scene:
    officer = await signed_in(url, people.COMM_OFFICER)
    return Scene(officer, {"title": "续贷", "text": "已协调银行。", "isShared": True})


async def forgetting_a_snippet(url: str) -> Scene:
    scene = await saving_a_snippet(url)
    saved = await scene.actor.act(desk.SNIPPET, **scene.given)
    return Scene(scene.actor, {"id": saved["snippet"]["id"]})


async def saving_a_view(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    given = {"name": "待核实", "target": "SUBMISSIONS", "filter": '{"states":["FILED"]}'}
    return Scene(clerk, {**given, "isShared": False})


async def forgetting_a_view(url: str) -> Scene:
    scene = await saving_a_view(url)
    saved = await scene.actor.act(desk.VIEW, **scene.given)
    return Scene(scene.actor, {"id": saved["savedView"]["id"]})


def many(**more: Any) -> Make:
    """Make the scene of a bulk act: on one case, for a second would be served beside a wrong one."""

    async def make(url: str) -> Scene:
        clerk = await signed_in(url, people.CLERK)
        filed = [await cases.filed(url)]
        rows = [{"id": case["id"], "expectedVersion": case["version"]} for case in filed]
        given = dict(more)
        if "text" in given:
            given["departmentId"] = (await clerk.organization("COMM"))["id"]
        return Scene(clerk, {"submissions": rows, **given})

    return make


async def handing_over(url: str) -> Scene:
    clerk, colleague = (
        await signed_in(url, people.CLERK),
        await signed_in(url, people.SECOND_CLERK),
    )
    seats = [
        (await who.ask(SEATS))["viewer"]["memberships"]["nodes"][0]["id"]
        for who in (clerk, colleague)
    ]
    return Scene(clerk, {"fromId": seats[0], "toId": seats[1]})


SEATS = "query { viewer { memberships(first: 5) { nodes { id role organization { code } } } } }"

OF_THE_DESK: Mapping[str, Make] = {
    "answeringMarkClear": marking,
    "answeringMarkSet": marking,
    "callRecord": calling,
    "deskHandOver": handing_over,
    "mentionSettle": settling,
    "noteWrite": noting,
    "pasteFile": pasting,
    "savedViewDelete": forgetting_a_view,
    "savedViewSave": saving_a_view,
    "snippetDelete": forgetting_a_snippet,
    "snippetSave": saving_a_snippet,
    "submissionsAccept": many(categoryCode="FINANCE", kind="GENERAL"),
    "submissionsAcceptAndDispatch": many(text="请联系企业", kind="GENERAL", categoryCode="FINANCE"),
    "submissionsOpen": many(),
}
