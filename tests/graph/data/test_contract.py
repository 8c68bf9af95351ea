"""What the published schema says about declared fields."""

from __future__ import annotations

import pytest
import strawberry
from graphql import GraphQLInputObjectType, GraphQLObjectType, build_schema

from backend import graph
from tests.graph.data import loans, models
from tests.graph.data.conftest import Mutation, Query, schema
from tests.graph.data.library import books_visible_to

SDL = schema.as_str()


def test_lists_say_how_large_they_are() -> None:
    assert (
        '@listSize(assumedSize: 2, slicingArguments: ["first", "last"], '
        'sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)'
    ) in SDL
    assert "totalCount: Int! @cost(weight: 10)" in SDL


def test_mutations_say_what_they_require() -> None:
    assert "@requires(permissions: [TASKS_WRITE])" in SDL
    assert '"""Give a book another title. Requires one of: TASKS_WRITE."""' in SDL


def test_a_type_of_a_package_above_is_reached_lazily() -> None:
    book = build_schema(SDL).get_type("Book")
    assert isinstance(book, GraphQLObjectType)
    assert str(book.fields["loans"].type) == "LoanConnection!"
    assert str(book.fields["lastLoan"].type) == "Loan"
    assert str(book.fields["loans"].args["filter"].type) == "LoanFilter"


def test_docstrings_describe_types_that_say_nothing_else() -> None:
    built = graph.build_schema(Query, Mutation, types=[loans.Loan])
    described = build_schema(built.as_str())
    wanted = described.get_type("BookFilter")
    assert isinstance(wanted, GraphQLInputObjectType)
    assert wanted.description == "Which books."
    payload = described.get_type("BookPayload")
    assert payload is not None
    assert payload.description == "The book as it is now."
    book = described.get_type("Book")
    assert book is not None
    assert book.description == "What was written."


def test_a_name_belongs_to_one_type() -> None:
    class Book(graph.Node[models.Book]):
        title: str = graph.column()

    Book.__module__ = "elsewhere"
    declare = graph.node(models.Book, visible_to=books_visible_to)
    import sys

    sys.modules["elsewhere"] = sys.modules[__name__]
    try:
        with pytest.raises(TypeError, match="two types are called Book"):
            declare(Book)
    finally:
        del sys.modules["elsewhere"]


def test_a_class_that_is_no_node_cannot_be_listed() -> None:
    @strawberry.type
    class Loose(graph.Node[models.Book]):
        title: str

    with pytest.raises(TypeError, match="not declared"):
        graph.by_id(Loose).plan.resolve(None, None, None, {"id": ""})
