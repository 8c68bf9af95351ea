"""What a deputy sees and may do by his portfolio, and an office for its leader."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.accounts.actions import end_role
from backend.accounts.actors import actor_of_person
from backend.accounts.leadership import set_mandates, set_portfolio
from backend.accounts.models import LeaderLevel, Membership
from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotAllowed
from backend.events import Event
from backend.events.visibility import visible_to as events_visible_to
from backend.instructions import queries
from backend.instructions.actions import Saying, accept, acknowledge, issue, report_back
from backend.instructions.models import Instruction
from backend.submissions import queries as cases
from backend.submissions.models import Reply, Submission, Visibility
from backend.tasks import queries as tasks
from backend.tasks.models import Task
from tests.instructions.cast import (
    WORDS,
    a_deputy,
    a_leader,
    a_membership,
    an_instruction,
    an_office_of,
    line_of,
    the_leaders,
)
from tests.submissions.cast import a_filed_case, a_task, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")


OF_A_CASE = sql.Where("event.thread_id IS NOT NULL")


async def sees(actor: Actor) -> dict[str, bool]:
    """Say of which rows the actor sees any."""
    return {
        "cases": await sql.exists(Submission, cases.visible_to(actor)),
        "tasks": await sql.exists(Task, tasks.visible_to(actor)),
        "replies": await sql.exists(Reply, cases.replies_visible_to(actor)),
        "instructions": await sql.exists(Instruction, queries.visible_to(actor)),
        "events": await sql.exists(Event, events_visible_to(actor) & OF_A_CASE),
    }


ALL = {"cases": True, "tasks": True, "replies": False, "instructions": True, "events": True}
NONE = dict.fromkeys(ALL, False)


async def test_a_deputy_sees_what_his_portfolio_holds_by_category_or_by_department() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders)
    case = await Submission.get()
    assert case.category_code is not None
    assert await sees(await a_deputy(categories=(case.category_code,))) == ALL
    assert await sees(await a_deputy(departments=(leaders.lead_id,))) == ALL
    assert (
        await sees(await a_deputy(categories=("LABOR",), departments=(leaders.health_id,))) == NONE
    )
    assert await sees(await a_deputy()) == NONE


async def test_a_portfolio_reaches_no_further_than_the_area_of_its_seat() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders)
    case = await Submission.get()
    membership = await a_membership("FED-320583", level=LeaderLevel.DEPUTY)
    codes = [str(case.category_code)]
    await set_portfolio(membership, department_ids=(), category_codes=codes)
    assert membership.area_code == "320583"
    assert await sees(await actor_of_person(membership.person_id)) == NONE


async def test_a_deputy_instructs_within_his_portfolio_alone() -> None:
    leaders = await the_leaders()
    case = await a_filed_case(leaders.case_cast)
    saying = Saying(text=WORDS, department_ids=(leaders.lead_id,))
    with pytest.raises(NotAllowed):
        await issue(case, saying, actor=await a_deputy(categories=("LABOR",)))
    deputy = await a_deputy(categories=(str(case.category_code),))
    row = await issue(case, saying, actor=deputy)
    assert row.leader_id == deputy.person_id


async def test_a_deputy_of_the_portfolio_learns_who_a_confidential_firm_is() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    deputy = await a_deputy(categories=(str(case.category_code),))
    assert cases.identity_visible(deputy, case)
    assert not cases.identity_visible(await a_deputy(categories=("LABOR",)), case)


async def test_a_new_portfolio_ends_the_old_one_and_it_ends_by_itself() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    membership = await a_membership("DEPUTY", level=LeaderLevel.DEPUTY)
    codes = [str(case.category_code)]
    until = clock.now() + timedelta(days=1)
    await set_portfolio(membership, department_ids=(), category_codes=codes, until=until)
    assert (await sees(await actor_of_person(membership.person_id)))["cases"]
    with clock.moved_by(timedelta(days=2)):
        assert not (await sees(await actor_of_person(membership.person_id)))["cases"]
    await set_portfolio(membership, department_ids=(), category_codes=["LABOR"])
    assert not (await sees(await actor_of_person(membership.person_id)))["cases"]


async def test_only_the_areas_administrator_arranges_and_never_for_himself() -> None:
    cast = await the_cast()
    membership = await a_membership("DEPUTY", level=LeaderLevel.DEPUTY)
    given = {"department_ids": (), "category_codes": ("FINANCE",)}
    for actor in (cast.clerk, cast.coordinator, await actor_of_person(membership.person_id)):
        with pytest.raises(NotAllowed):
            await set_portfolio(membership, **given, actor=actor)  # pyright: ignore[reportArgumentType]
    elsewhere = await somebody(Role.ADMIN, await body("FED-320583"))
    with pytest.raises(NotAllowed):
        await set_portfolio(membership, **given, actor=elsewhere)  # pyright: ignore[reportArgumentType]
    admin = await somebody(Role.ADMIN, await body("FED"))
    await set_portfolio(membership, **given, actor=admin)  # pyright: ignore[reportArgumentType]
    both = Actor(membership.person_id, seats=admin.seats)
    with pytest.raises(NotAllowed):
        await set_portfolio(membership, **given, actor=both)  # pyright: ignore[reportArgumentType]


async def test_a_top_leader_has_no_portfolio_and_a_clerk_is_no_office() -> None:
    await the_cast()
    top = await a_membership("MAYOR", level=LeaderLevel.TOP)
    with pytest.raises(Invalid):
        await set_portfolio(top, department_ids=(), category_codes=())
    with pytest.raises(Invalid):
        await set_mandates(top, leaders=[top])
    office = await a_membership("PARTY_SEC", Role.LEADER_OFFICE)
    with pytest.raises(Invalid):
        await set_mandates(office, leaders=[office])


async def test_an_office_acts_for_its_leader_and_is_marked_so() -> None:
    leaders = await the_leaders()
    office = await an_office_of(leaders.mayor)
    case = await a_filed_case(leaders.case_cast)
    saying = Saying(text=WORDS, department_ids=(leaders.lead_id,))
    row = await issue(case, saying, actor=office)
    assert row.leader_id == leaders.mayor.person_id
    assert row.office_id == office.seats[0].organization_id
    assert row.written_by_id == office.person_id
    event = await Event.get(name="instruction.issued")
    assert (event.person_id, event.role) == (office.person_id, Role.LEADER_OFFICE)
    assert event.payload["leader_id"] == str(leaders.mayor.person_id)
    assert WORDS not in str(event.payload)
    line = await line_of(row, leaders.lead_id)
    await acknowledge(line, actor=leaders.head)
    await report_back(line, text="已办", actor=leaders.head)
    stranger = await an_office_of(await a_leader("PARTY_SEC"))
    with pytest.raises(NotAllowed):
        await accept(line, actor=stranger)
    await accept(line, actor=office)
    assert line.closing_office_id == office.seats[0].organization_id


async def test_an_office_of_several_leaders_says_for_whom() -> None:
    leaders = await the_leaders()
    secretary = await a_leader("PARTY_SEC")
    office = await an_office_of(leaders.mayor, secretary)
    case = await a_filed_case(leaders.case_cast)
    with pytest.raises(Invalid) as refused:
        await issue(case, Saying(text=WORDS, department_ids=(leaders.lead_id,)), actor=office)
    assert refused.value.path == ("input", "leaderId")
    named = Saying(text=WORDS, department_ids=(leaders.lead_id,), leader_id=secretary.person_id)
    assert (await issue(case, named, actor=office)).leader_id == secretary.person_id


async def test_an_office_reaches_no_further_than_its_leader() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders)
    case = await Submission.get()
    near = await an_office_of(await a_deputy(categories=(str(case.category_code),)))
    far = await an_office_of(await a_deputy(categories=("LABOR",)))
    assert await sees(near) == ALL
    assert await sees(far) == NONE


async def test_an_office_whose_leader_left_acts_and_sees_no_more() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders)
    leader = await a_membership("PARTY_SEC", level=LeaderLevel.TOP)
    office = await an_office_of(await actor_of_person(leader.person_id))
    assert (await sees(office))["cases"]
    await end_role(leader)
    assert office.person_id is not None
    assert await sees(await actor_of_person(office.person_id)) == NONE


async def test_what_is_arranged_stands_in_the_events_of_the_membership() -> None:
    await the_cast()
    membership = await a_membership("DEPUTY", level=LeaderLevel.DEPUTY)
    await set_portfolio(membership, department_ids=(), category_codes=("FINANCE",))
    event = await Event.get(name="membership.portfolio_set")
    assert event.payload["category_codes"] == ["FINANCE"]
    assert await Membership.filter(id=event.aggregate_id).exists()
