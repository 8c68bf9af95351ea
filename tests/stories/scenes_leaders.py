"""Scenes of what leaders do, what departments answer them, and how their work is shared."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.stories import cases, people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

WORDS = "请商务局牵头，逐家梳理，三日内报进展。"
LINE = "id version state report isOverdue viewerActions department { code }"
INSTRUCTION = f"""
  id version state form type text textHidden dueOn signature releasedSummary supersededAt
  viewerActions submission {{ id version }} lines {{ {LINE} }}
"""
ERRORS = "userErrors { code message path }"
ISSUE = f"""mutation($input: InstructionIssueInput!) {{ instructionIssue(input: $input) {{
  instruction {{ {INSTRUCTION} }} {ERRORS} }} }}"""
FORWARD = f"""mutation($input: InstructionForwardInput!) {{ instructionForward(input: $input) {{
  instruction {{ {INSTRUCTION} }} {ERRORS} }} }}"""
MARK_READ = f"""mutation($input: SubmissionMarkReadInput!) {{ submissionMarkRead(input: $input) {{
  leaderRead {{ firstReadAt }} {ERRORS} }} }}"""
SEND = f"""mutation($input: SubmissionSendToLeaderInput!) {{
  submissionSendToLeader(input: $input) {{ sent {{ note }} {ERRORS} }} }}"""
MEMBERSHIPS = """query($roles: [Role!]) {
  memberships(filter: {roles: $roles, isStanding: true}, first: 50) {
    nodes { id leaderLevel organization { code } portfolio { categoryCodes } } } }"""


def line_act(name: str, kind: str = "InstructionEditInput") -> str:
    """Return the document of an act on a department's line."""
    return f"mutation($input: {kind}!) {{ {name}(input: $input) {{ line {{ {LINE} }} {ERRORS} }} }}"


ACKNOWLEDGE = line_act("instructionAcknowledge")
REPORT_BACK = line_act("instructionReportBack", "InstructionTextInput")
ACCEPT = line_act("instructionAccept")
NOT_ENOUGH = line_act("instructionNotEnough", "InstructionTextInput")
RELEASE = f"""mutation($input: InstructionReleaseSummaryInput!) {{
  instructionReleaseSummary(input: $input) {{ instruction {{ {INSTRUCTION} }} {ERRORS} }} }}"""


async def said(url: str, **given: Any) -> Answer:
    """Return an instruction on a case just filed."""
    mayor = await signed_in(url, people.MAYOR)
    case = await cases.filed(url)
    comm = await mayor.organization("COMM")
    about = {"submissionId": case["id"], "expectedVersion": case["version"]}
    payload = await mayor.act(ISSUE, **about, text=WORDS, departments=[comm["id"]], **given)
    assert payload["userErrors"] == []
    return payload["instruction"]


async def line_said(url: str) -> Answer:
    """Return the department's line of an instruction just issued."""
    return (await said(url))["lines"][0]


async def acknowledged(url: str) -> Answer:
    """Return a line that the head has taken on."""
    head = await signed_in(url, people.COMM_HEAD)
    return (await head.done(await line_said(url), ACKNOWLEDGE))["line"]


async def reported_back(url: str) -> Answer:
    """Return a line whose report waits for the leader."""
    head = await signed_in(url, people.COMM_HEAD)
    return (await head.done(await acknowledged(url), REPORT_BACK, text="已约谈企业"))["line"]


async def membership(who: Somebody, role: str, code: str) -> Answer:
    """Return the membership of the one who holds a role in an organization."""
    found = await who.ask(MEMBERSHIPS, {"roles": [role]})
    return next(
        each for each in found["memberships"]["nodes"] if each["organization"]["code"] == code
    )


def speaking(**given: object) -> Make:
    """Make the scene of a leader who speaks about a case just filed."""

    async def make(url: str) -> Scene:
        mayor = await signed_in(url, people.MAYOR)
        case = await cases.filed(url)
        comm = await mayor.organization("COMM")
        about = {"submissionId": case["id"], "expectedVersion": case["version"]}
        to = {"departmentId": comm["id"]} if "text" not in given else {"departments": [comm["id"]]}
        return Scene(mayor, {**about, **to, **given})

    return make


def on_line(bring: Callable[[str], Awaitable[Answer]], who: str, **given: object) -> Make:
    """Make the scene of an act on a line, or on the whole instruction."""

    async def make(url: str) -> Scene:
        thing = await bring(url)
        read = {"id": thing["id"], "expectedVersion": thing["version"]}
        return Scene(await signed_in(url, who), {**read, **given})

    return make


async def marking_read(url: str) -> Scene:
    case = await cases.filed(url)
    return Scene(await signed_in(url, people.MAYOR), {"id": case["id"]})


async def sending(url: str) -> Scene:
    clerk = await signed_in(url, people.CLERK)
    case = await cases.filed(url)
    leader = await membership(clerk, "LEADER", "MAYOR")
    read = {"id": case["id"], "expectedVersion": case["version"]}
    return Scene(clerk, {**read, "membershipId": leader["id"], "note": "请阅"})


async def verifying_beside(url: str) -> Scene:
    instruction = await said(url)
    clerk = await signed_in(url, people.CLERK)
    case = await clerk.case(instruction["submission"]["id"])
    read = {"id": case["id"], "expectedVersion": case["version"]}
    return Scene(clerk, {**read, "text": "情况属实"})


async def sharing(url: str) -> Scene:
    admin = await signed_in(url, people.ADMIN)
    deputy = await membership(admin, "LEADER", "DEPUTY")
    comm, market = await admin.organization("COMM"), await admin.organization("MKT_SUP")
    codes = ["FINANCE", "MARKET", "RENT"]
    given = {"departmentIds": [comm["id"], market["id"]], "categoryCodes": codes}
    return Scene(admin, {"membershipId": deputy["id"], **given})


async def mandating(url: str) -> Scene:
    admin = await signed_in(url, people.ADMIN)
    office = await membership(admin, "LEADER_OFFICE", "PARTY_SEC")
    leader = await membership(admin, "LEADER", "PARTY_SEC")
    return Scene(admin, {"membershipId": office["id"], "leaderIds": [leader["id"]]})


HEAD, MAYOR = people.COMM_HEAD, people.MAYOR
SCENES: Mapping[str, Make] = {
    "instructionAccept": on_line(reported_back, MAYOR),
    "instructionAcknowledge": on_line(line_said, HEAD),
    "instructionForward": speaking(),
    "instructionIssue": speaking(text=WORDS),
    "instructionNotEnough": on_line(reported_back, MAYOR, text="请说明还差几家"),
    "instructionReleaseSummary": on_line(said, MAYOR, summary={"text": "市领导已阅。"}),
    "instructionReportBack": on_line(acknowledged, HEAD, text="已约谈企业"),
    "mandateSet": mandating,
    "portfolioSet": sharing,
    "submissionMarkRead": marking_read,
    "submissionSendToLeader": sending,
    "submissionVerifyBeside": verifying_beside,
}
