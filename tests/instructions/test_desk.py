"""The leader's desk: what comes before him, what he has read, what waits for his word."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.accounts.models import Membership
from backend.actor import Actor
from backend.db import sql
from backend.errors import Invalid, NotAllowed
from backend.instructions import queries
from backend.instructions.actions import accept, acknowledge, mark_read, report_back, send_to_leader
from backend.instructions.models import Instruction, LeaderRead
from backend.submissions import queries as cases
from backend.submissions.models import Submission
from tests.instructions.cast import (
    a_deputy,
    a_leader,
    an_instruction,
    an_office_of,
    line_of,
    the_leaders,
)
from tests.submissions.cast import a_filed_case, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def to_read(actor: Actor) -> int:
    """Return how many cases lie before the actor unread."""
    return await sql.count(Submission, queries.to_read(actor) & cases.visible_to(actor))


async def seat_of(actor: Actor) -> UUID:
    """Return the membership of somebody with one seat."""
    return (await Membership.get(person_id=actor.person_id)).id


async def test_an_urgent_case_lies_before_the_leader_until_he_has_read_it() -> None:
    cast = await the_cast()
    mayor, secretary = await a_leader("MAYOR"), await a_leader("PARTY_SEC")
    await a_filed_case(cast)
    urgent = await a_filed_case(cast, is_urgent=True)
    assert await to_read(mayor) == 1
    await mark_read(urgent, actor=mayor)
    assert (await to_read(mayor), await to_read(secretary)) == (0, 1)


async def test_from_the_third_dispute_on_a_case_lies_before_the_leader() -> None:
    cast = await the_cast()
    mayor = await a_leader()
    case = await a_filed_case(cast)
    for disputes, lying in ((2, 0), (3, 1)):
        await Submission.filter(id=case.id).update(dispute_count=disputes)
        assert await to_read(mayor) == lying


async def test_what_the_federation_sends_is_new_to_the_leader_each_time() -> None:
    cast = await the_cast()
    mayor, secretary = await a_leader("MAYOR"), await a_leader("PARTY_SEC")
    mine = await seat_of(mayor)
    case = await a_filed_case(cast)
    await send_to_leader(case, membership_id=mine, note="请阅", actor=cast.clerk)
    assert (await to_read(mayor), await to_read(secretary)) == (1, 0)
    await mark_read(case, actor=mayor)
    assert await to_read(mayor) == 0
    await send_to_leader(case, membership_id=mine, actor=cast.clerk)
    assert await to_read(mayor) == 1


async def test_a_case_is_sent_to_no_deputy_who_may_not_see_it() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    deputy = await seat_of(await a_deputy(categories=("LABOR",)))
    for membership_id in (deputy, await seat_of(cast.coordinator), uuid4()):
        with pytest.raises(Invalid):
            await send_to_leader(case, membership_id=membership_id, actor=cast.clerk)
    with pytest.raises(NotAllowed):
        await send_to_leader(case, membership_id=deputy, actor=cast.coordinator)


async def test_the_first_reading_stays_and_the_last_one_moves() -> None:
    cast = await the_cast()
    mayor = await a_leader()
    case = await a_filed_case(cast, is_urgent=True)
    first = await mark_read(case, actor=mayor)
    with clock.moved_by(timedelta(hours=1)):
        again = await mark_read(case, actor=mayor)
    assert again.id == first.id
    assert again.first_read_at == first.first_read_at < again.last_read_at


async def test_read_marks_stand_on_the_leaders_own_desk_and_at_his_office_alone() -> None:
    cast = await the_cast()
    mayor, secretary = await a_leader("MAYOR"), await a_leader("PARTY_SEC")
    office = await an_office_of(mayor)
    await mark_read(await a_filed_case(cast), actor=office)
    mark = await LeaderRead.get()
    assert (mark.leader_id, mark.office_id) == (
        mayor.person_id,
        office.seats[0].organization_id,
    )
    for actor, seen in (
        (mayor, 1),
        (office, 1),
        (secretary, 0),
        (cast.clerk, 0),
        (cast.supervisor, 0),
        (cast.firm, 0),
    ):
        assert await sql.count(LeaderRead, queries.reads_visible_to(actor)) == seen
    with pytest.raises(NotAllowed):
        await mark_read(await Submission.get(), actor=cast.clerk)


async def desk(actor: Actor) -> tuple[int, int, int]:
    """Return how many instructions are overdue, reported back and open on the actor's desk."""
    return (
        await sql.count(Instruction, queries.overdue_of_the_desk(actor)),
        await sql.count(Instruction, queries.reported_back_to_the_desk(actor)),
        await sql.count(Instruction, queries.open_of_the_desk(actor)),
    )


async def test_an_instruction_wanders_over_the_desk_of_who_spoke() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders)
    office = await an_office_of(leaders.mayor)
    line = await line_of(row, leaders.lead_id)
    assert await desk(leaders.mayor) == await desk(office) == (0, 0, 1)
    assert await desk(await a_leader("PARTY_SEC")) == (0, 0, 0)
    with clock.moved_by(timedelta(days=5)):
        assert await desk(leaders.mayor) == (1, 0, 1)
    await acknowledge(line, actor=leaders.head)
    with clock.moved_by(timedelta(days=8)):
        assert await desk(leaders.mayor) == (1, 0, 1)
    await report_back(line, text="已办", actor=leaders.head)
    with clock.moved_by(timedelta(days=8)):
        assert await desk(leaders.mayor) == (0, 1, 1)
    await accept(line, actor=leaders.mayor)
    assert await desk(leaders.mayor) == (0, 0, 0)


async def test_instructing_is_reading() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders)
    assert await to_read(leaders.mayor) == 0
    assert await to_read(await a_leader("PARTY_SEC")) == 1
