"""What a person is not offered he cannot do: every act, in every state, by everybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Mapping
from typing import Any
from uuid import uuid4

import pytest

from backend.graph import encode_id
from backend.submissions.workflow import Act
from backend.tasks.workflow import TaskAct
from tests.stories import cases, people, scenes, scenes_course, scenes_leaving
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.wrong import INPUTS, document_of
from tests.submissions.test_offers import BY_A_PERSON

EVERYBODY = (
    people.FIRM,
    people.CLERK,
    people.COORDINATOR,
    people.COMM_OFFICER,
    people.INDIT_OFFICER,
    people.SUPERVISOR,
    people.MAYOR,
    people.AUDITOR,
)
SAID: Mapping[str, Any] = {
    "text": "已办",
    "question": "何时？",
    "reason": "理由",
    "explanation": "依据充分",
    "where": "法院",
    "outcome": "SOLVED",
    "contact": {"channel": "CALL"},
    "answer": {"verdict": "NOT_SOLVED"},
    "areaCode": "320583",
    "finding": "IN_ORDER",
    "parts": [{"body": "续贷"}, {"body": "供电"}],
    **scenes_course.PLAN,
    "dueOn": "2199-01-01",
    "interimReply": "正在会商",
    "isGranted": True,
}
CASE_STATES: Mapping[str, Callable[[str], Awaitable[Answer]]] = {
    "FILED": cases.filed,
    "NEEDS_INFO": scenes.info_asked,
    "ACCEPTED": cases.accepted,
    "ANSWERED": scenes.reply_of_firm,
    "DISPUTED": cases.disputed,
    "DECLINED": scenes_leaving.declined,
    "WITHDRAWN": scenes_leaving.withdrawn,
}
TASK_STATES: Mapping[str, Callable[[str], Awaitable[Answer]]] = {
    "ASSIGNED": cases.dispatched,
    "WAITING_FOR_SUBMITTER": cases.asked,
    "COMPLETION_CLAIMED": cases.claimed,
    "RETURN_REQUESTED": scenes_course.returned,
    "LISTED": scenes_course.listed,
    "DONE": cases.answered,
}


async def what_a_leader_says(who: Somebody, fields: Container[str]) -> Answer:
    """Return to whom an instruction or a forward goes."""
    department = await who.organization("COMM")
    if "departments" in fields:
        return {"departments": [department["id"]]}
    return {"departmentId": department["id"]}


async def refused(who: Somebody, name: str, thing: Answer) -> bool:
    """Try a mutation on a thing with everything it asks for; say whether it was refused."""
    fields = INPUTS[name].fields
    said = {field: value for field, value in SAID.items() if field in fields}
    if "supports" in fields:
        said["supports"] = [{"departmentId": (await who.organization("HRSS"))["id"]}]
    if name == "taskSampleCheck":
        said["finding"] = "GOOD"
    if name in {"submissionDecline", "submissionWithdraw", "taskRequestReturn"}:
        said["reason"] = "OTHER"
    if "departments" in fields:
        department = await who.organization("COMM")
        said["departments"] = [{"departmentId": department["id"]}]
    if "submissionId" in fields:
        said |= await what_a_leader_says(who, fields)
    if "membershipId" in fields:
        said["membershipId"] = encode_id("Membership", uuid4())
    read = {"expectedVersion": thing["version"]} if "expectedVersion" in fields else {}
    about = {"submissionId" if "submissionId" in fields else "id": thing["id"]}
    payload = await who.act(document_of(name), **about, **read, **said)
    codes = {error["code"] for error in payload["userErrors"]}
    assert codes <= {"NOT_ALLOWED", "NOT_POSSIBLE"}, (name, payload)
    return bool(codes)


def mutations(acts: type[Act | TaskAct], offered: list[str]) -> set[str]:
    """Return the mutations of acts that are not offered, but those that something offered shares."""
    named = {act: name for act, name in BY_A_PERSON.items() if isinstance(act, acts)}
    shared = {name for act, name in named.items() if act.value in offered}
    return set(named.values()) - shared - {"submissionFile"}


@pytest.mark.parametrize("state", CASE_STATES)
async def test_an_act_on_a_case_that_is_not_offered_is_refused(state: str, lingju: str) -> None:
    case = await CASE_STATES[state](lingju)
    assert case["state"] == state
    for phone in EVERYBODY:
        who = await signed_in(lingju, phone)
        seen = await who.case(case["id"])
        for name in sorted(mutations(Act, seen["viewerActions"])) if seen else ():
            assert await refused(who, name, seen), (phone, name)


@pytest.mark.parametrize("state", TASK_STATES)
async def test_an_act_on_a_task_that_is_not_offered_is_refused(state: str, lingju: str) -> None:
    task = await TASK_STATES[state](lingju)
    assert task["state"] == state
    for phone in EVERYBODY:
        who = await signed_in(lingju, phone)
        seen = await who.task(task["id"])
        for name in sorted(mutations(TaskAct, seen["viewerActions"])) if seen else ():
            assert await refused(who, name, seen), (phone, name)
