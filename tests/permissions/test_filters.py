"""No filter, order, search or suggestion tells what may not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputObjectType

from backend import graph
from backend.graph.lists import RootList
from backend.graph.nodes import node_type_of
from backend.schema import schema
from tests.permissions import reading, roots, rules
from tests.permissions.facts import World
from tests.permissions.matrix import asked, attribute_of, key_of
from tests.permissions.relations import Viewer, may_read, sees

City = tuple[World, list[Viewer]]

# What each filter compares: a field of the listed type; nothing where it is a search in words, a
# matter of time, or the area of an object whose area everybody reads who sees it.
FILTERS: dict[str, dict[str, str]] = {
    "AreaFilter": {"parentCode": "parentCode"},
    "ChamberMemberFilter": {"standing": "until"},
    "EvaluationFilter": {
        "grades": "grade",
        "submissionId": "",
        "verdicts": "verdict",
        "wasPressed": "wasPressed",
    },
    "FirmTierFilter": {
        "areaCode": "areaCode",
        "reviewBy": "reviewOn",
        "states": "state",
        "tierCodes": "tierCode",
    },
    "InstructionFilter": {
        "forms": "form",
        "isOverdue": "dueAt",
        "isSuperseded": "supersededAt",
        "states": "state",
        "submissionId": "",
        "types": "type",
    },
    "InstructionLineFilter": {
        "isOverdue": "isOverdue",
        "isSuperseded": "supersededAt",
        "states": "state",
    },
    "MembershipFilter": {"areaCodes": "areaCode", "isStanding": "until", "roles": "role"},
    "NoticeFilter": {"isRead": "readAt"},
    "OrganizationFilter": {
        "areaCode": "areaCode",
        "categoryCode": "",
        "codes": "code",
        "kinds": "kind",
        "search": "name",
    },
    "PublicationFilter": {
        "areaCodes": "areaCode",
        "categoryCodes": "categoryCode",
        "search": "",
        "states": "state",
    },
    "SubmissionFilter": {
        "areaCodes": "areaCode",
        "categoryCodes": "categoryCode",
        "channels": "channel",
        "filedFrom": "filedAt",
        "filedTo": "filedAt",
        "kinds": "kind",
        "search": "",
        "states": "state",
    },
    "SubmissionMoveFilter": {"fromAreaCodes": "fromAreaCode", "toAreaCodes": "toAreaCode"},
    "SupportFilter": {"isOverdue": "light", "states": "state"},
    "TaskFilter": {
        "areaCodes": "areaCode",
        "awaitsSampleCheck": "sampleCheckedAt",
        "dueFrom": "dueAt",
        "dueTo": "dueAt",
        "extensionIsAsked": "extensionIsPending",
        "isOverdue": "light",
        "kinds": "kind",
        "search": "",
        "states": "state",
    },
    "WithdrawalFilter": {"isAudited": "finding", "isPressed": "reason"},
}
OF_TWO_VALUES = {
    ("EvaluationFilter", "wasPressed"),
    ("TaskFilter", "awaitsSampleCheck"),
    ("WithdrawalFilter", "isAudited"),
    ("WithdrawalFilter", "isPressed"),
}
"""Filters by what not everybody may read who sees the object; all of them ask yes or no."""


def filters() -> Iterator[tuple[str, GraphQLInputObjectType]]:
    """Yield every filter with the name of its list's type."""
    for name, kind in reading.GRAPH.type_map.items():
        if isinstance(kind, GraphQLInputObjectType) and name.endswith("Filter"):
            yield name, kind


def is_open(type_name: str, field: str) -> bool:
    """Say whether whoever sees an object may read this field of it."""
    return rules.class_of(type_name, field) in {
        rules.class_of(type_name, "id"),
        "with the object",
        "public",
    }


def type_of(filter_name: str) -> str:
    """Return the type a filter is of."""
    return filter_name.removesuffix("Filter")


def test_each_filter_says_what_it_compares() -> None:
    said = [
        f"{name}.{field}: say in FILTERS of tests/permissions/test_filters.py which field it compares"
        for name, kind in filters()
        for field in kind.fields
        if field not in FILTERS.get(name, {})
    ]
    assert said == []


def test_a_filter_by_what_not_everybody_may_read_is_among_those_tried() -> None:
    guarded = {
        (name, field)
        for name, fields in FILTERS.items()
        for field, compared in fields.items()
        if compared and not is_open(type_of(name), compared)
    }
    assert guarded == OF_TWO_VALUES


def test_no_order_sorts_by_what_not_everybody_may_read() -> None:
    query: Any = schema.get_type_by_name("Query")
    for field in query.fields:
        plan = getattr(field, "plan", None)
        if not isinstance(plan, RootList):
            continue
        type_name = node_type_of(plan.cls).name
        shown = {attribute_of(type_name, each): each for each in reading.leaves_of(type_name)}
        for column in {*plan.orders.values(), *(each.lstrip("-") for each in plan.default_order)}:
            assert column not in shown or is_open(type_name, shown[column]), (field.name, column)


