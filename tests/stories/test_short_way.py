"""The short way: four acts by three parties, over real HTTP with the real client."""

from __future__ import annotations

from uuid import uuid4

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.cases import BY_CALL, SENTENCE
from tests.stories.people import signed_in


async def test_a_sentence_becomes_a_closed_graded_case_in_four_acts(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    case = await cases.filed(lingju)
    assert case["state"] == "FILED"
    assert case["firmWord"] == "SUBMITTED"
    assert case["categoryCode"] == "FINANCE"
    assert case["promise"].startswith("预计")

    clerk = await signed_in(lingju, people.CLERK)
    department = await clerk.organization("COMM")
    departments = [{"departmentId": department["id"], "text": "请三日内联系企业"}]
    given = await clerk.done(case, d.ACCEPT_AND_DISPATCH, departments=departments, kind="CONSULT")
    assert given["submission"]["state"] == "IN_HANDLING"
    assert given["submission"]["leadDepartment"]["code"] == "COMM"
    assert not (await firm.case(case["id"]))["promise"].startswith("预计")

    officer = await signed_in(lingju, people.COMM_OFFICER)
    sheet = {"text": "已办理续贷，客户经理今天联系您。", "outcome": "SOLVED", **BY_CALL}
    answered = await officer.done(given["tasks"][0], d.ANSWER, **sheet)
    assert answered["task"]["state"] == "DONE"

    case = await firm.case(case["id"])
    assert case["state"] == "ANSWERED"
    assert case["replies"]["edges"][0]["node"]["outcome"] == "SOLVED"
    assert set(case["viewerActions"]) >= {"CONFIRM", "DISPUTE"}
    answer = {"verdict": "SOLVED", "grade": "VERY_SATISFIED"}
    closed = (await firm.done(case, d.EVALUATE, answer=answer))["submission"]
    assert closed["state"] == "CLOSED"
    assert closed["closedBy"] == "SUBMITTER"
    assert closed["firmWord"] == "CLOSED"


async def test_the_wrong_role_is_refused_at_every_step(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    departments = [{"departmentId": (await clerk.organization("COMM"))["id"]}]
    case = await cases.filed(lingju)
    someone_elses = {"firmId": await firm.firm_id(), "body": SENTENCE}
    refused = [
        await clerk.act(d.FILE, **someone_elses),
        await firm.on(case, d.OPEN),
        await firm.on(case, d.ACCEPT),
        await firm.on(case, d.ACCEPT_AND_DISPATCH, departments=departments),
    ]
    task = await cases.dispatched(lingju)
    refused += [
        await firm.on(task, d.ANSWER, **cases.SOLVED),
        await clerk.on(task, d.ANSWER, **cases.SOLVED),
        await firm.on(task, d.RECORD_CONTACT, contact={"channel": "CALL"}),
        await officer.on(task["submission"], d.OPEN),
    ]
    waiting = await cases.answered(lingju)
    solved = {"verdict": "SOLVED"}
    refused += [
        await clerk.on(waiting["submission"], d.EVALUATE, answer=solved),
        await officer.on(waiting["submission"], d.EVALUATE, answer=solved),
    ]
    assert {payload["userErrors"][0]["code"] for payload in refused} == {"NOT_ALLOWED"}
    assert (await firm.case(case["id"]))["version"] == case["version"]
    assert (await firm.case(waiting["submission"]["id"]))["state"] == "ANSWERED"


async def test_the_wrong_state_is_refused_at_every_step(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    departments = [{"departmentId": (await clerk.organization("COMM"))["id"]}]
    case, task = await cases.filed(lingju), await cases.answered(lingju)
    done = task["submission"]
    refused = [
        await clerk.on(case, d.DISPATCH, departments=departments),
        await clerk.on(case, d.ANSWER_DIRECTLY, **cases.SOLVED),
        await firm.on(case, d.EVALUATE, answer={"verdict": "SOLVED"}),
        await clerk.on(done, d.OPEN),
        await clerk.on(done, d.ACCEPT_AND_DISPATCH, departments=departments),
        await officer.on(task, d.ANSWER, **cases.SOLVED),
        await officer.on(task, d.ASK, question="还有别的吗？"),
        await firm.on(task, d.REPLY, text="没有"),
    ]
    assert {payload["userErrors"][0]["code"] for payload in refused} == {"NOT_POSSIBLE"}


async def test_whoever_read_an_older_version_gets_a_conflict_and_the_case_as_it_is(
    lingju: str,
) -> None:
    clerk = await signed_in(lingju, people.CLERK)
    second = await signed_in(lingju, people.SECOND_CLERK)
    case = await cases.filed(lingju)
    opened = (await clerk.done(case, d.OPEN))["submission"]
    late = await second.on(case, d.ACCEPT)
    assert late["userErrors"][0]["code"] == "CONFLICT"
    assert late["submission"]["version"] == opened["version"]
    assert late["submission"]["state"] == "VERIFYING"

    officer = await signed_in(lingju, people.COMM_OFFICER)
    task = await cases.dispatched(lingju)
    await officer.done(task, d.RECORD_CONTACT, **BY_CALL)
    late = await officer.on(task, d.ANSWER, **cases.SOLVED)
    assert late["userErrors"][0]["code"] == "CONFLICT"
    assert late["task"]["state"] == "IN_PROGRESS"


async def test_who_may_not_see_a_case_learns_nothing_of_it(lingju: str) -> None:
    case = await cases.filed(lingju)
    strangers = (people.OTHER_FIRM, people.OTHER_DISTRICT_CLERK, people.COMM_OFFICER)
    for phone in strangers:
        stranger = await signed_in(lingju, phone)
        assert await stranger.case(case["id"]) is None
        assert await stranger.ask(d.ANYTHING, {"id": case["id"]}) == {"node": None}
        hidden = await stranger.on(case, d.OPEN)
        assert hidden["userErrors"][0]["code"] == "NOT_FOUND"
        assert hidden["submission"] is None


async def test_one_key_has_one_effect(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    firm_id, key = await firm.firm_id(), str(uuid4())
    first = await firm.act(d.FILE, key=key, firmId=firm_id, body=SENTENCE)
    again = await firm.act(d.FILE, key=key, firmId=firm_id, body=SENTENCE)
    assert again["submission"]["number"] == first["submission"]["number"]
    other = await firm.act(d.FILE, key=key, firmId=firm_id, body="另一件事")
    assert other["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert other["submission"] is None


async def test_an_answer_sent_twice_reaches_the_firm_once(lingju: str) -> None:
    officer = await signed_in(lingju, people.COMM_OFFICER)
    task, key = await cases.dispatched(lingju), str(uuid4())
    first = await officer.on(task, d.ANSWER, key=key, **cases.SOLVED, **BY_CALL)
    again = await officer.on(task, d.ANSWER, key=key, **cases.SOLVED, **BY_CALL)
    assert first == again
    assert len(again["task"]["submission"]["replies"]["edges"]) == 1
    other = {**cases.SOLVED, "text": "另一个答复"}
    reused = await officer.on(task, d.ANSWER, key=key, **other, **BY_CALL)
    assert reused["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"


async def test_errors_are_said_in_the_readers_language(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    firm_id = await firm.firm_id()
    chinese = await firm.act(d.FILE, firmId=firm_id, body="  ")
    firm.language = "en"
    english = await firm.act(d.FILE, firmId=firm_id, body="  ")
    assert chinese["userErrors"][0]["message"] == "请用一句话写下您的诉求"
    assert english["userErrors"][0]["message"].startswith("Please say in one sentence")
    assert english["userErrors"][0]["path"] == ["input", "body"]
