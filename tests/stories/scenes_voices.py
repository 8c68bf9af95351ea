"""Scenes of messages, of filing for a member, and of filing without a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene

CHAMBER_HEAD = "19900000171"
ANONYMOUS_AREA = "320571"
POST_MESSAGE = """mutation($input: SubmissionPostMessageInput!) { submissionPostMessage(input: $input) {
  message { id text role isFromFirm organization { code } } submission { id }
  userErrors { code message path } } }"""
FILE_FOR_MEMBER = d.case_act(
    "submissionFileForMember", "SubmissionFileForMemberInput", "submission { chamber { code } }"
)
TAKE_OVER = d.case_act("submissionTakeOver", "SubmissionEditInput")
OBJECT = d.case_act("submissionObject", "SubmissionObjectInput")
FILE_ANONYMOUSLY = d.case_act(
    "submissionFileAnonymously", "SubmissionFileAnonymouslyInput", "number returnCode"
)
ALLOW = """mutation($input: AreaAllowAnonymousInput!) { areaAllowAnonymous(input: $input) {
  area { code takesAnonymous } userErrors { code message path } } }"""
ADD_MEMBER = """mutation($input: ChamberAddMemberInput!) { chamberAddMember(input: $input) {
  member { id } userErrors { code message } } }"""


async def membership(url: str) -> Answer:
    """Return the chamber of the cast's head and the firm, its member from now on."""
    head, clerk = await signed_in(url, CHAMBER_HEAD), await signed_in(url, people.CLERK)
    firm = await signed_in(url, people.FIRM)
    given = {"chamberId": await head.firm_id(), "firmId": await firm.firm_id()}
    assert (await clerk.act(ADD_MEMBER, **given))["userErrors"] == []
    return given


async def filed_for_member(url: str, **given: Any) -> Answer:
    """Return a case that the chamber has just filed for the firm."""
    head = await signed_in(url, CHAMBER_HEAD)
    said = {**await membership(url), "body": cases.SENTENCE, **given}
    payload = await head.act(FILE_FOR_MEMBER, **said)
    assert payload["userErrors"] == []
    return payload["submission"]


async def opened(url: str) -> None:
    """Let the district take anonymous cases."""
    admin = await signed_in(url, people.ADMIN)
    payload = await admin.act(ALLOW, areaCode=ANONYMOUS_AREA, isAllowed=True)
    assert payload["area"]["takesAnonymous"]


async def filed_anonymously(url: str, **given: Any) -> Answer:
    """Return the payload of a case filed by nobody known."""
    await opened(url)
    said = {"areaCode": ANONYMOUS_AREA, "body": cases.SENTENCE, **given}
    payload = await Somebody(url).act(FILE_ANONYMOUSLY, **said)
    assert payload["userErrors"] == []
    return payload


def holder(url: str, code: str, *, language: str = "zh-CN") -> Somebody:
    """Return whoever comes back with a return code."""
    return Somebody(url, language=language, headers={"authorization": f"Bearer {code}"})


async def allowing(url: str) -> Scene:
    given = {"areaCode": ANONYMOUS_AREA, "isAllowed": True}
    return Scene(await signed_in(url, people.ADMIN), given)


async def posting(url: str) -> Scene:
    case = await cases.filed(url)
    return Scene(await signed_in(url, people.FIRM), {"id": case["id"], "text": "请尽快"})


async def filing_for_a_member(url: str) -> Scene:
    said = {"body": cases.SENTENCE, "title": "续贷", "categoryCode": "FINANCE"}
    return Scene(await signed_in(url, CHAMBER_HEAD), {**await membership(url), **said})


async def filing_anonymously(url: str) -> Scene:
    await opened(url)
    said = {"body": cases.SENTENCE, "title": "续贷", "categoryCode": "FINANCE"}
    return Scene(Somebody(url), {"areaCode": ANONYMOUS_AREA, **said})


async def ending_the_chambers_part(url: str) -> Scene:
    case = await filed_for_member(url)
    given = {"id": case["id"], "expectedVersion": case["version"]}
    return Scene(await signed_in(url, people.FIRM), given)


SCENES: Mapping[str, Make] = {
    "areaAllowAnonymous": allowing,
    "submissionFileAnonymously": filing_anonymously,
    "submissionFileForMember": filing_for_a_member,
    "submissionObject": ending_the_chambers_part,
    "submissionPostMessage": posting,
    "submissionTakeOver": ending_the_chambers_part,
}
