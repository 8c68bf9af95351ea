from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from backend import clock
from backend.accounts import actions, keys, phones, queries
from backend.accounts.actors import actor_of_person
from backend.accounts.keys import KeyRing
from backend.accounts.models import DisclosureLog, LeaderLevel, Membership, Person
from backend.accounts.policy import seat_to_reveal
from backend.actor import ANONYMOUS, SYSTEM, Actor, Role, Scope
from backend.db import sql
from backend.errors import Invalid, NotPossible
from backend.events.models import Event
from backend.organizations.models import OrganizationKind
from tests.accounts.cast import CITY, EAST, WEST, a_body, a_holder, a_person, acting
from tests.accounts.conftest import MASTER_KEY

pytestmark = pytest.mark.usefixtures("database")


async def seen_by(actor: Actor) -> set[str]:
    return {person.name for person in await sql.rows(Person, queries.visible_to(actor))}


async def test_a_number_is_enrolled_once_however_it_is_written():
    first = await actions.enrol("王先生", phone="199 0000 0001", is_demo=True)
    again = await actions.enrol("别的名字", phone="+8619900000001")
    assert (again.id, again.name, again.is_demo) == (first.id, "王先生", True)
    assert await Person.all().count() == 1


async def test_ten_who_enrol_one_number_at_once_get_one_person():
    together = [actions.enrol("王先生", phone="19900000001") for _ in range(10)]
    assert len({person.id for person in await asyncio.gather(*together)}) == 1
    assert await Event.filter(name="person.enrolled").count() == 1


async def test_neither_the_number_nor_its_digits_are_kept_in_clear():
    person = await actions.enrol("王先生", phone="19900000001")
    [row] = await sql.fetch("SELECT * FROM person")
    assert "1990000" not in repr(row)
    assert queries.number_of(await Person.get(id=person.id)) == "+8619900000001"
    assert await queries.phone_of(person.id) == "+8619900000001"
    events = await sql.fetch("SELECT * FROM event")
    assert "1990000" not in repr(events)


async def test_a_cipher_moved_to_another_row_does_not_open():
    one, other = await a_person(), await a_person()
    await Person.filter(id=other.id).update(phone_cipher=one.phone_cipher)
    with pytest.raises(keys.DecryptError):
        await queries.phone_of(other.id)


async def test_who_has_no_number_on_record_is_told_so():
    person = await Person.create(name="史先生")
    with pytest.raises(NotPossible):
        await queries.phone_of(person.id)


async def test_people_are_found_and_renewed_while_a_key_is_replaced():
    person = await actions.enrol("王先生", phone="19900000001")
    keys.use(KeyRing(("a new master key, which is long enough", MASTER_KEY)))
    found = await queries.person_by_phone("19900000001")
    assert found is not None
    assert (await actions.enrol("王先生", phone="19900000001")).id == person.id
    assert await actions.renew_keys() == 1
    assert await actions.renew_keys() == 0
    keys.use(KeyRing(("a new master key, which is long enough",)))
    renewed = await queries.person_by_phone("19900000001")
    assert renewed is not None
    assert queries.number_of(renewed) == "+8619900000001"


async def test_a_role_is_given_once_and_reaches_the_area_and_all_below():
    office = await a_body(OrganizationKind.DEPARTMENT)
    person = await a_person()
    given = [await actions.give_role(person, Role.OFFICER, organization=office) for _ in range(2)]
    assert given[0].id == given[1].id
    actor = await acting(person)
    assert [(seat.role, seat.area_code) for seat in actor.seats] == [(Role.OFFICER, CITY)]
    assert actor.seats[0].area_codes == {CITY, EAST, WEST}
    assert await queries.holds_role(office.id, Role.OFFICER)
    assert not await queries.holds_role(office.id, Role.DEPARTMENT_HEAD)


async def test_ten_who_give_one_role_at_once_give_one_seat():
    office = await a_body(OrganizationKind.DEPARTMENT)
    person = await a_person()
    together = [actions.give_role(person, Role.OFFICER, organization=office) for _ in range(10)]
    assert len({membership.id for membership in await asyncio.gather(*together)}) == 1
    assert await Membership.all().count() == 1


async def test_a_clock_set_back_gives_no_role_twice():
    office = await a_body(OrganizationKind.DEPARTMENT)
    person = await a_person()
    given = await actions.give_role(person, Role.OFFICER, organization=office)
    with clock.moved_by(timedelta(seconds=-5)):
        again = await actions.give_role(person, Role.OFFICER, organization=office)
    assert again.id == given.id


