"""The founding city as it is set up, and who answers for what in it."""

from __future__ import annotations

import pytest

from backend.db import sql
from backend.errors import Invalid
from backend.organizations import queries, seed
from backend.organizations.models import Area, Category, Duty, Organization, OrganizationKind
from tests.organizations.cast import CITY, KUNSHAN, WUZHONG, the_body


async def counts() -> dict[str, int]:
    """How many rows of each kind there are."""
    models = (Area, Category, Duty, Organization)
    return {model.__name__: await sql.count(model) for model in models}


async def test_the_city_has_its_districts_categories_departments_and_bodies(city: str) -> None:
    assert await counts() == {"Area": 11, "Category": 31, "Duty": 28, "Organization": 42}
    assert len(await queries.codes_under(city)) == 11
    kinds = [body.kind for body in await sql.rows(Organization)]
    assert kinds.count(OrganizationKind.DEPARTMENT) == 14 + 10
    assert kinds.count(OrganizationKind.FEDERATION) == 3 + 10


async def test_founding_the_city_twice_changes_nothing(city: str) -> None:
    before = await counts()
    versions = {body.code: (body.id, body.version) for body in await sql.rows(Organization)}
    await seed.found_city()
    assert await counts() == before
    after = {body.code: (body.id, body.version) for body in await sql.rows(Organization)}
    assert after == versions


async def test_the_coordinator_and_the_department_of_industry_are_one(city: str) -> None:
    industry = await the_body("INDIT")
    assert industry.kind is OrganizationKind.DEPARTMENT
    district = await the_body("INDIT-320506")
    assert (district.area_code, district.name) == (WUZHONG, "吴中区工业和信息化局")
    assert (
        await the_body("FED-320583")
    ).name_en == "Kunshan City Federation of Industry & Commerce"


@pytest.mark.parametrize(
    ("category", "departments"),
    [
        ("MARKET", ["COMM"]),
        ("FINANCE", ["FIN_SUP"]),
        ("SOCIAL", ["HRSS"]),
        ("EPIDEMIC_SUPPLY", ["INDIT"]),
        ("WORK_PERMIT", ["SCI"]),
        ("SERVICE", ["SUPERVISE"]),
        ("NOBODYS", ["INDIT"]),
        (None, ["INDIT"]),
    ],
)
async def test_each_category_has_its_department_in_city_and_district(
    city: str, category: str | None, departments: list[str]
) -> None:
    for area in (CITY, KUNSHAN):
        suggested = await queries.departments_for(category, area)
        assert [each.organization.code for each in suggested] == departments


async def test_every_category_that_is_not_declined_has_a_department_of_its_own(city: str) -> None:
    for code, category in (await queries.categories()).items():
        [first, *_] = await queries.departments_for(code, CITY)
        assert first.reason.zh.startswith(f"“{category.name_zh}”") != category.is_declined


async def test_a_suggestion_says_why_in_both_languages(city: str) -> None:
    [suggestion] = await queries.departments_for("MARKET", WUZHONG)
    assert suggestion.reason.zh == "“专业市场与商贸”由市商务局负责：专业市场与商贸流通"
    assert suggestion.reason.en == (
        "Commerce Bureau answers for Markets & trade: Specialised markets and trade"
    )


async def test_a_declined_category_says_where_to_go(city: str) -> None:
    declined = [each for each in (await queries.categories()).values() if each.is_declined]
    assert {each.code for each in declined} == {"LITIGATION", "PETITION", "CORRUPTION"}
    assert all(each.where_zh and each.where_en for each in declined)


async def test_departments_and_bodies_with_duties_may_be_given_cases(city: str) -> None:
    assert await queries.is_department((await the_body("COMM")).id, area_code="320506")
    assert await queries.is_department((await the_body("SUPERVISE")).id, area_code="320500")
    assert not await queries.is_department((await the_body("FED")).id, area_code="320500")


async def test_an_unknown_area_or_category_is_refused_in_both_languages(city: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await queries.area("999999", path=("input", "areaCode"))
    assert "999999" in refusal.value.words.zh
    assert "999999" in refusal.value.words.en
    with pytest.raises(Invalid):
        await queries.ensure_category("NOBODYS")
    with pytest.raises(Invalid):
        await queries.calendar_of("999999")
    assert await queries.zone_of(CITY) == "Asia/Shanghai"
