"""Registering firms, founding bodies, and the days an area works."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from backend.actor import ANONYMOUS, SYSTEM, Actor, Role
from backend.db import sql, unit_of_work
from backend.errors import Invalid, NotAllowed
from backend.organizations import actions, credit_code, queries, remembered, seed
from backend.organizations.drafts import AreaDraft, BodyDraft, DayDraft, DutyDraft, FirmDraft
from backend.organizations.models import Duty, EnterpriseType, Organization, OrganizationKind
from tests.organizations.cast import CITY, KUNSHAN, WUZHONG, a_firm, a_person_as, the_body


def a_draft(
    serial: int = 1, *, name: str = "示例企业(虚构)", area_code: str = WUZHONG
) -> FirmDraft:
    code = credit_code.generate("320506", serial, prefix="DEMT")
    return FirmDraft(name=name, credit_code=code, area_code=area_code)


async def event_names(organization: Organization) -> list[object]:
    """What was recorded of an organization, in order."""
    found = await sql.fetch(
        "SELECT name FROM event WHERE aggregate_id = ? ORDER BY aggregate_sequence",
        (organization.id,),
    )
    return [row["name"] for row in found]


async def test_a_firm_registered_twice_is_one_firm_with_the_latest_name(city: str) -> None:
    first = await actions.register_firm(a_draft(name=" 旧名 "), actor=SYSTEM)
    again = await actions.register_firm(a_draft(name="旧名"), actor=SYSTEM)
    renamed = await actions.register_firm(a_draft(name="新名"), actor=SYSTEM)
    assert (first.name, again.version) == ("旧名", 1)
    assert (renamed.id, renamed.name, renamed.version) == (first.id, "新名", 2)
    assert await event_names(first) == ["organization.registered", "organization.changed"]


async def test_ten_who_register_the_same_firm_at_once_make_one(city: str) -> None:
    firms = await asyncio.gather(
        *(actions.register_firm(a_draft(), actor=SYSTEM) for _ in range(10))
    )
    assert len({firm.id for firm in firms}) == 1
    assert await event_names(firms[0]) == ["organization.registered"]


async def test_many_firms_are_registered_in_one_unit(city: str) -> None:
    drafts = [a_draft(serial) for serial in range(200)]
    with sql.count_statements() as seen:
        firms = await actions.register_firms(drafts, actor=SYSTEM)
    assert [firm.credit_code for firm in firms] == [draft.credit_code for draft in drafts]
    inserts = [text for text in seen if "INSERT" in text and "organization" in text]
    assert len(inserts) <= 10


async def test_a_wrong_credit_code_registers_nothing_of_the_batch(city: str) -> None:
    wrong = FirmDraft(name="甲", credit_code="914403001922038217", area_code=WUZHONG)
    with pytest.raises(Invalid):
        await actions.register_firms([a_draft(), wrong], actor=SYSTEM)
    assert await queries.firm_by_credit_code(a_draft().credit_code) is None


async def test_the_federation_and_the_administrators_register_firms_of_their_area(
    city: str,
) -> None:
    for role in (Role.FEDERATION, Role.ADMIN):
        person = await a_person_as(role, area_code=WUZHONG)
        assert (await actions.register_firm(a_draft(), actor=person)).area_code == WUZHONG
        with pytest.raises(NotAllowed):
            await actions.register_firm(a_draft(2, area_code=KUNSHAN), actor=person)
    for role in (Role.COORDINATOR, Role.OFFICER, Role.ENTREPRENEUR, Role.LEADER):
        with pytest.raises(NotAllowed):
            await actions.register_firm(a_draft(3), actor=await a_person_as(role))
    with pytest.raises(NotAllowed):
        await actions.register_firm(a_draft(3), actor=ANONYMOUS)


async def test_a_firm_of_another_district_is_not_taken_over(city: str) -> None:
    firm = await actions.register_firm(a_draft(), actor=SYSTEM)
    person = await a_person_as(Role.FEDERATION, area_code=KUNSHAN)
    with pytest.raises(Invalid):
        await actions.register_firm(a_draft(area_code=KUNSHAN), actor=person)
    moved = await actions.register_firm(
        a_draft(area_code=KUNSHAN), actor=await a_person_as(Role.FEDERATION)
    )
    assert (moved.id, moved.area_code) == (firm.id, KUNSHAN)


async def test_an_area_without_the_extension_refuses_a_firm_from_abroad(city: str) -> None:
    await actions.open_areas(
        [
            AreaDraft(
                code=WUZHONG,
                name_zh="吴中区",
                name_en="Wuzhong District",
                parent_code=CITY,
                settings={"enterprise_types": ["PRIVATE"]},
            )
        ],
        actor=SYSTEM,
    )
    with pytest.raises(Invalid):
        await a_firm(area_code=WUZHONG, enterprise_type=EnterpriseType.TAIWAN)
    taiwanese = await a_firm(area_code=KUNSHAN, enterprise_type=EnterpriseType.TAIWAN)
    assert taiwanese.enterprise_type is EnterpriseType.TAIWAN


async def test_a_department_is_founded_with_its_duties_and_keeps_no_others(city: str) -> None:
    draft = BodyDraft(
        kind=OrganizationKind.DEPARTMENT,
        code="WATER-320506",
        name="吴中区水务局",
        name_en="Wuzhong Water Bureau",
        area_code=WUZHONG,
    )
    admin = await a_person_as(Role.ADMIN, area_code=WUZHONG)
    duty = DutyDraft(category_code="UTILITY", text_zh="供水", text_en="Water")
    department = await actions.found_department(draft, duties=[duty], actor=admin)
    suggested = await queries.departments_for("UTILITY", WUZHONG)
    assert [each.organization.code for each in suggested] == ["WATER-320506", "INDIT"]
    await actions.assign_duties(
        department, [DutyDraft(category_code="ENV", text_zh="污水", text_en="Sewage")], actor=admin
    )
    duties = await sql.rows(Duty, sql.Where("duty.department_id = ?", (department.id,)))
    assert [each.category_code for each in duties] == ["ENV"]
    assert await event_names(department) == [
        "organization.founded",
        "organization.duties_assigned",
        "organization.duties_assigned",
    ]


async def test_only_the_area_s_administrators_found_bodies_and_set_days(city: str) -> None:
    draft = BodyDraft(kind=OrganizationKind.OFFICE, code="X", name="X", area_code=WUZHONG)
    for role in (Role.FEDERATION, Role.COORDINATOR, Role.OFFICER, Role.LEADER):
        person: Actor = await a_person_as(role)
        with pytest.raises(NotAllowed):
            await actions.found_organizations([draft], actor=person)
        with pytest.raises(NotAllowed):
            await actions.set_workdays(WUZHONG, [], confirmed_years=frozenset(), actor=person)
        with pytest.raises(NotAllowed):
            await actions.open_areas([], actor=person)


async def test_an_area_below_itself_or_below_nothing_is_refused(city: str) -> None:
    for parent in (WUZHONG, "999999"):
        with pytest.raises(Invalid):
            await actions.open_areas(
                [AreaDraft(code=CITY, name_zh="甲", name_en="A", parent_code=parent)], actor=SYSTEM
            )


async def test_an_area_has_its_own_days_and_those_of_the_areas_above(city: str) -> None:
    flood, festival = date(2026, 11, 24), date(2026, 11, 25)
    admin = await a_person_as(Role.ADMIN)
    await actions.set_workdays(
        CITY, [DayDraft(day=flood, is_workday=False)], confirmed_years=frozenset(), actor=admin
    )
    await actions.set_workdays(
        WUZHONG,
        [DayDraft(day=festival, is_workday=False, name_zh="太湖节", name_en="Lake Festival")],
        confirmed_years=frozenset(),
        actor=admin,
    )
    wuzhong, kunshan = await queries.calendar_of(WUZHONG), await queries.calendar_of(KUNSHAN)
    assert not wuzhong.is_workday(flood)
    assert not kunshan.is_workday(flood)
    assert not wuzhong.is_workday(festival)
    assert kunshan.is_workday(festival)
    name = wuzhong.day(festival).name
    assert name is not None
    assert name.en == "Lake Festival"


async def test_the_nearer_area_wins_and_the_same_day_said_again_is_one_row(city: str) -> None:
    day = date(2026, 11, 24)
    for area, is_workday in ((CITY, False), (WUZHONG, False), (WUZHONG, True)):
        await actions.set_workdays(
            area,
            [DayDraft(day=day, is_workday=is_workday)],
            confirmed_years=frozenset(),
            actor=SYSTEM,
        )
    assert (await queries.calendar_of(WUZHONG)).is_workday(day)
    assert not (await queries.calendar_of(KUNSHAN)).is_workday(day)


async def test_an_imported_year_is_no_longer_provisional_and_stays_so(city: str) -> None:
    new_year = date(2027, 1, 4)
    assert (await queries.calendar_of(WUZHONG)).is_provisional(new_year)
    await actions.set_workdays(
        CITY,
        [DayDraft(day=date(2027, 1, 1), is_workday=False, name_zh="元旦")],
        confirmed_years=frozenset({2027}),
        actor=SYSTEM,
    )
    await seed.found_city()
    assert not (await queries.calendar_of(WUZHONG)).is_provisional(new_year)


async def test_what_a_rolled_back_unit_read_is_not_remembered(city: str) -> None:
    async def found_and_fail() -> None:
        async with unit_of_work():
            await actions.open_areas([AreaDraft(code="9", name_zh="甲", name_en="A")], actor=SYSTEM)
            assert await queries.codes_under("9") == {"9"}
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await found_and_fail()
    assert await queries.codes_under("9") == frozenset()


async def test_what_hardly_changes_is_read_once(city: str) -> None:
    remembered.forget_everything()
    await queries.calendar_of(WUZHONG)
    with sql.count_statements() as seen:
        for _ in range(10):
            await queries.calendar_of(WUZHONG)
            await queries.codes_under(CITY)
    assert len(seen) == 0


async def test_the_body_of_a_code_is_found(city: str) -> None:
    assert (await the_body("COMM")).name == "市商务局"
    assert await queries.organization_by_code("NOBODY") is None