async def test_an_ended_role_is_no_seat_but_stays_on_record():
    office = await a_body(OrganizationKind.DEPARTMENT)
    person = await a_person()
    membership = await actions.give_role(person, Role.OFFICER, organization=office)
    ended = await actions.end_role(membership)
    assert ended.until is not None
    assert (await actions.end_role(membership)).until == ended.until
    assert (await acting(person)).seats == ()
    assert not await queries.holds_role(office.id, Role.OFFICER)
    again = await actions.give_role(person, Role.OFFICER, organization=office)
    assert again.id != membership.id
    with clock.set_to(ended.since - timedelta(days=1)):
        assert (await acting(person)).seats == ()


async def test_only_leaders_have_a_level():
    body = await a_body(OrganizationKind.LEADERSHIP)
    person = await a_person()
    with pytest.raises(Invalid):
        await actions.give_role(
            person, Role.OFFICER, organization=body, leader_level=LeaderLevel.TOP
        )
    leading = await actions.give_role(
        person, Role.LEADER, organization=body, leader_level=LeaderLevel.TOP
    )
    assert leading.leader_level is LeaderLevel.TOP


async def test_who_is_not_there_acts_as_nobody():
    assert await actor_of_person(uuid4()) == ANONYMOUS


async def test_nobody_sees_people_unless_signed_in_and_jobs_see_all():
    await a_person("王先生")
    assert await seen_by(ANONYMOUS) == set()
    assert await seen_by(SYSTEM) == {"王先生"}


async def test_an_entrepreneur_sees_himself_alone():
    firm = await a_body(OrganizationKind.CHAMBER)
    one = await a_holder(Role.ENTREPRENEUR, organization=firm, name="甲")
    await a_holder(Role.ENTREPRENEUR, organization=firm, name="乙")
    assert await seen_by(await acting(one)) == {"甲"}


async def test_staff_see_their_colleagues_and_no_other_office():
    office = await a_body(OrganizationKind.DEPARTMENT)
    one = await a_holder(Role.OFFICER, organization=office, name="甲")
    await a_holder(Role.DEPARTMENT_HEAD, organization=office, name="乙")
    await a_holder(Role.OFFICER, name="丙")
    assert await seen_by(await acting(one)) == {"甲", "乙"}


async def test_the_federation_sees_its_area_and_a_district_never_another():
    await a_holder(Role.ENTREPRENEUR, area_code=EAST, name="东企")
    await a_holder(Role.ENTREPRENEUR, area_code=WEST, name="西企")
    city = await a_holder(Role.FEDERATION, area_code=CITY, name="市联")
    east = await a_holder(Role.FEDERATION, area_code=EAST, name="东联")
    assert await seen_by(await acting(city)) == {"东企", "西企", "市联", "东联"}
    assert await seen_by(await acting(east)) == {"东企", "东联"}


async def test_a_program_without_the_identity_scope_sees_its_person_alone():
    await a_holder(Role.ENTREPRENEUR, area_code=EAST, name="东企")
    federation = await acting(await a_holder(Role.FEDERATION, name="市联"))
    program = Actor(
        federation.person_id, federation.name, federation.seats, frozenset({Scope.READ}), uuid4()
    )
    assert await seen_by(program) == {"市联"}
    assert seat_to_reveal(program, [EAST]) is None


async def test_a_number_is_shown_for_a_reason_and_the_showing_is_on_record():
    person = await a_holder(Role.ENTREPRENEUR, area_code=EAST)
    federation = await acting(await a_holder(Role.FEDERATION))
    seat = seat_to_reveal(federation, [EAST])
    assert seat is not None
    with pytest.raises(Invalid):
        await actions.disclose_phone(person, reason=" \n ", actor=federation, seat=seat)
    assert await DisclosureLog.all().count() == 0
    shown = await actions.disclose_phone(person, reason="核实诉求", actor=federation, seat=seat)
    assert shown == await queries.phone_of(person.id)
    [entry] = await sql.rows(DisclosureLog, queries.disclosures_visible_to(await acting(person)))
    assert (entry.viewer_id, entry.role, entry.reason) == (
        federation.person_id,
        Role.FEDERATION,
        "核实诉求",
    )
    assert await sql.rows(DisclosureLog, queries.disclosures_visible_to(federation)) == []
    [event] = await Event.filter(name="phone.disclosed")
    assert phones.normalise(shown) not in repr(event.payload)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FEDERATION}))
async def test_no_other_role_reveals_by_itself(role: Role):
    holder = await a_holder(role)
    assert seat_to_reveal(await acting(holder), [CITY, EAST]) is None


async def test_a_district_does_not_reveal_the_number_of_another():
    east = await acting(await a_holder(Role.FEDERATION, area_code=EAST))
    assert seat_to_reveal(east, [EAST]) is not None
    assert seat_to_reveal(east, [WEST]) is None
    assert seat_to_reveal(east, [CITY]) is None
