"""Relay connections: pages of a total order, cut by cursors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import strawberry

from backend.db import Row, sql
from backend.graph.declared import argument, given_or_none
from backend.graph.directives import Cost
from backend.graph.errors import bad_user_input
from backend.graph.keyset import BadCursorError, Order
from backend.graph.nodes import NodeType

T = TypeVar("T")

DEFAULT_SIZE = 20
LARGEST_PAGE = 100
COST_OF_A_COUNT = 10

PAGE_ARGUMENTS = (
    argument("first", int | None, "Return at most this many items from the start (1–100)."),
    argument("after", str | None, "Return items after this cursor."),
    argument("last", int | None, "Return at most this many items from the end (1–100)."),
    argument("before", str | None, "Return items before this cursor."),
)


@strawberry.type(description="Position of a page in a connection (Relay cursor connections).")
class PageInfo:
    """Where a page begins and ends."""

    has_next_page: bool = strawberry.field(description="Whether more items follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether items come before this page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item; null when the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item; null when the page is empty."
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a list that was asked for."""

    size: int
    is_backwards: bool
    after: tuple[object, ...] | None
    before: tuple[object, ...] | None

    @classmethod
    def asked(cls, given: Mapping[str, Any], order: Order, *, default: int) -> Cut:
        """Return the part named by a field's arguments; raise BAD_USER_INPUT when they are wrong."""
        first, last = given_or_none(given, "first"), given_or_none(given, "last")
        if first is not None and last is not None:
            raise bad_user_input("Give `first` or `last`, not both")
        size = last if first is None else first
        if size is None:
            size = default
        if not 1 <= size <= LARGEST_PAGE:
            raise bad_user_input(f"A page holds 1 to {LARGEST_PAGE} items")
        return cls(
            size=size,
            is_backwards=last is not None,
            after=_place(order, given_or_none(given, "after")),
            before=_place(order, given_or_none(given, "before")),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """Which rows, in which order, and which part of them."""

    kind: NodeType[Any]
    where: sql.Where
    order: Order
    cut: Cut

    @property
    def condition(self) -> sql.Where:
        """The condition of the part."""
        found = self.where
        if self.cut.after is not None:
            found &= self.order.beyond(self.cut.after, is_backwards=False)
        if self.cut.before is not None:
            found &= self.order.beyond(self.cut.before, is_backwards=True)
        return found

    @property
    def clause(self) -> str:
        """What stands after ORDER BY, from the end at which the part begins."""
        return self.order.clause(is_backwards=self.cut.is_backwards)

    async def read(self, where: sql.Where = sql.EVERYTHING) -> list[Row]:
        """Return the rows of the part, and one more if there is one."""
        return await sql.rows(
            self.kind.model, where & self.condition, order=self.clause, limit=self.cut.size + 1
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one part of a list, in order."""

    listing: Listing
    rows: Sequence[Row]
    has_more: bool
    count: Callable[[], Awaitable[int]]

    @classmethod
    def of(
        cls, listing: Listing, found: Sequence[Row], count: Callable[[], Awaitable[int]]
    ) -> Page:
        """Return the page of rows read from the end at which the part begins."""
        kept = list(found[: listing.cut.size])
        if listing.cut.is_backwards:
            kept.reverse()
        return cls(listing, kept, len(found) > listing.cut.size, count)

    def info(self) -> PageInfo:
        """Return where the page begins and ends."""
        cut, order = self.listing.cut, self.listing.order
        return PageInfo(
            has_next_page=cut.before is not None if cut.is_backwards else self.has_more,
            has_previous_page=self.has_more if cut.is_backwards else cut.after is not None,
            start_cursor=order.cursor(self.rows[0]) if self.rows else None,
            end_cursor=order.cursor(self.rows[-1]) if self.rows else None,
        )


@strawberry.type(description="One item of a connection.")
class Edge(Generic[T]):
    """An item and its place."""

    listing: strawberry.Private[Listing]
    row: strawberry.Private[Row]

    @strawberry.field(description="Opaque position of this item; pass it as `after` or `before`.")
    def cursor(self) -> str:
        """Return the place in the order."""
        return self.listing.order.cursor(self.row)

    @strawberry.field(description="The item.")
    def node(self) -> T:
        """Return the object of the row."""
        return cast("T", self.listing.kind.cls.of(self.row))


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """One page; nothing is made that was not asked for."""

    page: strawberry.Private[Page]

    @strawberry.field(description="The items of this page with their cursors.")
    def edges(self) -> list[Edge[T]]:
        """Return the items and their places."""
        return [Edge(listing=self.page.listing, row=row) for row in self.page.rows]

    @strawberry.field(description="The items of this page.")
    def nodes(self) -> list[T]:
        """Return the objects of the rows."""
        of = self.page.listing.kind.cls.of
        return [cast("T", of(row)) for row in self.page.rows]

    @strawberry.field(description="Position of this page in the whole list.")
    def page_info(self) -> PageInfo:
        """Return where the page begins and ends."""
        return self.page.info()

    @strawberry.field(
        description="How many items match the filter in total. Counted only when selected.",
        directives=[Cost(weight=COST_OF_A_COUNT)],
    )
    async def total_count(self) -> int:
        """Return the size of the whole list, one statement for all lists of a level."""
        return await self.page.count()


def _place(order: Order, cursor: str | None) -> tuple[object, ...] | None:
    if cursor is None:
        return None
    try:
        return order.place(cursor)
    except BadCursorError:
        raise bad_user_input("The cursor is not one of this list in this order") from None
