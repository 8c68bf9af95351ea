"""For every mutation of the graph: somebody who may send it now, and an input he would be served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import uuid4

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scene import Make, Scene
from tests.stories.scenes_course import OF_COURSE
from tests.stories.scenes_desk import OF_THE_DESK
from tests.stories.scenes_files import OF_FILES
from tests.stories.scenes_leaders import SCENES as OF_LEADERS
from tests.stories.scenes_leaving import SCENES as OF_LEAVING
from tests.stories.scenes_notices import SCENES as OF_NOTICES
from tests.stories.scenes_organizations import SCENES as OF_ORGANIZATIONS
from tests.stories.scenes_publications import SCENES as OF_PUBLICATIONS
from tests.stories.scenes_voices import SCENES as OF_VOICES


def on(thing: Answer, **more: object) -> Answer:
    """Return the input for a thing as it was read."""
    return {"id": thing["id"], "expectedVersion": thing["version"], **more}


def of_case(who: str, bring: Make | Callable[[str], Awaitable[Answer]], **more: object) -> Make:
    """Make the scene of a case or task that `bring` brings to where the act is possible."""

    async def make(url: str) -> Scene:
        thing = await bring(url)
        assert isinstance(thing, dict)
        return Scene(await signed_in(url, who), on(thing, **more))

    return make


def given_to_departments(
    bring: Callable[[str], Awaitable[Answer]], who: str, **more: object
) -> Make:
    """Make the scene of a case that goes to a department."""

    async def make(url: str) -> Scene:
        actor = await signed_in(url, who)
        department = await actor.organization("COMM")
        departments = [{"departmentId": department["id"], "text": "请联系企业"}]
        return Scene(actor, on(await bring(url), departments=departments, **more))

    return make


async def info_asked(url: str) -> Answer:
    """Return a case whose firm was asked before acceptance."""
    clerk = await signed_in(url, people.CLERK)
    case = await clerk.done(await cases.filed(url), d.ASK_INFO, question="何时到期？")
    return case["submission"]


async def reply_of_firm(url: str) -> Answer:
    """Return the case of a task that is done."""
    return (await cases.answered(url))["submission"]


async def filing(url: str) -> Scene:
    firm = await signed_in(url, people.FIRM)
    given = {"firmId": await firm.firm_id(), "body": cases.SENTENCE, "title": "续贷"}
    return Scene(firm, {**given, "categoryCode": "FINANCE"})


async def making_a_token(url: str) -> Scene:
    firm = await signed_in(url, people.FIRM)
    return Scene(firm, {"name": "程序", "scopes": ["READ"], "days": 30})


async def revoking_a_token(url: str) -> Scene:
    firm = await signed_in(url, people.FIRM)
    document = """mutation($input: AccessTokenCreateInput!) {
      accessTokenCreate(input: $input) { accessToken { id } userErrors { message } } }"""
    made = await firm.act(document, name="旧程序")
    return Scene(firm, {"id": made["accessToken"]["id"]})


async def revealing_a_phone(url: str) -> Scene:
    firm = await signed_in(url, people.FIRM)
    clerk = await signed_in(url, people.CLERK)
    return Scene(clerk, {"id": (await firm.viewer())["id"], "reason": "核实诉求"})


async def revealing_a_contact(url: str) -> Scene:
    officer = await signed_in(url, people.COMM_OFFICER)
    task = await cases.dispatched(url)
    return Scene(officer, {"id": task["submission"]["id"], "reason": "需要联系企业"})


async def asking_for_a_code(url: str) -> Scene:
    return Scene(Somebody(url), {"phone": people.OTHER_FIRM})


async def signing_in(url: str) -> Scene:
    nobody = Somebody(url)
    await nobody.act(people.REQUEST_CODE, phone=people.OTHER_FIRM)
    # Five wrong codes spend the right one.
    given = {"phone": people.OTHER_FIRM, "code": people.DEMO_CODE}
    return Scene(nobody, given, is_served=False)


async def signing_out(url: str) -> Scene:
    return Scene(await signed_in(url, people.OTHER_FIRM), {"everywhere": False})


async def answering_by_link(url: str) -> Scene:
    # The link itself travels by text message; a wrong one is all that can be sent from here.
    answer = {"verdict": "SOLVED", "grade": "SATISFIED", "text": "好"}
    return Scene(Somebody(url), {"token": f"{uuid4().hex}", "answer": answer}, is_served=False)


BY_CALL = {"channel": "CALL"}
SAID = {"outcome": "EXPLAINED", "text": "可以续贷", "detail": "《办法》第三条"}
WHERE_TO_GO = {"reason": "LITIGATION", "text": "已起诉", "where": "法院"}
HAPPY = {"verdict": "SOLVED", "grade": "SATISFIED", "text": "谢谢"}
FIRM, CLERK, COORDINATOR = people.FIRM, people.CLERK, people.COORDINATOR
OFFICER = people.COMM_OFFICER

SCENES: Mapping[str, Make] = {
    "accessTokenCreate": making_a_token,
    "accessTokenRevoke": revoking_a_token,
    "invitationAnswer": answering_by_link,
    "personRevealPhone": revealing_a_phone,
    "signIn": signing_in,
    "signInRequestCode": asking_for_a_code,
    "signOut": signing_out,
    "submissionAccept": of_case(CLERK, cases.filed, categoryCode="FINANCE"),
    "submissionAcceptAndDispatch": given_to_departments(cases.filed, CLERK),
    "submissionAnswerDirectly": of_case(CLERK, cases.accepted, **SAID),
    "submissionAnswerInfo": of_case(FIRM, info_asked, text="月底"),
    "submissionAskInfo": of_case(CLERK, cases.filed, question="何时到期？"),
    "submissionDecline": of_case(CLERK, cases.filed, **WHERE_TO_GO),
    "submissionDispatch": given_to_departments(cases.accepted, CLERK),
    "submissionEvaluate": of_case(FIRM, reply_of_firm, answer=HAPPY),
    "submissionFile": filing,
    "submissionOpen": of_case(CLERK, cases.filed),
    "submissionRedo": given_to_departments(cases.disputed, COORDINATOR, text="请重办"),
    "submissionRevealContact": revealing_a_contact,
    "submissionUphold": of_case(COORDINATOR, cases.disputed, explanation="依据充分"),
    "taskAnswer": of_case(OFFICER, cases.dispatched, contact=BY_CALL, **SAID),
    "taskAsk": of_case(OFFICER, cases.dispatched, question="哪家银行？"),
    "taskPass": of_case(COORDINATOR, cases.claimed),
    "taskRecordContact": of_case(OFFICER, cases.dispatched, contact=BY_CALL),
    "taskReply": of_case(FIRM, cases.asked, text="苏州银行"),
    "taskReportProgress": of_case(OFFICER, cases.dispatched, text="已约谈"),
    "taskSendBack": of_case(COORDINATOR, cases.claimed, reason="请逐条答复"),
    **OF_ORGANIZATIONS,
    **OF_NOTICES,
    **OF_LEAVING,
    **OF_COURSE,
    **OF_VOICES,
    **OF_LEADERS,
    **OF_THE_DESK,
    **OF_PUBLICATIONS,
    **OF_FILES,
}
