"""A leader's word over real HTTP: what each of those concerned reads of it, and what nobody may."""

from __future__ import annotations

import json

import pytest

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories import scenes_leaders as s
from tests.stories.people import Answer, Somebody, at_a_browser, signed_in

FIRM_VIEW = """query($id: ID!) { submission(id: $id) {
  state firmWord leaderSummary instructedAt verifyBeside leaderRead { firstReadAt }
  instructions(first: 5) { totalCount nodes { text } }
  tasks(first: 5) { nodes { contactDueAt assignment } }
  timeline(first: 50) { nodes { name role organizationId payload } } } }"""
READ_ONE = f"query($id: ID!) {{ instruction(id: $id) {{ {s.INSTRUCTION} }} }}"
DESK = """query { leaderDesk {
  toRead(first: 100) { totalCount nodes { id } }
  overdue(first: 100) { totalCount nodes { id } }
  reportedBack(first: 100) { totalCount nodes { id } }
  open(first: 100) { totalCount nodes { id } }
  reads(first: 100) { totalCount nodes { submission { id } firstReadAt } } } }"""
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605 MicroMessenger/8.0.50 Language/zh"
)


async def instruction(who: Somebody, instruction_id: str) -> Answer | None:
    """Read an instruction; None when it is not there for this person."""
    return (await who.ask(READ_ONE, {"id": instruction_id}))["instruction"]


async def test_a_leader_instructs_and_the_firm_reads_only_what_is_released(lingju: str) -> None:
    made = await s.said(lingju)
    firm = await signed_in(lingju, people.FIRM)
    case_id = made["submission"]["id"]
    seen = (await firm.ask(FIRM_VIEW, {"id": case_id}))["submission"]
    assert (seen["state"], seen["firmWord"]) == ("IN_HANDLING", "IN_HANDLING")
    assert seen["tasks"]["nodes"][0]["contactDueAt"] is not None
    assert seen["leaderSummary"] is None
    assert (seen["instructedAt"], seen["verifyBeside"], seen["leaderRead"]) == (None, None, None)
    assert seen["instructions"]["totalCount"] == 0
    assert s.WORDS not in json.dumps(seen, ensure_ascii=False)
    assert {"LEADER", "LEADER_OFFICE"}.isdisjoint(
        event["role"] for event in seen["timeline"]["nodes"]
    )
    assert not [e for e in seen["timeline"]["nodes"] if e["name"].startswith("instruction.")]
    assert await instruction(firm, made["id"]) is None

    mayor = await signed_in(lingju, people.MAYOR)
    released = await mayor.done(made, s.RELEASE, summary={"wording": "NOTED_AND_ASSIGNED"})
    line = released["instruction"]["releasedSummary"]
    assert line == "区领导已关注，已交市商务局办理"
    seen = (await firm.ask(FIRM_VIEW, {"id": case_id}))["submission"]
    assert seen["leaderSummary"] == line
    assert s.WORDS not in json.dumps(seen, ensure_ascii=False)


async def test_from_a_case_to_the_leaders_last_word(lingju: str) -> None:
    made = await s.said(lingju)
    head = await at_a_browser(lingju, people.COMM_HEAD)
    mayor = await at_a_browser(lingju, people.MAYOR)
    [line] = made["lines"]
    assert line["viewerActions"] == []
    seen = await instruction(head, made["id"])
    assert seen is not None
    assert seen["text"] == s.WORDS
    assert seen["lines"][0]["viewerActions"] == ["ACKNOWLEDGE"]
    line = (await head.done(line, s.ACKNOWLEDGE))["line"]
    line = (await head.done(line, s.REPORT_BACK, text="已约谈企业"))["line"]
    desk = (await mayor.ask(DESK))["leaderDesk"]
    assert made["id"] in {each["id"] for each in desk["reportedBack"]["nodes"]}
    line = (await mayor.done(line, s.NOT_ENOUGH, text="还差几家？"))["line"]
    assert line["state"] == "ACKNOWLEDGED"
    line = (await head.done(line, s.REPORT_BACK, text="还差两家"))["line"]
    line = (await mayor.done(line, s.ACCEPT))["line"]
    assert line["state"] == "CLOSED"
    assert (await instruction(mayor, made["id"]) or {})["state"] == "CLOSED"


async def test_a_forward_gives_the_case_to_the_named_department(lingju: str) -> None:
    mayor = await signed_in(lingju, people.MAYOR)
    case = await cases.accepted(lingju)
    comm = await mayor.organization("COMM")
    about = {"submissionId": case["id"], "expectedVersion": case["version"]}
    payload = await mayor.act(s.FORWARD, **about, departmentId=comm["id"])
    assert payload["userErrors"] == []
    assert payload["instruction"]["form"] == "FORWARD"
    officer = await signed_in(lingju, people.COMM_OFFICER)
    case = await officer.case(case["id"])
    assert (case["state"], case["leadDepartment"]["code"]) == ("IN_HANDLING", "COMM")
    [task] = case["tasks"]["edges"]
    answered = await officer.done(task["node"], d.ANSWER, **cases.SOLVED, **cases.BY_CALL)
    assert answered["task"]["state"] == "COMPLETION_CLAIMED"


async def test_the_words_open_neither_in_a_wechat_window_nor_to_a_program(lingju: str) -> None:
    made = await s.said(lingju)
    mayor = await at_a_browser(lingju, people.MAYOR)
    inside = Somebody(
        mayor.url, mayor.phone, mayor.language, {**mayor.headers, "user-agent": WECHAT}
    )
    seen = await instruction(inside, made["id"])
    assert seen is not None
    assert (seen["text"], seen["textHidden"]) == (None, "WECHAT")
    outside = await instruction(mayor, made["id"])
    assert outside is not None
    assert (outside["text"], outside["textHidden"]) == (s.WORDS, None)
    program = await instruction(await signed_in(lingju, people.MAYOR), made["id"])
    assert program is not None
    assert (program["text"], program["textHidden"]) == (None, "PROGRAM")


