from __future__ import annotations

from typing import Any

import pytest

from backend.actor import ANONYMOUS
from backend.db import sql
from tests.graph.data import models
from tests.graph.data.conftest import ask, asked

pytestmark = pytest.mark.usefixtures("library")

DEEP = """query($first: Int) {
  books(first: $first) {
    totalCount
    nodes {
      id title shelf printed boughtAt isThick shouted
      author { name books(first: 2) { totalCount nodes { title author { name } } } }
      knownAuthor { name }
      loans { totalCount edges { cursor node { reader book { title } } } }
      lastLoan { reader }
      firstLoans { reader }
    }
  }
}"""


async def test_the_number_of_statements_does_not_grow_with_the_page() -> None:
    counts: list[int] = []
    for first in (2, 20, 100):
        with sql.count_statements() as statements:
            await ask(DEEP, first=first)
        counts.append(len(statements))
    assert counts == [counts[0]] * 3
    # books, their count, authors twice, their books, counts, authors again (known), loans, counts,
    # the books of loans (read anew by id), last loans, first loans.
    assert counts[0] <= 12


async def test_one_object_costs_no_more_statements_than_a_page() -> None:
    with sql.count_statements() as one:
        await ask(DEEP, first=1)
    with sql.count_statements() as many:
        await ask(DEEP, first=100)
    assert len(one) == len(many)


async def test_each_object_has_its_own_page_below_it() -> None:
    query = """{ books(first: 100) { nodes { title
      latest: loans(first: 1) { nodes { reader } pageInfo { hasNextPage hasPreviousPage } }
      earliest: loans(last: 2) { nodes { reader } pageInfo { hasNextPage hasPreviousPage } } } } }"""
    with sql.count_statements() as statements:
        found = await ask(query)
    assert len(statements) == 3
    for book in found["books"]["nodes"]:
        assert book["latest"] == {
            "nodes": [{"reader": "reader 2"}],
            "pageInfo": {"hasNextPage": True, "hasPreviousPage": False},
        }
        assert book["earliest"] == {
            "nodes": [{"reader": "reader 1"}, {"reader": "reader 0"}],
            "pageInfo": {"hasNextPage": False, "hasPreviousPage": True},
        }


async def test_a_cursor_leads_on_below_one_object_and_below_many() -> None:
    query = """query($id: ID!, $after: String) { book(id: $id) {
      loans(first: 1, after: $after) { nodes { reader } pageInfo { endCursor } } } }"""
    book = (await ask("{ books(first: 1) { nodes { id } } }"))["books"]["nodes"][0]["id"]
    first = (await ask(query, id=book))["book"]["loans"]
    second = (await ask(query, id=book, after=first["pageInfo"]["endCursor"]))["book"]["loans"]
    assert [first["nodes"], second["nodes"]] == [[{"reader": "reader 2"}], [{"reader": "reader 1"}]]


async def test_a_filter_below_works_for_all_objects_of_the_level() -> None:
    query = """{ books(first: 30) { nodes {
      loans(filter: {reader: "reader 1"}) { totalCount nodes { reader } } } } }"""
    found = await ask(query)
    for book in found["books"]["nodes"]:
        assert book["loans"] == {"totalCount": 1, "nodes": [{"reader": "reader 1"}]}


async def test_visibility_holds_at_every_level() -> None:
    found = await ask(DEEP, actor=ANONYMOUS, first=100)
    assert found["books"]["totalCount"] == 52
    authors: set[Any] = set()
    for book in found["books"]["nodes"]:
        assert book["shelf"] == "OPEN"
        assert book["printed"] is None
        assert book["loans"]["totalCount"] == 2
        assert [e["node"]["reader"] for e in book["loans"]["edges"]] == ["reader 1", "reader 0"]
        assert book["lastLoan"] == {"reader": "reader 1"}
        assert [each["reader"] for each in book["firstLoans"]] == ["reader 0", "reader 1"]
        assert book["knownAuthor"] is not None
        authors.add(book["author"] and book["author"]["name"])
    assert authors == {None, "author 1", "author 2", "author 3", "author 4"}


async def test_what_a_rule_hides_is_null_and_is_not_read() -> None:
    with sql.count_statements() as statements:
        found = await ask("{ books { nodes { systemAuthor { name } } } }", actor=ANONYMOUS)
    assert len(statements) == 1
    assert {each["systemAuthor"] for each in found["books"]["nodes"]} == {None}


async def test_a_bad_page_below_is_bad_input_once_for_each_object(
    library: list[models.Book],
) -> None:
    result = await asked("{ books(first: 3) { nodes { loans(first: 500) { nodes { id } } } } }")
    assert library
    assert result.errors is not None
    assert {str(e.extensions) for e in result.errors} == {"{'code': 'BAD_USER_INPUT'}"}
