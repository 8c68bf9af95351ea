from __future__ import annotations

from uuid import uuid4

import pytest

from backend import graph
from backend.actor import ANONYMOUS
from backend.db import sql
from tests.graph.data import models
from tests.graph.data.conftest import ask, asked
from tests.graph.data.library import Book
from tests.graph.data.models import Shelf

WRONG_IDS = [
    "",
    "1",
    "Book:1",
    "你好",
    "\ud800",
    "\0",
    "A" * 10_000,
    "====",
    graph.encode_id("Book", uuid4()),
    graph.encode_id("Author", uuid4()),
    graph.encode_id("Nothing", uuid4()),
    graph.encode_id("Book", uuid4()) + "=",
    graph.encode_id("Book", uuid4()).swapcase(),
]


def test_an_id_has_one_spelling() -> None:
    key = uuid4()
    encoded = graph.encode_id("Book", key)
    assert graph.decode_id(encoded, "Book") == key
    assert graph.decode_id(encoded, "Author") is None
    assert graph.decode_id(encoded + "=", "Book") is None
    assert graph.decode_id(encoded[:-1], "Book") is None


@pytest.mark.parametrize("wrong", WRONG_IDS)
async def test_a_wrong_id_leads_nowhere(wrong: str, library: list[models.Book]) -> None:
    assert library
    query = "query($id: ID!) { book(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }"
    assert await ask(query, id=wrong) == {"book": None, "node": None, "nodes": [None]}


async def test_an_invisible_object_is_as_if_it_were_not_there(library: list[models.Book]) -> None:
    query = "query($id: ID!) { book(id: $id) { title } node(id: $id) { id } }"
    locked = next(book for book in library if book.shelf is Shelf.LOCKED)
    name = graph.encode_id("Book", locked.id)
    assert await ask(query, actor=ANONYMOUS, id=name) == {"book": None, "node": None}
    assert await ask(query, id=name) == {"book": {"title": locked.title}, "node": {"id": name}}


async def test_nodes_come_in_the_order_asked_by_one_statement_per_type(
    library: list[models.Book],
) -> None:
    books = [graph.encode_id("Book", book.id) for book in library[:40]]
    authors = [graph.encode_id("Author", book.author_id) for book in library[:40]]
    ids = [each for pair in zip(books, authors, strict=True) for each in pair]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Book { title } } }"
    with sql.count_statements() as statements:
        found = (await ask(query, ids=ids))["nodes"]
    assert [each["id"] for each in found] == ids
    assert [each["__typename"] for each in found[:2]] == ["Book", "Author"]
    assert len(statements) == 2
    result = await asked(query, ids=ids + ids)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "BAD_USER_INPUT"}


async def test_one_object_may_be_found_by_another_key(library: list[models.Book]) -> None:
    query = "query($title: String!) { bookCalled(title: $title) { shelf } }"
    assert await ask(query, title="book 001") == {"bookCalled": {"shelf": "LOCKED"}}
    assert await ask(query, title="book 001", actor=ANONYMOUS) == {"bookCalled": None}
    result = await asked(query, title="x", language="en")
    assert library
    assert result.errors is not None
    assert result.errors[0].message == "At least 2 characters"
    assert result.errors[0].extensions == {"code": "BAD_USER_INPUT"}


def test_an_object_shows_its_row_as_attributes() -> None:
    row = models.Book(title="T", version=3)
    book = Book.of(row)
    assert book.title == "T"
    assert book.version == 3
    assert book.row is row
    assert book.id == graph.encode_id("Book", row.id)
