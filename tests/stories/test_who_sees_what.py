"""Who sees a case, and who learns which firm it is, over real HTTP."""

from __future__ import annotations

import json

from tests.stories import cases, people
from tests.stories import documents as d
from tests.stories.people import signed_in

WITHOUT_IDENTITY = ("READ", "TASKS_WRITE")


async def test_a_department_sees_the_cases_it_was_given_and_no_other(lingju: str) -> None:
    given, other = (
        await signed_in(lingju, people.COMM_OFFICER),
        await signed_in(lingju, people.HRSS_OFFICER),
    )
    task = await cases.dispatched(lingju)
    case_id = task["submission"]["id"]
    assert await given.case(case_id) is not None
    assert (await given.task(task["id"]))["submission"]["id"] == case_id
    for thing in (task["id"], case_id):
        assert await other.ask(d.ANYTHING, {"id": thing}) == {"node": None}
    tasks = (await other.ask(d.LIST_TASKS))["tasks"]["nodes"]
    assert {one["department"]["code"] for one in tasks} <= {"HRSS"}
    listed = (await other.ask(d.LIST_CASES))["submissions"]["nodes"]
    assert case_id not in {one["id"] for one in listed}


async def test_a_confidential_firm_is_hidden_from_the_department_and_not_from_the_federation(
    lingju: str,
) -> None:
    firm = await signed_in(lingju, people.FIRM)
    clerk = await signed_in(lingju, people.CLERK)
    officer = await signed_in(lingju, people.COMM_OFFICER)
    coordinator = await signed_in(lingju, people.COORDINATOR)
    own = (await firm.viewer())["memberships"]["nodes"][0]["organization"]
    task = await cases.dispatched(lingju, visibility="CONFIDENTIAL")
    case_id = task["submission"]["id"]
    assert (await clerk.case(case_id))["firm"]["name"] == own["name"]
    assert (await coordinator.case(case_id))["firm"] is None

    seen = [
        await officer.case(case_id),
        await officer.task(task["id"]),
        await officer.ask(d.LIST_CASES),
        await officer.ask(d.LIST_TASKS),
        await officer.ask(d.TIMELINE, {"id": case_id}),
        await officer.ask(d.ANYTHING, {"id": own["id"]}),
    ]
    assert seen[0]["firm"] is None
    mentions = json.dumps([seen[0], seen[1], *seen[4:]], ensure_ascii=False)
    assert own["name"] not in mentions
    assert own["id"] not in mentions
    listed = {one["id"]: one["firm"] for one in seen[2]["submissions"]["nodes"]}
    assert listed[case_id] is None
    by_task = {one["id"]: one["submission"]["firm"] for one in seen[3]["tasks"]["nodes"]}
    assert by_task[task["id"]] is None


async def test_a_program_learns_the_firm_only_with_the_scope_of_identity(lingju: str) -> None:
    task = await cases.dispatched(lingju)
    program = await signed_in(lingju, people.COMM_OFFICER, scopes=WITHOUT_IDENTITY)
    person = await signed_in(lingju, people.COMM_OFFICER)
    assert (await program.case(task["submission"]["id"]))["firm"] is None
    assert (await person.case(task["submission"]["id"]))["firm"] is not None
