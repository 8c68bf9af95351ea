"""How large an operation may be, and what it costs."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from tests.graph.http.asking import ask, codes


def nested(depth: int) -> str:
    """Return a query `depth` fields deep."""
    return "{ item " + "{ child " * (depth - 2) + "{ name }" + "}" * (depth - 1)


def limit(response: httpx.Response) -> tuple[str, int]:
    """Return which limit the only error names."""
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    return error["extensions"]["limit"], error["extensions"]["maximum"]


def test_fields_may_be_twelve_deep(client: httpx.Client) -> None:
    assert ask(client, nested(12)).status_code == 200
    assert limit(ask(client, nested(13))) == ("depth", 12)


def test_fragments_hide_no_depth(client: httpx.Client) -> None:
    query = nested(8).replace("name", "...F") + " fragment F on Item { child { ... { ...G } } }"
    shallow = " fragment G on Item { child { child { child { name } } } }"
    deep = " fragment G on Item { child { child { child { child { name } } } } }"
    assert ask(client, query + shallow).status_code == 200
    assert limit(ask(client, query + deep)) == ("depth", 12)


def test_a_root_fragment_hides_no_depth(client: httpx.Client) -> None:
    query = "{ ...F } fragment F on Query " + nested(13)
    assert limit(ask(client, query)) == ("depth", 12)


def test_a_fragment_in_a_circle_is_refused(client: httpx.Client) -> None:
    query = "{ item { ...F } } fragment F on Item { child { ...F } }"
    assert codes(ask(client, query)) == ["GRAPHQL_VALIDATION_FAILED"]


def test_the_introspection_of_graphiql_passes(client: httpx.Client) -> None:
    query = get_introspection_query(
        specified_by_url=True, input_value_deprecation=True, one_of=True
    )
    assert ask(client, query).json()["data"]["__schema"]["types"]


def test_introspection_may_be_twenty_deep(client: httpx.Client) -> None:
    def types(depth: int) -> str:
        return (
            '{ __type(name: "Item") ' + "{ ofType " * (depth - 2) + "{ name }" + "}" * (depth - 1)
        )

    assert ask(client, types(20)).status_code == 200
    assert limit(ask(client, types(21))) == ("introspection depth", 20)


def test_an_operation_may_hold_thirty_aliases(client: httpx.Client) -> None:
    def aliases(count: int) -> str:
        return "{" + " ".join(f"a{n}: hello" for n in range(count)) + "}"

    assert ask(client, aliases(30)).status_code == 200
    assert limit(ask(client, aliases(31))) == ("aliases", 30)


def test_an_operation_may_hold_ten_directives(client: httpx.Client) -> None:
    def directives(count: int) -> str:
        return "{" + " ".join("hello @include(if: true)" for _ in range(count)) + "}"

    assert ask(client, directives(10)).status_code == 200
    assert limit(ask(client, directives(11))) == ("directives", 10)


def test_a_document_may_hold_two_thousand_tokens(client: httpx.Client) -> None:
    assert ask(client, "{" + "hello " * 100 + "}").status_code == 200
    assert codes(ask(client, "{" + "hello " * 2000 + "}")) == ["GRAPHQL_PARSE_FAILED"]


@pytest.mark.parametrize("filler", ["#\n" * 501, " " * 65_536])
def test_what_is_ignored_is_limited_too(client: httpx.Client, filler: str) -> None:
    assert codes(ask(client, f"{{ hello }}{filler}")) == ["GRAPHQL_PARSE_FAILED"]


def test_the_work_of_comparing_repeated_fields_is_bounded(client: httpx.Client) -> None:
    response = ask(client, "{" + "item { name } " * 200 + "}")
    assert codes(response) == ["GRAPHQL_VALIDATION_FAILED"]


COSTS: list[tuple[str, dict[str, Any], int]] = [
    ("{ hello }", {}, 0),
    ("{ item { name child { name } } }", {}, 2),
    ("{ items { nodes { name } } }", {}, 1 + 20),
    ("{ items(first: 3) { nodes { name } } }", {}, 1 + 3),
    ("query ($n: Int) { items(first: $n) { nodes { name } } }", {"n": 7}, 1 + 7),
    ("query ($n: Int) { items(first: $n) { nodes { name } } }", {"n": None}, 1 + 20),
    ("query ($n: Int = 9) { items(first: $n) { nodes { name } } }", {}, 1 + 9),
    ("{ items(first: 3) { nodes { items(first: 2) { nodes { name } } } } }", {}, 1 + 3 * (1 + 3)),
    ("{ dear { name child { name } } }", {}, 3 * (7 + 1)),
    ('{ named(names: ["a", "b"]) { name } }', {}, 2),
    ("query ($n: [String!]!) { named(names: $n) { name } }", {"n": ["a", "b", "c"]}, 3),
    ("{ item { ...F } again: item { ...F } } fragment F on Item { child { name } }", {}, 4),
    ("{ item { ...F ...F } } fragment F on Item { child { name } }", {}, 2),
    ("{ ... on Query { item { ... { name } } } }", {}, 1),
    ('{ __type(name: "Item") { name } }', {}, 50),
]


@pytest.mark.parametrize(("query", "variables", "cost"), COSTS)
def test_an_operation_is_told_its_cost(
    client: httpx.Client, query: str, variables: dict[str, Any], cost: int
) -> None:
    body = ask(client, query, variables=variables).json()
    assert body["extensions"]["cost"] == {"requested": cost, "maximum": 5000}
    assert "errors" not in body


@pytest.mark.parametrize(
    "query",
    [
        "{ items(first: 100) { nodes { items(first: 100) { nodes { name } } } } }",
        "{ items(first: 999999999) { nodes { name } } }",
        "{" + " ".join(f"a{n}: __schema {{ description }}" for n in range(6)) + "}",
    ],
)
def test_an_operation_may_cost_five_thousand(client: httpx.Client, query: str) -> None:
    response = ask(client, query)
    assert (response.status_code, codes(response)) == (400, ["COST_LIMIT_EXCEEDED"])
    assert response.json()["extensions"]["cost"]["requested"] > 5000


def test_fragments_that_double_one_another_are_priced_quickly(client: httpx.Client) -> None:
    last = 9
    fragments = "".join(
        f"fragment F{n} on Item {{ a: child {{ ...F{n + 1} }} b: child {{ ...F{n + 1} }} }} "
        for n in range(last)
    )
    response = ask(
        client, f"{{ item {{ ...F0 }} }} {fragments} fragment F{last} on Item {{ name }}"
    )
    assert response.json()["extensions"]["cost"]["requested"] == 2 ** (last + 1) - 1