@pytest.mark.parametrize(
    ("phone", "reads"),
    [
        (people.CLERK, True),
        (people.COORDINATOR, True),
        (people.SUPERVISOR, True),
        (people.COMM_OFFICER, True),
        (people.HRSS_OFFICER, False),
        (people.AUDITOR, False),
        (people.OTHER_DISTRICT_CLERK, False),
        (people.OTHER_FIRM, False),
        (people.FIRM, False),
    ],
)
async def test_who_reads_the_words(lingju: str, phone: str, reads: bool) -> None:
    made = await s.said(lingju)
    seen = await instruction(await at_a_browser(lingju, phone), made["id"])
    assert (seen is not None and seen["text"] == s.WORDS) is reads


async def test_the_words_stand_in_no_event_that_anybody_reads(lingju: str) -> None:
    made = await s.said(lingju)
    feed = (
        """query($id: ID!) { events(submissionId: $id, first: 100) { events { name payload } } }"""
    )
    for phone in (people.MAYOR, people.CLERK, people.SUPERVISOR, people.COMM_HEAD, people.FIRM):
        who = await signed_in(lingju, phone)
        told = await who.ask(feed, {"id": made["submission"]["id"]})
        assert told["events"]["events"]
        assert s.WORDS not in json.dumps(told, ensure_ascii=False)


async def test_what_the_federation_sends_is_counted_on_the_desk_until_it_is_read(
    lingju: str,
) -> None:
    mayor = await signed_in(lingju, people.MAYOR)
    scene = await s.sending(lingju)
    sent = await scene.actor.act(s.SEND, **scene.given)
    assert sent["userErrors"] == []
    to_read = (await mayor.ask(DESK))["leaderDesk"]["toRead"]
    assert to_read["totalCount"] == len(to_read["nodes"])
    assert scene.given["id"] in {each["id"] for each in to_read["nodes"]}
    marked = await mayor.act(s.MARK_READ, id=scene.given["id"])
    assert marked["userErrors"] == []
    desk = (await mayor.ask(DESK))["leaderDesk"]
    assert scene.given["id"] not in {each["id"] for each in desk["toRead"]["nodes"]}
    assert scene.given["id"] in {each["submission"]["id"] for each in desk["reads"]["nodes"]}
    assert (await (await signed_in(lingju, people.CLERK)).ask(DESK))["leaderDesk"] is None
    other = (await (await signed_in(lingju, people.SECRETARY)).ask(DESK))["leaderDesk"]
    assert other["reads"]["totalCount"] == 0


async def test_a_leader_writes_to_the_firm_with_his_badge(lingju: str) -> None:
    mayor = await signed_in(lingju, people.MAYOR)
    case = await cases.filed(lingju)
    document = """mutation($input: SubmissionPostMessageInput!) { submissionPostMessage(input: $input) {
      message { role text } userErrors { code } } }"""
    posted = await mayor.act(document, id=case["id"], text="已请商务局与您联系。")
    assert posted["userErrors"] == []
    firm = await signed_in(lingju, people.FIRM)
    reading = """query($id: ID!) { submission(id: $id) {
      messages(first: 5) { nodes { role text organization { code } } } } }"""
    seen = (await firm.ask(reading, {"id": case["id"]}))["submission"]["messages"]["nodes"]
    assert seen == [
        {"role": "LEADER", "text": "已请商务局与您联系。", "organization": {"code": "MAYOR"}}
    ]


async def test_the_office_of_the_secretary_signs_for_him(lingju: str) -> None:
    office = await signed_in(lingju, people.LEADER_OFFICE)
    case = await cases.filed(lingju)
    comm = await office.organization("COMM")
    about = {"submissionId": case["id"], "expectedVersion": case["version"]}
    payload = await office.act(s.ISSUE, **about, text=s.WORDS, departments=[comm["id"]])
    assert payload["userErrors"] == []
    assert payload["instruction"]["signature"].endswith("代）")


async def test_a_deputy_sees_and_instructs_within_his_portfolio(lingju: str) -> None:
    deputy = await signed_in(lingju, people.DEPUTY)
    comm = await deputy.organization("COMM")
    inside = await cases.filed(lingju, categoryCode="FINANCE")
    outside = await cases.filed(lingju, categoryCode="LABOR")
    assert await deputy.case(outside["id"]) is None
    seen = await deputy.case(inside["id"])
    assert {"INSTRUCT", "FORWARD"} <= set(seen["viewerActions"])
    about = {"submissionId": inside["id"], "expectedVersion": inside["version"]}
    payload = await deputy.act(s.FORWARD, **about, departmentId=comm["id"])
    assert payload["userErrors"] == []


async def test_a_deputys_portfolio_is_set_by_the_administrator_alone(lingju: str) -> None:
    scene = await s.sharing(lingju)
    document = """mutation($input: PortfolioSetInput!) { portfolioSet(input: $input) {
      portfolio { categoryCodes departmentIds } userErrors { code } } }"""
    payload = await scene.actor.act(document, **scene.given)
    assert payload["portfolio"]["categoryCodes"] == ["FINANCE", "MARKET", "RENT"]
    clerk = await signed_in(lingju, people.CLERK)
    refused = await clerk.act(document, **scene.given)
    assert [error["code"] for error in refused["userErrors"]] == ["NOT_ALLOWED"]
