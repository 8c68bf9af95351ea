"""Who speaks in a case and who hides behind it, over real HTTP with real clients."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from gql.transport.exceptions import TransportError, TransportQueryError

from tests.stories import cases, people, scenes_voices
from tests.stories import documents as d
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scenes_leaving import WITHDRAW
from tests.stories.scenes_voices import (
    FILE_ANONYMOUSLY,
    FILE_FOR_MEMBER,
    OBJECT,
    POST_MESSAGE,
    TAKE_OVER,
    filed_anonymously,
    filed_for_member,
    holder,
)

THREAD = """query($id: ID!) { submission(id: $id) {
  messages(first: 10) { totalCount nodes { text role isFromFirm organization { code name } } } } }"""
TASK_POST_MESSAGE = """mutation($input: TaskPostMessageInput!) { taskPostMessage(input: $input) {
  task { id contactChannel } message { id } userErrors { code message path } } }"""
HIDDEN = """query($id: ID!) { submission(id: $id) {
  body visibility tier firm { name } contact { name } chamber { name } chamberStanding
  timeline(first: 50) { nodes { name payload organizationId role } }
  accessReceipts(first: 20) { totalCount nodes { role organizationKind kind } } } }"""
OWN = """{ submissionOfReturnCode { id number state viewerActions body firm { name }
  contact { name } accessReceipts(first: 9) { nodes { role } } } submissions(first: 5) {
  nodes { id } } viewer { id } }"""
ROWS = """{ submissions(first: 50) { nodes { id number title state } } }"""


async def thread(who: Somebody, case: Answer) -> Any:
    """Return the messages somebody reads; null when he does not see the case."""
    found = (await who.ask(THREAD, {"id": case["id"]}))["submission"]
    return found and found["messages"]


async def hidden(who: Somebody, case: Answer) -> Any:
    """Read everything about a case that could tell who hides."""
    return (await who.ask(HIDDEN, {"id": case["id"]}))["submission"]


async def test_firm_and_offices_write_and_nobody_is_named(lingju: str) -> None:
    firm, clerk = await signed_in(lingju, people.FIRM), await signed_in(lingju, people.CLERK)
    case = (await cases.dispatched(lingju, visibility="CONFIDENTIAL"))["submission"]
    for who, text in ((firm, "请尽快"), (clerk, "已交办")):
        payload = await who.act(POST_MESSAGE, id=case["id"], text=text)
        assert payload["userErrors"] == []
    officer = await signed_in(lingju, people.COMM_OFFICER)
    for who in (firm, officer):
        read = await thread(who, case)
        assert [message["text"] for message in read["nodes"]] == ["请尽快", "已交办"]
        assert [message["isFromFirm"] for message in read["nodes"]] == [True, False]
        assert read["nodes"][0]["organization"] is None
        assert read["nodes"][1]["organization"]["code"] == "FED"
    stranger = await signed_in(lingju, people.OTHER_FIRM)
    assert await thread(stranger, case) is None


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "任务"), ("en", "task")])
async def test_a_department_is_told_where_it_writes(lingju: str, language: str, word: str) -> None:
    case = (await cases.dispatched(lingju))["submission"]
    officer = await signed_in(lingju, people.COMM_OFFICER, language=language)
    payload = await officer.act(POST_MESSAGE, id=case["id"], text="您好")
    [error] = payload["userErrors"]
    assert error["code"] == "NOT_ALLOWED"
    assert word in error["message"]


async def test_a_hidden_firm_stays_hidden_from_department_and_coordinator(lingju: str) -> None:
    case = (await cases.dispatched(lingju, visibility="CONFIDENTIAL"))["submission"]
    firm = await signed_in(lingju, people.FIRM)
    own = await hidden(firm, case)
    name = own["firm"]["name"]
    for phone in (people.COMM_OFFICER, people.COORDINATOR):
        read = await hidden(await signed_in(lingju, phone), case)
        assert read["firm"] is read["contact"] is read["tier"] is None
        assert name not in f"{read}"
        assert await firm.firm_id() not in f"{read}"
        filed = next(step for step in read["timeline"]["nodes"] if step["role"] == "ENTREPRENEUR")
        assert filed["organizationId"] is None
    clerk = await hidden(await signed_in(lingju, people.CLERK), case)
    assert clerk["firm"]["name"] == name


async def test_the_firm_reads_who_read_its_case_and_lists_leave_no_trace(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    case = await cases.filed(lingju, visibility="CONFIDENTIAL")
    supervisor, clerk = (
        await signed_in(lingju, people.SUPERVISOR),
        await signed_in(lingju, people.CLERK),
    )
    await clerk.ask(ROWS)
    assert (await hidden(firm, case))["accessReceipts"]["totalCount"] == 0
    for who in (clerk, clerk, supervisor, await signed_in(lingju, people.SECOND_CLERK)):
        assert await hidden(who, case)
    receipts = (await hidden(firm, case))["accessReceipts"]
    assert receipts["totalCount"] == 2
    assert (
        receipts["nodes"]
        == [{"role": "FEDERATION", "organizationKind": "FEDERATION", "kind": "READ"}] * 2
    )
    for who in (clerk, supervisor):
        assert (await hidden(who, case))["accessReceipts"]["totalCount"] == 0


async def test_a_chamber_files_and_its_member_takes_over(lingju: str) -> None:
    head = await signed_in(lingju, scenes_voices.CHAMBER_HEAD)
    firm = await signed_in(lingju, people.FIRM)
    case = await filed_for_member(lingju)
    assert case["viewerActions"] == ["ADD_INFO", "POST_MESSAGE"]
    refused = await head.on(case, TAKE_OVER)
    assert [error["code"] for error in refused["userErrors"]] == ["NOT_ALLOWED"]
    await firm.done(case, TAKE_OVER)
    assert (await head.case(case["id"]))["viewerActions"] == []
    assert (await hidden(firm, case))["chamberStanding"] == "TAKEN_OVER"


async def test_a_chamber_reads_no_reply_before_the_firm_and_no_grade_ever(lingju: str) -> None:
    case = await filed_for_member(lingju)
    clerk, head = (
        await signed_in(lingju, people.CLERK),
        await signed_in(lingju, scenes_voices.CHAMBER_HEAD),
    )
    department = await clerk.organization("COMM")
    departments = [{"departmentId": department["id"]}]
    payload = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=departments, kind="COMPLEX")
    officer = await signed_in(lingju, people.COMM_OFFICER)
    task = await cases.filed_answer(officer, payload["tasks"][0])
    assert (await head.task(task["id"]))["reply"] is None
    seen = await head.case(case["id"])
    assert seen["replies"]["edges"] == []
    assert seen["tasks"]["edges"][0]["node"]["reply"] is None


async def test_the_head_of_another_chamber_cannot_file_for_this_one(lingju: str) -> None:
    given = await scenes_voices.membership(lingju)
    other = await signed_in(lingju, people.OTHER_FIRM)
    payload = await other.act(FILE_FOR_MEMBER, **given, body=cases.SENTENCE)
    assert [error["code"] for error in payload["userErrors"]] == ["NOT_FOUND"]
    head = await signed_in(lingju, scenes_voices.CHAMBER_HEAD)
    theirs = {**given, "firmId": await other.firm_id()}
    payload = await head.act(FILE_FOR_MEMBER, **theirs, body=cases.SENTENCE)
    assert [error["code"] for error in payload["userErrors"]] == ["NOT_FOUND"]


async def test_what_its_member_objects_to_is_gone_for_the_chamber(lingju: str) -> None:
    head = await signed_in(lingju, scenes_voices.CHAMBER_HEAD)
    firm = await signed_in(lingju, people.FIRM)
    ended, kept = await filed_for_member(lingju), await filed_for_member(lingju)
    assert (await firm.done(ended, OBJECT))["submission"]["state"] == "WITHDRAWN"
    assert (await firm.done(kept, OBJECT, goesOn=True))["submission"]["state"] == "FILED"
    for case in (ended, kept):
        assert await head.case(case["id"]) is None


async def test_an_anonymous_firm_goes_all_the_way_with_its_code(lingju: str) -> None:
    filed = await filed_anonymously(lingju)
    code, case = filed["returnCode"], filed["submission"]
    assert len(code.replace("-", "")) == 16
    me = holder(lingju, code.lower())
    clerk = await signed_in(lingju, people.CLERK)
    asked = await clerk.done(case, d.ASK_INFO, question="哪家银行？")
    own = await me.case(case["id"])
    assert (own["state"], own["question"]) == ("NEEDS_INFO", "哪家银行？")
    await me.done(own, d.ANSWER_INFO, text="某银行")
    await clerk.act(POST_MESSAGE, id=case["id"], text="请说明金额")
    await me.act(POST_MESSAGE, id=case["id"], text="三百万元")
    assert [message["isFromFirm"] for message in (await thread(me, case))["nodes"]] == [False, True]
    task = await a_task_of(clerk, await clerk.case(case["id"]))
    officer = await signed_in(lingju, people.COMM_OFFICER)
    question = (await officer.done(task, d.ASK, question="何时到期？"))["task"]
    answered = (await me.done(question, d.REPLY, text="月底"))["task"]
    # Nobody can call whoever has no number: the message in the thread is the first contact.
    written = await officer.act(TASK_POST_MESSAGE, id=answered["id"], text="已约谈银行")
    assert written["task"]["contactChannel"] == "MESSAGE"
    await officer.done(await officer.task(answered["id"]), d.ANSWER, **cases.SOLVED)
    said = {"verdict": "SOLVED", "grade": "SATISFIED"}
    done = await me.done(await me.case(case["id"]), d.EVALUATE, answer=said)
    assert done["submission"]["state"] == "CLOSED"
    assert asked["submission"]["firm"] is None


async def a_task_of(clerk: Somebody, case: Answer) -> Answer:
    """Give a case to a department."""
    department = await clerk.organization("COMM")
    departments = [{"departmentId": department["id"]}]
    payload = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=departments, kind="CONSULT")
    return payload["tasks"][0]


async def test_it_reads_its_one_case_and_withdraws_it(lingju: str) -> None:
    filed, other = await filed_anonymously(lingju), await filed_anonymously(lingju)
    me = holder(lingju, filed["returnCode"])
    answer = await me.ask(OWN)
    own = answer["submissionOfReturnCode"]
    assert own["number"] == filed["number"]
    assert [row["id"] for row in answer["submissions"]["nodes"]] == [own["id"]]
    assert answer["viewer"] is own["contact"] is None
    assert await me.case(other["submission"]["id"]) is None
    said = {"reason": "SOLVED_ALREADY", "text": ""}
    done = await me.done(await me.case(own["id"]), WITHDRAW, **said)
    assert done["submission"]["state"] == "WITHDRAWN"


async def test_the_same_request_shows_the_code_again_and_a_new_one_another(lingju: str) -> None:
    key = f"{uuid4()}"
    first = await filed_anonymously(lingju, key=key)
    again = await filed_anonymously(lingju, key=key)
    other = await filed_anonymously(lingju)
    assert (again["number"], again["returnCode"]) == (first["number"], first["returnCode"])
    assert other["returnCode"] != first["returnCode"]


async def test_nobody_in_an_office_learns_anything_of_who_it_is(lingju: str) -> None:
    filed = await filed_anonymously(lingju)
    for phone in (people.CLERK, people.COORDINATOR, people.SUPERVISOR, people.ADMIN):
        read = await hidden(await signed_in(lingju, phone), filed["submission"])
        if phone == people.ADMIN:
            assert read is None
            continue
        assert read["visibility"] == "ANONYMOUS"
        assert read["firm"] is read["contact"] is None
        assert all(step["organizationId"] is None for step in read["timeline"]["nodes"])


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "没有开通"), ("en", "no anonymous")])
async def test_an_area_that_takes_none_says_what_to_do(
    lingju: str, language: str, word: str
) -> None:
    nobody = Somebody(lingju, language=language)
    payload = await nobody.act(FILE_ANONYMOUSLY, areaCode="320585", body=cases.SENTENCE)
    [error] = payload["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_POSSIBLE", ["input", "areaCode"])
    assert word in error["message"]
    assert payload["returnCode"] is None


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "退出登录"), ("en", "sign out")])
async def test_who_is_signed_in_is_told_to_sign_out(lingju: str, language: str, word: str) -> None:
    await scenes_voices.opened(lingju)
    firm = await signed_in(lingju, people.FIRM, language=language)
    area = scenes_voices.ANONYMOUS_AREA
    payload = await firm.act(FILE_ANONYMOUSLY, areaCode=area, body=cases.SENTENCE)
    assert word in payload["userErrors"][0]["message"]


async def test_a_typo_is_told_from_a_code_that_leads_nowhere(lingju: str) -> None:
    async with httpx.AsyncClient(base_url=lingju, verify=False) as web:
        for language, typo, nowhere in (
            ("zh-CN", "输入有误", "没有这个查询码"),
            ("en", "mistyped", "leads nowhere"),
        ):
            codes = {wrong_code(): typo, unknown_code(): nowhere}
            for code, word in codes.items():
                headers = {"authorization": f"Bearer {code}", "accept-language": language}
                answer = await web.post("/graphql", json={"query": OWN}, headers=headers)
                assert answer.status_code == 401
                assert word in answer.json()["errors"][0]["message"]


async def test_a_code_opens_nothing_else(lingju: str) -> None:
    filed = await filed_anonymously(lingju)
    me = holder(lingju, filed["returnCode"])
    with pytest.raises((TransportQueryError, TransportError)):
        await me.act(people.CREATE_TOKEN, name="程序", scopes=["READ"])
    case = await cases.filed(lingju)
    assert await me.case(case["id"]) is None
    payload = await me.act(POST_MESSAGE, id=case["id"], text="您好")
    assert payload["userErrors"][0]["code"] == "NOT_FOUND"


def wrong_code() -> str:
    """Return a code whose check character does not fit."""
    good = unknown_code()
    return good[:-1] + ("0" if good[-1] != "0" else "1")


def unknown_code() -> str:
    """Return a code that fits and was never given out."""
    # The value of fifteen zeroes is zero, and so is its check character.
    return "0" * 16
