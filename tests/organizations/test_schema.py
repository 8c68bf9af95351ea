"""Areas, organizations and the calculator as a client of the graph reads them."""

from __future__ import annotations

from typing import Any

import pytest
import strawberry

from backend import graph
from backend.actor import ANONYMOUS, Actor, Role, Scope
from backend.db import sql
from backend.errors import Invalid, Language
from backend.graph.assembly import build_schema
from backend.organizations.schema import OrganizationQuery
from tests.organizations.cast import KUNSHAN, WUZHONG, a_firm, a_person_as, the_body


@strawberry.type
class Query(OrganizationQuery, graph.NodeQuery):
    """The part of the graph under test."""


SCHEMA = build_schema(Query, types=graph.node_types())


async def ask(
    query: str, *, actor: Actor = ANONYMOUS, language: Language = "zh", **variables: object
) -> dict[str, Any]:
    """The data of a query that must succeed."""
    result = await SCHEMA.execute(
        query,
        variable_values=variables,
        context_value=graph.Context(actor=actor, language=language),
    )
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def refusal(query: str) -> Invalid:
    """The refusal of a query that must fail."""
    result = await SCHEMA.execute(query, context_value=graph.Context())
    assert result.errors is not None
    [error] = result.errors
    assert isinstance(error.original_error, Invalid)
    return error.original_error


LIST = """
query ($filter: OrganizationFilter) {
  organizations(filter: $filter, first: 100) {
    totalCount nodes { code kind name nameEn creditCode area { code name } }
  }
}"""


async def codes(actor: Actor = ANONYMOUS, **wanted: object) -> list[str]:
    """The codes (names of firms) that an actor lists with a filter."""
    data = await ask(LIST, actor=actor, filter=wanted)
    nodes = data["organizations"]["nodes"]
    assert data["organizations"]["totalCount"] == len(nodes)
    return [each["code"] or each["name"] for each in nodes]


async def test_anybody_reads_the_areas_and_the_categories_in_their_order(city: str) -> None:
    data = await ask(
        """{ areas(first: 100) { nodes { code name nameEn parentCode zone enterpriseTypes } }
             districts: areas(filter: {parentCode: "320500"}) { totalCount }
             categories(first: 3) { nodes { code name nameEn isDeclined } } }"""
    )
    first, second, *_ = data["areas"]["nodes"]
    assert (first["code"], first["name"], first["nameEn"]) == ("320500", "苏州市", "Suzhou")
    assert (first["parentCode"], second["parentCode"]) == (None, "320500")
    assert second["enterpriseTypes"] == ["PRIVATE", "TAIWAN", "FOREIGN", "HONG_KONG_MACAO"]
    assert data["districts"]["totalCount"] == 10
    assert [each["code"] for each in data["categories"]["nodes"]] == ["POLICY", "FINANCE", "LABOR"]


async def test_organizations_are_filtered_by_kind_area_code_category_and_name(city: str) -> None:
    assert await codes(kinds=["LEADERSHIP"]) == ["PARTY_SEC", "MAYOR", "DEPUTY"]
    assert await codes(areaCode=KUNSHAN) == ["FED-320583", "INDIT-320583"]
    assert len(await codes(areaCode="320500")) == 42
    assert await codes(areaCode="999999") == []
    assert await codes(categoryCode="MARKET") == ["COMM"]
    assert await codes(codes=["COMM", "SCI"]) == ["COMM", "SCI"]
    assert await codes(search="商务") == ["COMM"]
    assert await codes(search="commerce bureau") == ["COMM"]
    assert await codes(search="%") == []
    assert await codes(kinds=["DEPARTMENT"], search="昆山") == ["INDIT-320583"]


async def test_a_firm_is_listed_only_for_those_who_may(city: str) -> None:
    firm = await a_firm(name="茶叶有限公司")
    federation = await a_person_as(Role.FEDERATION, area_code=WUZHONG)
    token = await a_person_as(Role.FEDERATION, scopes=frozenset({Scope.READ}))
    officer = await a_person_as(Role.OFFICER)
    own = await a_person_as(Role.ENTREPRENEUR, organization_id=firm.id, area_code=WUZHONG)
    assert await codes(federation, kinds=["FIRM"]) == ["茶叶有限公司"]
    assert await codes(own, kinds=["FIRM"]) == ["茶叶有限公司"]
    for nobody in (ANONYMOUS, officer, token):
        assert await codes(nobody, kinds=["FIRM"]) == []
        assert await codes(nobody, search="茶叶") == []


async def test_a_firm_by_id_is_null_to_whom_it_is_hidden(city: str) -> None:
    firm = await a_firm()
    global_id = graph.encode_id("Organization", firm.id)
    query = """query ($id: ID!) { organization(id: $id) { name creditCode }
               node(id: $id) { ... on Organization { name } } }"""
    neighbour = await a_person_as(Role.FEDERATION, area_code=KUNSHAN)
    for nobody in (ANONYMOUS, neighbour):
        data = await ask(query, actor=nobody, id=global_id)
        assert data == {"organization": None, "node": None}
    watcher = await a_person_as(Role.SUPERVISOR)
    data = await ask(query, actor=watcher, id=global_id)
    assert data["organization"] == {"name": firm.name, "creditCode": firm.credit_code}
    assert (await ask(query, id="nonsense"))["organization"] is None


