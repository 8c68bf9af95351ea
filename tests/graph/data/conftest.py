from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

import pytest
import pytest_asyncio
import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionResult

from backend import graph
from backend.actor import SYSTEM, Actor
from backend.errors import Language
from backend.graph.scalars import SCALARS
from tests.graph.data import loans, models
from tests.graph.data.library import WHEN, LibraryMutation, LibraryQuery
from tests.graph.data.models import Shelf


@strawberry.type
class Query(LibraryQuery, graph.NodeQuery):
    pass


@strawberry.type
class Mutation(LibraryMutation):
    pass


schema = strawberry.Schema(
    Query, Mutation, types=[loans.Loan], config=StrawberryConfig(scalar_map=SCALARS)
)


class Ask(Protocol):
    async def __call__(
        self, query: str, *, actor: Actor = ..., language: Language = ..., **variables: object
    ) -> Any: ...


async def asked(
    query: str, *, actor: Actor = SYSTEM, language: Language = "zh", **variables: object
) -> ExecutionResult:
    return await schema.execute(
        query, variable_values=variables, context_value=graph.Context(actor, language)
    )


async def ask(
    query: str, *, actor: Actor = SYSTEM, language: Language = "zh", **variables: object
) -> Any:
    result = await asked(query, actor=actor, language=language, **variables)
    assert result.errors is None, result.errors
    return result.data


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    return ("backend.graph.models", "tests.graph.data.models")


@pytest_asyncio.fixture
async def library(database: str) -> list[models.Book]:
    """103 books by 5 authors: every second locked, many alike, some without pages; three loans each."""
    authors = [models.Author(name=f"author {i}", is_secret=i == 0) for i in range(5)]
    await models.Author.bulk_create(authors)
    books = [
        models.Book(
            title=f"book {i:03}",
            shelf=Shelf.LOCKED if i % 2 else Shelf.OPEN,
            bought_at=WHEN + timedelta(days=i // 4),
            pages=None if i % 5 == 0 else i % 7,
            printed_on=None if i % 3 else WHEN.date(),
            author_id=authors[i % 5].id,
        )
        for i in range(103)
    ]
    await models.Book.bulk_create(books)
    await models.Loan.bulk_create(
        models.Loan(
            book_id=book.id,
            reader=f"reader {n}",
            lent_at=WHEN + timedelta(days=n),
            is_secret=n == 2,
        )
        for book in books
        for n in range(3)
    )
    return books