async def ids_in(viewer: Viewer, list_name: str, **given: Any) -> set[UUID]:
    """Return the objects of a list that match a filter, and check that it counts no others."""
    filter_type = reading.fields_of("Query")[list_name].args["filter"].type
    document = (
        f"query($filter: {filter_type}, $after: String) {{ {list_name}(filter: $filter, "
        f"{reading.PAGE}, after: $after) {{ totalCount nodes {{ id }} "
        "pageInfo { hasNextPage endCursor } } }"
    )
    found: set[UUID] = set()
    after: str | None = None
    while True:
        page = (await asked(viewer, document, {"filter": given, "after": after}))[list_name]
        found |= {key_of(each["id"]) for each in page["nodes"]}
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found
        after = page["pageInfo"]["endCursor"]


LISTS = {"Evaluation": "evaluations", "Task": "tasks", "Withdrawal": "withdrawals"}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("name", "field"), sorted(OF_TWO_VALUES))
async def test_a_filter_tells_nothing_of_what_is_hidden(city: City, name: str, field: str) -> None:
    world, everybody = city
    type_name, compared = type_of(name), FILTERS[name][field]
    for viewer in everybody:
        yes = await ids_in(viewer, LISTS[type_name], **{field: True})
        no = await ids_in(viewer, LISTS[type_name], **{field: False})
        answers = {
            (key in yes, key in no)
            for key, facts in world.all_of(type_name)
            if sees(viewer, facts) and not may_read(viewer, type_name, compared, facts)
        }
        assert len(answers) <= 1, viewer.name


def names_of_hidden_firms(world: World) -> set[str]:
    """Return what would find the case of a hidden firm: names and numbers of firm and people."""
    cases = world.rows["Submission"].values()
    hidden = [row for row in cases if "confidential" in world.of("Submission", row.id).tags]
    firms = [world.rows["Organization"][row.firm_id] for row in hidden]
    people = [world.rows["Person"][row.filed_by_id] for row in hidden if row.filed_by_id]
    codes = {firm.credit_code for firm in firms if firm.credit_code}
    return {firm.name for firm in firms} | {person.name for person in people} | codes


PHONES = ("19900020001", "+8619900020001", "199000200")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("list_name", ["submissions", "tasks"])
async def test_no_search_finds_a_hidden_firm_for_whoever_may_not_know_it(
    city: City, list_name: str
) -> None:
    world, everybody = city
    for viewer in everybody:
        for words in sorted({*names_of_hidden_firms(world), *PHONES}):
            for key in await ids_in(viewer, list_name, search=words):
                case = key if list_name == "submissions" else world.rows["Task"][key].submission_id
                facts = world.of("Submission", case)
                assert sees(viewer, world.of(roots.lists()[list_name], key))
                assert "confidential" not in facts.tags or may_read(
                    viewer, "Submission", "firm", facts
                ), (viewer.name, words)


SPANS = """query($id: ID!, $text: String!) {
  identifyingSpans(submissionId: $id, text: $text) { kind }
  publicationDraft(submissionId: $id) { spans { kind text } }
}"""


@pytest.mark.asyncio(loop_scope="module")
async def test_nobody_asks_whether_a_name_is_that_of_a_hidden_firm(city: City) -> None:
    world, everybody = city
    names = names_of_hidden_firms(world)
    for viewer in everybody:
        for key, facts in world.all_of("Submission"):
            if not sees(viewer, facts) or may_read(viewer, "Submission", "firm", facts):
                continue
            firm = world.rows["Organization"][world.rows["Submission"][key].firm_id]
            answers = [
                await asked(
                    viewer, SPANS, {"id": graph.encode_id("Submission", key), "text": f"是{name}吗"}
                )
                for name in (firm.name, "从未登记的字号")
            ]
            assert answers[0] == answers[1], viewer.name
            assert not any(name in str(answers) for name in names)


SIMILAR = (
    "query($text: String!) { similarSubmissions(text: $text, first: 20) { submission { id } } }"
)


@pytest.mark.asyncio(loop_scope="module")
async def test_likeness_leads_only_to_what_one_sees(city: City) -> None:
    world, everybody = city
    texts = {
        *names_of_hidden_firms(world),
        *(each.body for each in world.rows["Submission"].values()),
    }
    for viewer in everybody:
        for text in sorted(texts)[:6]:
            answer = await asked(viewer, SIMILAR, {"text": text})
            for each in answer["similarSubmissions"]:
                facts = world.of("Submission", key_of(each["submission"]["id"]))
                assert sees(viewer, facts)