async def test_a_department_comes_with_its_duties(city: str) -> None:
    department = await the_body("HRSS")
    data = await ask(
        """query ($id: ID!) { organization(id: $id) {
             kind area { nameEn } duties { categoryCode text textEn } } }""",
        id=graph.encode_id("Organization", department.id),
    )
    assert data["organization"]["kind"] == "DEPARTMENT"
    assert data["organization"]["area"] == {"nameEn": "Suzhou"}
    duties = data["organization"]["duties"]
    assert [each["categoryCode"] for each in duties] == ["LABOR", "SOCIAL", "TALENT"]
    assert duties[0]["textEn"] == "Recruitment and employment"


@pytest.mark.parametrize("size", [1, 20])
async def test_a_page_of_organizations_takes_the_same_statements_whatever_its_size(
    city: str, size: int
) -> None:
    query = """query ($size: Int!) { organizations(first: $size) { totalCount
               nodes { name area { name } duties { text } } } }"""
    await ask(query, size=size)
    with sql.count_statements() as seen:
        await ask(query, size=size)
    assert len(seen) == 3  # the page, its count, all duties


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh", "“融资信贷”由市地方金融监管局负责"),
        ("en", "Local Financial Supervision Bureau answers for Finance"),
    ],
)
async def test_departments_are_suggested_with_the_reason_in_the_language_of_the_request(
    city: str, language: Language, reason: str
) -> None:
    data = await ask(
        """{ departmentSuggestions(areaCode: "320583", categoryCode: "FINANCE") {
             department { code } reason }
             rest: departmentSuggestions(areaCode: "320583") { department { code } } }""",
        language=language,
    )
    [suggestion] = data["departmentSuggestions"]
    assert suggestion["department"]["code"] == "FIN_SUP"
    assert suggestion["reason"].startswith(reason)
    assert [each["department"]["code"] for each in data["rest"]] == ["INDIT"]


async def test_anybody_may_ask_why_a_date(city: str) -> None:
    query = """{ explainDueDate(assignedOn: "2020-01-17", workdays: 5, areaCode: "320506") {
                 dueOn endsAt isProvisional sentences days { day kind number name } } }"""
    explained = (await ask(query))["explainDueDate"]
    assert explained["dueOn"] == "2020-01-23"
    assert explained["endsAt"] == "2020-01-23T16:00:00Z"
    assert explained["isProvisional"] is False
    assert explained["sentences"][-1] == "调休上班，计入：1月19日（春节）。"
    assert explained["days"][:3] == [
        {"day": "2020-01-17", "kind": "START", "number": None, "name": None},
        {"day": "2020-01-18", "kind": "WEEKEND", "number": None, "name": None},
        {"day": "2020-01-19", "kind": "MAKE_UP", "number": 1, "name": "春节"},
    ]
    in_english = (await ask(query, language="en"))["explainDueDate"]
    assert in_english["sentences"][0].startswith("Due by the end of Thursday, 23 January 2020")


async def test_a_date_in_an_unpublished_year_says_so(city: str) -> None:
    query = """{ explainDueDate(assignedOn: "2026-12-28", workdays: 10, areaCode: "320500") {
                 isProvisional sentences } }"""
    explained = (await ask(query))["explainDueDate"]
    assert explained["isProvisional"] is True
    assert "2027年的放假安排尚未公布" in explained["sentences"][-1]


@pytest.mark.parametrize(
    "arguments",
    [
        'assignedOn: "2026-11-23", workdays: 0, areaCode: "320500"',
        'assignedOn: "2026-11-23", workdays: 251, areaCode: "320500"',
        'assignedOn: "2199-12-31", workdays: 1, areaCode: "320500"',
        'assignedOn: "1999-12-31", workdays: 1, areaCode: "320500"',
        'assignedOn: "2026-11-23", workdays: 1, areaCode: "999999"',
    ],
)
async def test_a_question_without_an_answer_is_refused_in_both_languages(
    city: str, arguments: str
) -> None:
    error = await refusal(f"{{ explainDueDate({arguments}) {{ dueOn }} }}")
    assert error.words.zh
    assert error.words.en


async def test_the_longest_question_is_answered_or_refused_never_an_error(city: str) -> None:
    query = """query ($day: Date!) {
      explainDueDate(assignedOn: $day, workdays: 250, areaCode: "320500") { days { day } } }"""
    for day in ("2000-01-01", "2025-12-31", "2100-12-31"):
        explained = (await ask(query, day=day))["explainDueDate"]
        assert len(explained["days"]) <= 401
