"""Who leaves hands everything open to a colleague in one act."""

from __future__ import annotations

import pytest

from backend import graph
from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.accounts.models import Membership
from backend.actor import Actor, Role
from backend.events.models import Event
from backend.organizations.models import Organization
from backend.submissions import actions as cases
from backend.submissions.models import Submission
from backend.tasks import actions as tasks
from backend.tasks.models import Task
from tests.desk import documents as d
from tests.desk.asking import act, ask
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


async def seat(actor: Actor) -> str:
    """Return the id of somebody's only membership."""
    found = await Membership.filter(person_id=actor.person_id).order_by("since").first()
    assert found is not None
    return graph.encode_id("Membership", found.id)


async def test_tasks_and_mentions_go_over_and_the_firm_reads_nothing_of_it(cast: Cast) -> None:
    colleague = await somebody(Role.OFFICER, await body("COMM"))
    begun, untouched = await a_task(cast), await a_task(cast)
    await tasks.record_contact(begun, contact=BY_CALL, actor=cast.officer)
    case_id = graph.encode_id("Submission", begun.submission_id)
    called = [graph.encode_id("Person", cast.officer.person_id)]  # pyright: ignore[reportArgumentType]
    await act(d.NOTE, cast.clerk, submissionId=case_id, text="请催", mentions=called)

    ids = {"fromId": await seat(cast.officer), "toId": await seat(colleague)}
    over = await act(d.HAND_OVER, cast.officer, **ids)
    assert over["userErrors"] == []
    assert [each["id"] for each in over["tasks"]] == [graph.encode_id("Task", begun.id)]
    assert (over["keptTasks"], over["mentionCount"]) == ([], 1)
    assert (await Task.get(id=begun.id)).officer_id == colleague.person_id
    assert (await Task.get(id=untouched.id)).officer_id is None
    assert (await ask(d.TODOS, colleague, kinds=["MENTION"]))["todos"]["totalCount"] == 1

    [event] = await Event.filter(name="task.handed_over")
    assert event.thread_id == begun.submission_id
    for reader, reads in ((cast.firm, False), (cast.clerk, True)):
        seen = (await ask(d.NOTES, reader, id=case_id))["submission"]["timeline"]["nodes"]
        assert ("task.handed_over" in {each["name"] for each in seen}) is reads
    again = await act(d.HAND_OVER, cast.officer, **ids)
    assert (again["tasks"], again["mentionCount"]) == ([], 0)


async def test_what_a_colleague_may_not_verify_stays_and_is_named(cast: Cast) -> None:
    colleague = await somebody(Role.FEDERATION, await body("FED"))
    ours, his = await a_filed_case(cast), await a_filed_case(cast)
    for case in (ours, his):
        await cases.open_case(case, actor=cast.clerk)
    await Submission.filter(id=his.id).update(declined_by_id=colleague.person_id)
    over = await act(
        d.HAND_OVER, cast.clerk, fromId=await seat(cast.clerk), toId=await seat(colleague)
    )
    assert [each["id"] for each in over["submissions"]] == [graph.encode_id("Submission", ours.id)]
    assert [each["id"] for each in over["keptSubmissions"]] == [
        graph.encode_id("Submission", his.id)
    ]
    assert (await Submission.get(id=ours.id)).verifier_id == colleague.person_id
    assert (await Submission.get(id=his.id)).verifier_id == cast.clerk.person_id


async def test_only_himself_his_head_and_the_administrator(cast: Cast) -> None:
    comm = await body("COMM")
    colleague = await somebody(Role.OFFICER, comm)
    head = await somebody(Role.DEPARTMENT_HEAD, comm)
    admin = await somebody(Role.ADMIN, await body("FED"))
    ids = {"fromId": await seat(cast.officer), "toId": await seat(colleague)}
    for actor in (colleague, cast.clerk, cast.firm, cast.indit_officer):
        refused = await act(d.HAND_OVER, actor, **ids)
        assert refused["userErrors"][0]["code"] in {"NOT_ALLOWED", "NOT_FOUND"}
    for actor in (cast.officer, head, admin):
        assert (await act(d.HAND_OVER, actor, **ids))["userErrors"] == []


async def test_only_to_the_same_role_in_the_same_organization(cast: Cast) -> None:
    comm = await body("COMM")
    own = {"fromId": await seat(cast.officer)}
    both = await two_seats(comm)
    for other in (
        await seat(await somebody(Role.DEPARTMENT_HEAD, comm)),
        await seat(cast.officer),
        both,
    ):
        refused = await act(d.HAND_OVER, cast.officer, **own, toId=other)
        assert refused["userErrors"][0]["path"] == ["input", "toId"]


async def two_seats(comm: Organization) -> str:
    """Return a seat in another department of somebody who is a colleague too."""
    person = await enrol("两处任职", phone="19900088888")
    await give_role(person, Role.OFFICER, organization=comm)
    other = await give_role(person, Role.OFFICER, organization=await body("HRSS"))
    assert (await actor_of_person(person.id)).seats
    return graph.encode_id("Membership", other.id)
