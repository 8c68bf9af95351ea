"""The lower package of the library."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import graph
from backend.actor import Actor, Scope
from backend.db import VersionedRow, clean_text, sql
from backend.errors import NotPossible, Words, conflict
from tests.graph.data import models
from tests.graph.data.models import Shelf

if TYPE_CHECKING:
    from tests.graph.data.loans import Loan

strawberry.enum(Shelf, description="Who may take a book.")


def authors_visible_to(actor: Actor) -> sql.Where:
    if actor.is_system:
        return sql.EVERYTHING
    return sql.Where("library_author.is_secret = ?", (False,))


def books_visible_to(actor: Actor) -> sql.Where:
    if actor.is_system:
        return sql.EVERYTHING
    return sql.Where("library_book.shelf = ?", (Shelf.OPEN,))


def is_system(_row: models.Book, context: graph.Context) -> bool:
    return context.actor.is_system


@graph.node(models.Author, visible_to=authors_visible_to)
class Author(graph.Node[models.Author]):
    """Who wrote."""

    name: str = graph.column(description="His name.")
    books: graph.Connection[Book] = graph.to_many(
        "author_id", order=("-bought_at",), assumed=3, description="His books."
    )


@graph.node(models.Book, visible_to=books_visible_to)
class Book(graph.Node[models.Book]):
    """What was written."""

    version: int = graph.column(description="Its version.")
    title: str = graph.column(description="Its title.")
    shelf: Shelf = graph.column()
    printed: date | None = graph.column("printed_on", when=is_system)
    bought_at: datetime = graph.column()
    pages: int | None = graph.column(description="Its length.")
    is_thick: bool = graph.function(lambda row, _context: (row.pages or 0) > 300)
    author: Author | None = graph.to_one("author_id", description="Seen by the author's own rule.")
    known_author: Author | None = graph.to_one("author_id", sees_through=True)
    system_author: Author | None = graph.to_one("author_id", sees_through=True, when=is_system)
    loans: graph.Connection[Annotated[Loan, strawberry.lazy("tests.graph.data.loans")]] = (
        graph.to_many(
            "book_id",
            order=("-lent_at",),
            filter="tests.graph.data.loans.LoanFilter",
            assumed=2,
            description="Its loans, latest first.",
        )
    )
    last_loan: Annotated[Loan, strawberry.lazy("tests.graph.data.loans")] | None = graph.to_one(
        back="book_id"
    )
    first_loans: list[Annotated[Loan, strawberry.lazy("tests.graph.data.loans")]] = graph.to_list(
        "book_id", order=("lent_at",), maximum=3, description="The first loans."
    )

    @strawberry.field
    async def shouted(self) -> str:
        return self.row.title.upper()


@strawberry.input
class BookFilter:
    """Which books."""

    shelves: list[Shelf] | None = None
    author_id: strawberry.ID | None = None
    search: str | None = None

    def where(self) -> sql.Where:
        found = sql.EVERYTHING
        if self.shelves is not None:
            found &= sql.is_in("library_book.shelf", self.shelves)
        if self.author_id is not None:
            author = graph.decode_id(self.author_id, "Author")
            found &= sql.Where("library_book.author_id = ?", (author,)) if author else sql.NOTHING
        if self.search is not None:
            found &= sql.Where(
                "library_book.title LIKE ?", (f"%{clean_text(self.search, maximum=50)}%",)
            )
        return found


@strawberry.type
class LibraryQuery:
    books: graph.Connection[Book] = graph.connection(
        Book,
        filter=BookFilter,
        order={
            "BOUGHT_AT": "bought_at",
            "PAGES": "pages",
            "PRINTED_ON": "printed_on",
            "TITLE": "title",
        },
        default_order="-bought_at",
        description="Books.",
    )
    authors: graph.Connection[Author] = graph.connection(Author, default_order="name")
    book: Book | None = graph.by_id(Book, description="One book.")

    @strawberry.field
    async def book_called(self, info: strawberry.Info, title: str) -> Book | None:
        with graph.user_input(info):
            wanted = clean_text(title, minimum=2, maximum=20)
        return await graph.find_one(info, Book, sql.Where("library_book.title = ?", (wanted,)))


@strawberry.input
class BookRenameInput(graph.MutationInput):
    """A new title."""

    id: strawberry.ID
    expected_version: int
    title: str


@strawberry.input
class BookAddInput(graph.MutationInput):
    """A new book."""

    author_id: strawberry.ID
    title: str
    pages: int | None = None


@graph.error_type("Book", codes=("TITLE_TAKEN",))
class BookError(graph.UserError):
    """What can be wrong with a book."""


@strawberry.type
class BookPayload(graph.Payload[BookError]):
    """The book as it is now."""

    book: Book | None
    others: list[Book] | None
    bought_at: datetime | None
    password: str | None
    user_errors: list[BookError]


async def rename(row: models.Book, title: str, expected_version: int) -> None:
    changed = await sql.execute(
        "UPDATE library_book SET title = ?, version = version + 1 WHERE id = ? AND version = ?",
        (clean_text(title, maximum=20, minimum=1, path=("title",)), row.id, expected_version),
    )
    if not changed:
        raise conflict(row)


@strawberry.type
class LibraryMutation:
    @graph.mutation(scope=Scope.TASKS_WRITE, description="Give a book another title.")
    async def book_rename(self, info: strawberry.Info, input: BookRenameInput) -> BookPayload:
        async def work() -> dict[str, object]:
            row = await graph.find(info, Book, input.id)
            await rename(row, input.title, input.expected_version)
            if input.title == "refuse":
                raise NotPossible(Words("不行", "No"))
            return {"book": row}

        return await graph.perform(info, BookPayload, input, work)

    @graph.mutation(scope=None, public=True, description="Add a book.")
    async def book_add(self, info: strawberry.Info, input: BookAddInput) -> BookPayload:
        async def work() -> dict[str, object]:
            author = await graph.find(info, Author, input.author_id, path=("input", "authorId"))
            if input.title == "taken":
                raise NotPossible(Words("已有此书", "We have it"), code="TITLE_TAKEN")
            if input.title == "unlisted":
                raise NotPossible(Words("不行", "No"), code="NOBODY_KNOWS")
            book = await models.Book.create(
                title=clean_text(input.title, maximum=20, path=("title",)),
                shelf=Shelf.OPEN,
                bought_at=WHEN,
                pages=input.pages,
                author_id=author.id,
            )
            return {"book": book, "others": [book], "bought_at": WHEN, "password": "once"}

        return await graph.perform(info, BookPayload, input, work, secret=("password",))


WHEN = datetime.fromisoformat("2026-04-17T01:30:00+00:00")
assert issubclass(models.Book, VersionedRow)
