"""The offices' whole way with a case, over real HTTP: handling, review, dispute, ruling."""

from __future__ import annotations

import asyncio

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.cases import BY_CALL, SOLVED
from tests.stories.people import signed_in

PATIENCE_SECONDS = 10


async def test_the_officers_first_act_is_the_acknowledgement(lingju: str) -> None:
    officer = await signed_in(lingju, people.COMM_OFFICER)
    task = await cases.dispatched(lingju)
    assert (task["state"], task["startedAt"]) == ("ASSIGNED", None)
    task = (await officer.done(task, d.RECORD_CONTACT, contact={"channel": "VISIT"}))["task"]
    assert task["state"] == "IN_PROGRESS"
    assert task["startedAt"] == task["contactedAt"]


async def test_the_firm_reads_progress_replies_to_a_question_and_is_answered(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    task = await cases.dispatched(lingju)
    for act, given in ((d.RECORD_CONTACT, BY_CALL), (d.REPORT_PROGRESS, {"text": "已约银行面谈"})):
        task = (await officer.done(task, act, **given))["task"]
    task = (await officer.done(task, d.ASK, question="是哪家银行？"))["task"]
    assert task["submission"]["firmWord"] == "WAITING_FOR_YOU"

    asked = await firm.task(task["id"])
    assert (asked["question"], asked["viewerActions"]) == ("是哪家银行？", ["REPLY", "CONTEST"])
    replied = (await firm.done(asked, d.REPLY, text="苏州银行"))["task"]
    assert replied["state"] == "IN_PROGRESS"
    assert replied["submission"]["firmWord"] == "IN_HANDLING"

    task = (await officer.done(await officer.task(task["id"]), d.ANSWER, **SOLVED))["task"]
    assert task["submission"]["state"] == "ANSWERED"
    timeline = await firm.ask(d.TIMELINE, {"id": task["submission"]["id"]})
    names = [event["name"] for event in timeline["submission"]["timeline"]["nodes"]]
    assert names == [
        "submission.filed",
        "submission.accepted",
        "submission.dispatched",
        "task.started",
        "task.contacted",
        "task.progress_reported",
        "task.asked",
        "task.replied",
        "submission.answered",
    ]


async def test_an_answer_needs_a_contact_on_record(lingju: str) -> None:
    officer = await signed_in(lingju, people.COMM_OFFICER)
    refused = await officer.on(await cases.dispatched(lingju), d.ANSWER, **SOLVED)
    assert refused["userErrors"][0]["path"] == ["input", "contact"]


async def test_a_complex_reply_reaches_the_firm_only_when_another_office_passed_it(
    lingju: str,
) -> None:
    firm = await signed_in(lingju, people.FIRM)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    coordinator = await signed_in(lingju, people.COORDINATOR)
    task = await cases.claimed(lingju)
    unread = await firm.case(task["submission"]["id"])
    assert (unread["state"], unread["replies"]["edges"]) == ("IN_HANDLING", [])
    assert (await firm.task(task["id"]))["reply"] is None
    assert (await officer.on(task, d.PASS))["userErrors"][0]["code"] == "NOT_ALLOWED"

    task = await coordinator.task(task["id"])
    assert task["viewerActions"] == ["PASS", "SEND_BACK"]
    task = (await coordinator.done(task, d.SEND_BACK, reason="请逐条答复"))["task"]
    assert (task["state"], task["sentBackReason"]) == ("IN_PROGRESS", "请逐条答复")

    better = {**SOLVED, "text": "逐条答复如下：一、已续贷；二、利率下调。"}
    task = (await officer.done(task, d.ANSWER, **better))["task"]
    task = (await coordinator.done(task, d.PASS))["task"]
    assert task["state"] == "DONE"
    read = await firm.case(task["submission"]["id"])
    assert read["state"] == "ANSWERED"
    assert [edge["node"]["text"] for edge in read["replies"]["edges"]] == [better["text"]]


async def test_nobody_reviews_what_his_own_organization_leads(lingju: str) -> None:
    coordinator = await signed_in(lingju, people.COORDINATOR)
    clerk = await signed_in(lingju, people.CLERK)
    task = await cases.claimed(lingju, code="INDIT", officer=people.INDIT_OFFICER)
    assert (await coordinator.task(task["id"]))["viewerActions"] == []
    refused = await coordinator.on(task, d.PASS)
    assert refused["userErrors"][0]["message"] == "不能审核本单位主办的任务"
    assert (await clerk.task(task["id"]))["viewerActions"] == ["PASS", "SEND_BACK"]
    assert (await clerk.done(task, d.PASS))["task"]["state"] == "DONE"


async def test_a_disputed_case_is_handled_again_in_a_second_round(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    coordinator = await signed_in(lingju, people.COORDINATOR)
    case = await cases.disputed(lingju, text="利率没有下调")
    assert (case["state"], case["firmWord"]) == ("DISPUTED", "IN_HANDLING")
    assert (await officer.on(case, d.REDO))["userErrors"][0]["code"] == "NOT_ALLOWED"

    case = await coordinator.case(case["id"])
    assert {"REDO", "UPHOLD"} <= set(case["viewerActions"])
    again = await coordinator.done(case, d.REDO, text="请上门核实")
    assert (again["submission"]["state"], again["submission"]["round"]) == ("IN_HANDLING", 2)
    [task] = again["tasks"]
    # What is redone is reviewed before it goes out, whatever its kind.
    task = await cases.filed_answer(officer, task)
    assert task["state"] == "COMPLETION_CLAIMED"
    await coordinator.done(task, d.PASS)

    case = await firm.case(case["id"])
    assert (case["state"], case["round"], case["verdict"]) == ("ANSWERED", 2, None)
    assert len(case["replies"]["edges"]) == 2
    closed = await firm.done(case, d.EVALUATE, answer={"verdict": "SOLVED", "grade": "SATISFIED"})
    assert closed["submission"]["state"] == "CLOSED"


async def test_a_firm_that_nobody_called_need_not_wait_for_a_ruling(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    coordinator = await signed_in(lingju, people.COORDINATOR)
    case = await cases.disputed(lingju, wasContacted=False)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (case := await firm.case(case["id"]))["round"] == 1:  # noqa: ASYNC110 - a client without a socket
            await asyncio.sleep(0.05)
    assert case["state"] == "IN_HANDLING"
    refused = await coordinator.on(case, d.UPHOLD, explanation="依据充分")
    assert refused["userErrors"][0]["code"] == "NOT_POSSIBLE"


async def test_partly_solved_with_please_go_on_disputes(lingju: str) -> None:
    case = await cases.disputed(lingju, verdict="PARTLY", continueHandling=True)
    assert (case["state"], case["verdict"]) == ("DISPUTED", "PARTLY")


async def test_a_firm_that_has_confirmed_may_still_dispute(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    case = (await cases.answered(lingju))["submission"]
    closed = (await firm.done(case, d.EVALUATE, answer={"verdict": "SOLVED"}))["submission"]
    assert (closed["state"], closed["viewerActions"]) == ("CLOSED", ["DISPUTE"])
    again = await firm.done(closed, d.EVALUATE, answer={"verdict": "NOT_SOLVED"})
    assert again["submission"]["state"] == "DISPUTED"


async def test_an_upheld_reply_closes_the_case_with_an_explanation(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    coordinator = await signed_in(lingju, people.COORDINATOR)
    case = await cases.disputed(lingju)
    await coordinator.done(case, d.UPHOLD, explanation="经核查，依据充分")
    case = await firm.case(case["id"])
    assert (case["state"], case["closedBy"]) == ("CLOSED", "UPHELD")
    assert (case["upholdExplanation"], case["viewerActions"]) == ("经核查，依据充分", [])


async def test_a_case_is_declined_with_the_right_address(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    case = await cases.filed(lingju, body="法院判决执行不了")
    said = {"reason": "LITIGATION", "text": "已进入诉讼程序", "where": "人民法院执行局"}
    await clerk.done(case, d.DECLINE, **said)
    case = await firm.case(case["id"])
    assert (case["firmWord"], case["declineWhere"]) == ("DECLINED", "人民法院执行局")


async def test_the_federation_asks_before_it_takes_a_case_on(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    case = await cases.filed(lingju)
    await clerk.done(case, d.ASK_INFO, question="贷款何时到期？")
    case = await firm.case(case["id"])
    assert (case["firmWord"], case["question"]) == ("WAITING_FOR_YOU", "贷款何时到期？")
    assert set(case["viewerActions"]) >= {"ANSWER_INFO", "ADD_INFO", "WITHDRAW"}
    assert (await firm.done(case, d.ANSWER_INFO, text="月底"))["submission"]["state"] == "FILED"


async def test_the_federation_answers_an_accepted_case_itself(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    case = await cases.accepted(lingju)
    said = {"outcome": "EXPLAINED", "text": "可申请续贷", "detail": "《续贷办法》第三条"}
    await clerk.done(case, d.ANSWER_DIRECTLY, **said)
    case = await firm.case(case["id"])
    assert (case["state"], case["outcome"]) == ("ANSWERED", "EXPLAINED")
    answer = {"verdict": "EXPLANATION_ACCEPTED", "grade": "BASICALLY_SATISFIED"}
    assert (await firm.done(case, d.EVALUATE, answer=answer))["submission"]["state"] == "CLOSED"
