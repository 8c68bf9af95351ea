"""The to-do inbox holds what waits for a person, and its counts are the lengths of its lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend import clock, graph
from backend.accounts.actions import give_role
from backend.accounts.actors import actor_of_person
from backend.accounts.models import Person
from backend.actor import Actor, Role
from backend.db import sql, unit_of_work
from backend.desk import todos
from backend.desk.todos import TodoKind
from backend.organizations.models import Organization
from backend.submissions import actions as cases
from backend.submissions.models import DisputeReason, Kind, Outcome, Submission, Verdict
from backend.submissions.sides import seat_in_firm
from backend.tasks import actions as tasks
from backend.tasks import policy as task_policy
from backend.tasks.models import Task
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


async def kinds_of(actor: Actor, **given: Any) -> list[str]:
    """Return the kinds of what waits, in order; counts and lists must agree."""
    answer = await ask(d.TODOS, actor, first=100, **given)
    nodes = answer["todos"]["nodes"]
    assert answer["todos"]["totalCount"] == len(nodes)
    if not given:
        counted = {each["kind"]: each["count"] for each in answer["todoCounts"]}
        listed = [node["kind"] for node in nodes]
        assert counted == {kind: listed.count(kind) for kind in set(listed)}
    for node in nodes:
        objects = [node[each] for each in ("submission", "task", "mention") if node[each]]
        assert len(objects) == 1
    return [node["kind"] for node in nodes]


async def answered(cast: Cast, task: Task) -> None:
    """Let the department answer."""
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )


async def test_the_task_of_ones_own_firm_lies_on_no_desk_of_ones_own(cast: Cast) -> None:
    await a_task(cast)
    assert await kinds_of(cast.officer) == ["START"]
    person = await Person.get(id=cast.officer.person_id)
    firm = await Organization.get(id=cast.firm_id)
    await give_role(person, Role.ENTREPRENEUR, organization=firm)
    assert await kinds_of(await actor_of_person(person.id)) == []


async def test_a_case_wanders_over_the_desks(cast: Cast) -> None:
    case = await a_filed_case(cast)
    assert await kinds_of(cast.clerk) == ["VERIFY"]
    assert await kinds_of(cast.coordinator) == []
    await cases.open_case(case, actor=cast.clerk)
    assert await kinds_of(cast.clerk) == ["VERIFY"]
    await cases.accept(case, actor=cast.clerk, kind=Kind.COMPLEX)
    assert await kinds_of(cast.clerk) == []
    assert await kinds_of(cast.coordinator) == ["DISPATCH"]
    [task] = await tasks.dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.coordinator
    )
    assert await kinds_of(cast.coordinator) == []
    assert await kinds_of(cast.officer) == ["START"]
    assert await kinds_of(cast.indit_officer) == []
    await answered(cast, task)
    assert await kinds_of(cast.officer) == []
    assert await kinds_of(cast.coordinator) == ["REVIEW"]
    await tasks.pass_review(task, actor=cast.coordinator)
    case = await Submission.get(id=case.id)
    async with unit_of_work():
        await cases.dispute(
            case,
            reason=DisputeReason.NOT_SOLVED,
            text="没有解决",
            verdict=Verdict.NOT_SOLVED,
            grade=None,
            actor=cast.firm,
            seat=seat_in_firm(cast.firm, cast.firm_id),
        )
    assert await kinds_of(cast.coordinator) == ["DECIDE_DISPUTE"]
    [item] = (await ask(d.TODOS, cast.coordinator))["todos"]["nodes"]
    assert item["dueAt"] is not None
    assert await kinds_of(cast.firm) == []


async def test_what_another_clerk_opened_waits_for_him(cast: Cast) -> None:
    colleague = await somebody(Role.FEDERATION, await body("FED"))
    case = await a_filed_case(cast)
    assert await kinds_of(colleague) == ["VERIFY"]
    await cases.open_case(case, actor=cast.clerk)
    assert await kinds_of(colleague) == []


async def test_nobody_is_asked_to_review_what_his_own_office_leads(cast: Cast) -> None:
    task = await a_task(cast, lead_id=cast.indit_id, kind=Kind.COMPLEX)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.indit_officer
    )
    assert await kinds_of(cast.coordinator) == []
    assert await kinds_of(cast.clerk) == ["REVIEW"]
    # The inbox says what the policy says, of everybody.
    task = await Task.get(id=task.id)
    for actor in (cast.clerk, cast.coordinator, cast.supervisor, cast.officer, cast.indit_officer):
        piles = todos.piles(actor, {TodoKind.REVIEW})
        waits = bool(sum((await todos.counts(piles)).values()))
        assert waits == (task_policy.reviews(actor, task) is not None)


async def test_the_most_urgent_comes_first_and_pages_hold_together(cast: Cast) -> None:
    for hours in range(7):
        with clock.set_to(clock.now() - timedelta(hours=30 - hours)):
            case = await a_filed_case(cast)
    case_id = graph.encode_id("Submission", case.id)  # pyright: ignore[reportPossiblyUnboundVariable]
    me = graph.encode_id("Person", cast.clerk.person_id)  # pyright: ignore[reportArgumentType]
    await act(d.NOTE, cast.coordinator, submissionId=case_id, text="请看", mentions=[me])
    whole = (await ask(d.TODOS, cast.clerk, first=100))["todos"]["nodes"]
    assert len(whole) == 8
    timed = [node["dueAt"] for node in whole if node["dueAt"]]
    assert timed == sorted(timed)
    read: list[Any] = []
    after = None
    while True:
        page = (await ask(d.TODOS, cast.clerk, first=3, after=after))["todos"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        read += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert read == whole
    last = (await ask(d.TODOS, cast.clerk, last=3))["todos"]
    assert last["nodes"] == whole[-3:]
    before = (await ask(d.TODOS, cast.clerk, last=3, before=last["pageInfo"]["startCursor"]))[
        "todos"
    ]
    assert before["nodes"] == whole[-6:-3]
    assert set(await kinds_of(cast.clerk, kinds=["VERIFY"])) == {"VERIFY"}
    assert await kinds_of(cast.clerk, kinds=[]) == []


async def test_a_page_costs_as_many_statements_at_1_as_at_20(cast: Cast) -> None:
    for _ in range(20):
        case = await a_filed_case(cast)
        me = graph.encode_id("Person", cast.clerk.person_id)  # pyright: ignore[reportArgumentType]
        await act(
            d.NOTE,
            cast.coordinator,
            submissionId=graph.encode_id("Submission", case.id),
            text="请看",
            mentions=[me],
        )
    await ask(d.TODOS, cast.clerk, first=100)  # calendars are read once
    counted: list[int] = []
    for size in (2, 20, 40):
        with sql.count_statements() as statements:
            page = (await ask(d.TODOS, cast.clerk, first=size))["todos"]
        assert len(page["nodes"]) == size
        counted.append(len(statements))
    print("statements of the inbox at 2, 20 and 40 items:", counted)
    assert len(set(counted[1:])) == 1
    assert max(counted) <= 9
