"""A case that leaves, over real HTTP: withdrawn, audited, moved, reviewed, a complaint."""

from __future__ import annotations

import json

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories import scenes_leaving as s
from tests.stories.people import signed_in

WITHDRAWALS = """
query Withdrawals($filter: WithdrawalFilter) {
  withdrawals(filter: $filter, first: 100) {
    nodes { id reason text finding findingNote submission { id version firm { id } } }
  }
}"""
OF_CASE = "query Of($id: ID!) { submission(id: $id) { withdrawal { reason text finding } } }"
MOVES = """{ submissionMoves(first: 100) { nodes { title toAreaCode submission { id } } } }"""
STEPS = "query Steps($id: ID!) { events(submissionId: $id, first: 50) { events { name payload } } }"


async def test_why_a_firm_withdrew_is_read_by_itself_and_by_the_supervisor(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    supervisor = await signed_in(lingju, people.SUPERVISOR)
    auditor = await signed_in(lingju, people.AUDITOR)
    case = await s.withdrawn(lingju)
    assert (case["state"], case["firmWord"], case["viewerActions"]) == (
        "WITHDRAWN",
        "WITHDRAWN",
        [],
    )
    assert [edge["node"]["state"] for edge in case["tasks"]["edges"]] == ["CANCELLED"]
    for who, reason in (
        (firm, "SOMEBODY_ASKED_ME"),
        (supervisor, "SOMEBODY_ASKED_ME"),
        (auditor, None),
    ):
        read = (await who.ask(OF_CASE, {"id": case["id"]}))["submission"]["withdrawal"]
        assert read["reason"] == reason
    for phone in (people.CLERK, people.COORDINATOR, people.COMM_OFFICER):
        office = await signed_in(lingju, phone)
        seen = [
            await office.ask(OF_CASE, {"id": case["id"]}),
            await office.ask(d.TIMELINE, {"id": case["id"]}),
            await office.ask(STEPS, {"id": case["id"]}),
            await office.ask(WITHDRAWALS),
        ]
        assert seen[0]["submission"] == {"withdrawal": None}
        assert "pressure" not in json.dumps(seen)
        assert "ASKED_ME" not in json.dumps(seen)

    queue = (await auditor.ask(WITHDRAWALS, {"filter": {"isAudited": False}}))["withdrawals"]
    [drawn] = [one for one in queue["nodes"] if one["submission"]["id"] == case["id"]]
    assert (drawn["reason"], drawn["submission"]["firm"]) == (None, None)
    said = {"finding": "PRESSED", "note": "企业称受到施压"}
    await auditor.done(await auditor.case(case["id"]), s.AUDIT, **said)
    pressed = (await supervisor.ask(WITHDRAWALS, {"filter": {"isPressed": True}}))["withdrawals"]
    [found] = [one for one in pressed["nodes"] if one["submission"]["id"] == case["id"]]
    assert (found["finding"], found["findingNote"]) == ("PRESSED", "企业称受到施压")


async def test_a_case_that_moves_leaves_its_own_part_with_the_old_area(lingju: str) -> None:
    firm = await signed_in(lingju, people.OTHER_FIRM)
    district = await signed_in(lingju, people.OTHER_DISTRICT_CLERK)
    clerk = await signed_in(lingju, people.CLERK)
    filed = {"firmId": await firm.firm_id(), "body": cases.SENTENCE}
    case = (await firm.act(d.FILE, **filed))["submission"]
    seen = await district.case(case["id"])
    assert "MOVE" in seen["viewerActions"]
    gone = await district.done(seen, s.MOVE, areaCode="320500", reason="市级事权")
    assert (gone["submission"], gone["move"]["toAreaCode"]) == (None, "320500")
    assert await district.case(case["id"]) is None
    moves = (await district.ask(MOVES))["submissionMoves"]["nodes"]
    assert {"title": seen_title(moves), "toAreaCode": "320500", "submission": None} in moves
    steps = (await district.ask(STEPS, {"id": case["id"]}))["events"]["events"]
    assert [step["name"] for step in steps] == ["submission.filed", "submission.moved_away"]

    now = await clerk.case(case["id"])
    assert (now["state"], now["promisedOn"]) == (case["state"], case["promisedOn"])
    told = (await firm.ask(d.TIMELINE, {"id": case["id"]}))["submission"]["timeline"]["nodes"]
    assert [event["name"] for event in told] == ["submission.filed", "submission.moved"]


def seen_title(moves: list[people.Answer]) -> str:
    """Return the title of the first move."""
    return moves[0]["title"]


async def test_the_department_complained_of_finds_no_trace_of_it(lingju: str) -> None:
    clerk = await signed_in(lingju, people.CLERK)
    supervisor = await signed_in(lingju, people.SUPERVISOR)
    about = await clerk.organization("INDIT")
    case = await cases.filed(lingju, body="多次推诿，态度恶劣", complainedOfId=about["id"])
    for phone in (people.COORDINATOR, people.INDIT_OFFICER):
        theirs = await signed_in(lingju, phone)
        assert await theirs.case(case["id"]) is None
        assert await theirs.ask(d.ANYTHING, {"id": case["id"]}) == {"node": None}
        assert (await theirs.ask(STEPS, {"id": case["id"]}))["events"]["events"] == []
        listed = (await theirs.ask(d.LIST_CASES))["submissions"]["nodes"]
        assert case["id"] not in {one["id"] for one in listed}
    assert "ACCEPT" not in (await clerk.case(case["id"]))["viewerActions"]
    taken = await supervisor.done(await supervisor.case(case["id"]), d.ACCEPT)
    departments = [{"departmentId": about["id"]}]
    refused = await supervisor.on(taken["submission"], d.DISPATCH, departments=departments)
    assert refused["userErrors"][0]["path"] == ["input", "departments", "0"]


async def test_a_declined_case_is_looked_at_by_somebody_else(lingju: str) -> None:
    firm = await signed_in(lingju, people.FIRM)
    first, second = (
        await signed_in(lingju, people.CLERK),
        await signed_in(lingju, people.SECOND_CLERK),
    )
    case = await s.declined(lingju)
    await firm.done(case, s.REQUEST_REVIEW, text="确属企业诉求")
    assert "ACCEPT" not in (await first.case(case["id"]))["viewerActions"]
    assert "ACCEPT" in (await second.case(case["id"]))["viewerActions"]
    assert (await second.done(await second.case(case["id"]), d.ACCEPT))["submission"][
        "state"
    ] == "ACCEPTED"
    await firm.act(s.ADD_INFO, id=case["id"], text="另附合同")
    steps = (await second.ask(STEPS, {"id": case["id"]}))["events"]["events"]
    assert steps[-1]["payload"] == {"text": "另附合同"}
