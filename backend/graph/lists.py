"""Lists of objects: at the root, and below each object of a page in one statement for all."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.types.lazy_type import LazyType

from backend.db import Row, sql
from backend.errors import DomainError
from backend.graph.connections import (
    DEFAULT_SIZE,
    LARGEST_PAGE,
    PAGE_ARGUMENTS,
    Connection,
    Cut,
    Listing,
    Page,
)
from backend.graph.context import Context, context_of
from backend.graph.declared import DeclaredField, argument, declared, given_or_none
from backend.graph.directives import ListSize, page_size
from backend.graph.errors import bad_user_input
from backend.graph.inputs import check
from backend.graph.keyset import Order, order_by
from backend.graph.loaders import Batch
from backend.graph.nodes import Node, NodeType, node_type_of, unwrapped
from backend.graph.orders import order_input

Given = Mapping[str, Any]
Only = Callable[[Context], sql.Where]


@dataclass(eq=False, slots=True)
class RootList:
    """All objects of a type that the actor may see."""

    cls: type[Node[Any]]
    orders: Mapping[str, str]
    default_order: tuple[str, ...]
    only: Only | None = None

    async def resolve(
        self, field: DeclaredField, source: object, info: strawberry.Info, given: Given
    ) -> Connection[Any]:
        """Return the page asked for."""
        del field, source
        context, kind = context_of(info), node_type_of(self.cls)
        order = order_by(kind.model, self._columns(given))
        listing = await _listing(context, kind, order, given, default=DEFAULT_SIZE)
        if self.only is not None:
            listing = replace(listing, where=self.only(context) & listing.where)
        found = await listing.read()
        return Connection(
            page=Page.of(listing, found, partial(sql.count, kind.model, listing.where))
        )

    def _columns(self, given: Given) -> tuple[str, ...]:
        asked = given_or_none(given, "order_by")
        if asked is None:
            return self.default_order
        column = self.orders[asked.field.name]
        return (f"-{column}" if asked.direction.name == "DESC" else column,)


@dataclass(eq=False, slots=True)
class ChildList:
    """The objects whose `column` holds the id of the object above them."""

    column: str
    order: tuple[str, ...]
    default: int
    _kind: list[NodeType[Any]] = field(default_factory=list[NodeType[Any]])

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> Awaitable[object] | object:
        """Return the page below one object; all objects of a level travel together."""
        level = _Level(self, self._target(field), context_of(info), given)
        name = (self, repr(given))
        pages = level.context.loaders.batch(name, lambda: Batch(level.pages, missing=None))
        return pages.load(source.row.id)

    def _target(self, field: DeclaredField) -> NodeType[Any]:
        if not self._kind:
            self._kind.append(node_type_of(_item_class(field)))
        return self._kind[0]


@dataclass(eq=False, slots=True)
class PlainList(ChildList):
    """The same as a plain list without pages: never longer than `default`."""

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> Awaitable[object] | object:
        """Return the objects below one object."""
        level = _Level(self, self._target(field), context_of(info), given)
        lists = level.context.loaders.batch(self, lambda: Batch(level.plain, missing=[]))
        return lists.load(source.row.id)


@dataclass(frozen=True, slots=True)
class _Level:
    """One field of all objects of one level."""

    plan: ChildList
    kind: NodeType[Any]
    context: Context
    given: Given

    @property
    def parent(self) -> str:
        return f"{self.kind.table}.{self.plan.column}"

    async def pages(self, keys: Sequence[UUID]) -> Mapping[UUID, Connection[Any] | None]:
        """Return the page below each object."""
        listing = await self._listing()
        rows = await self._rows(listing, keys)
        counts: Batch[UUID, int] = Batch(partial(self._counts, listing), missing=0)
        return {
            key: Connection(page=Page.of(listing, rows[key], partial(counts.get, key)))
            for key in keys
        }

    async def plain(self, keys: Sequence[UUID]) -> Mapping[UUID, list[Node[Any]]]:
        """Return the objects below each object."""
        listing = await self._listing()
        rows = await self._rows(listing, keys)
        return {
            key: [self.kind.cls.of(row) for row in rows[key][: self.plan.default]] for key in keys
        }

    async def _listing(self) -> Listing:
        order = order_by(self.kind.model, self.plan.order)
        return await _listing(self.context, self.kind, order, self.given, default=self.plan.default)

    async def _rows(self, listing: Listing, keys: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
        below = sql.is_in(self.parent, keys)
        if len(keys) == 1:
            return {keys[0]: await listing.read(below)}
        table, inner = self.kind.table, below & listing.condition
        numbered = (
            f"SELECT {table}.id AS id, ROW_NUMBER() OVER (PARTITION BY {self.parent} "
            f"ORDER BY {listing.clause}) AS position FROM {table} WHERE {inner.text}"
        )
        first = f"SELECT id FROM ({numbered}) AS numbered WHERE position <= {listing.cut.size + 1}"
        chosen = sql.Where(f"{table}.id IN ({first})", inner.values)
        rows: dict[UUID, list[Row]] = defaultdict(list)
        for row in await sql.rows(self.kind.model, chosen, order=listing.clause):
            rows[getattr(row, self.plan.column)].append(row)
        return rows

    async def _counts(self, listing: Listing, keys: Sequence[UUID]) -> Mapping[UUID, int]:
        where = sql.is_in(self.parent, keys) & listing.where
        found = await sql.fetch(
            f"SELECT {self.parent} AS parent, COUNT(*) AS total FROM {self.kind.table} "
            f"WHERE {where.text} GROUP BY {self.parent}",
            where.values,
        )
        return {
            cast("UUID", sql.as_uuid(each["parent"])): int(str(each["total"])) for each in found
        }


def connection(
    cls: type[Node[Any]],
    *,
    default_order: str | Sequence[str],
    order: Mapping[str, str] | None = None,
    filter: type[Any] | None = None,
    only: Only | None = None,
    description: str = "",
) -> Any:
    """Declare a list at the root of the graph: every object of `cls` that the actor may see.

    `order` maps what clients may sort by (`FILED_AT`) to columns; `default_order` are columns, with
    a minus where the largest comes first. `filter` is an input with `where(self)` or
    `where(self, context)`, awaited when need be, that returns a condition. `only` narrows the list
    to a part of what the actor may see, whatever the filter.
    """
    orders = dict(order or {})
    arguments = list(PAGE_ARGUMENTS)
    if orders:
        definition = get_object_definition(cls, strict=True)
        asked = order_input(definition.name, orders)
        arguments.insert(0, argument("order_by", asked | None, "How to sort; ties go by id."))
    if filter is not None:
        arguments.insert(0, argument("filter", filter | None, "Keep only matching items."))
    columns = (default_order,) if isinstance(default_order, str) else tuple(default_order)
    return declared(
        RootList(cls, orders, columns, only),
        description=description,
        arguments=arguments,
        directives=[page_size(DEFAULT_SIZE)],
    )


def to_many(
    column: str,
    *,
    order: Sequence[str] = ("id",),
    filter: type[Any] | str | None = None,
    assumed: int = DEFAULT_SIZE,
    description: str = "",
    deprecation_reason: str | None = None,
) -> Any:
    """Declare the list of objects whose `column` holds the id of this one, seen by their own rule.

    `filter` is an input as for `connection`; of a package above, its dotted path. `assumed` is the
    size of a page unless the client asks otherwise.
    """
    arguments = list(PAGE_ARGUMENTS)
    if filter is not None:
        arguments.insert(0, argument("filter", _named(filter) | None, "Keep only matching items."))
    return declared(
        ChildList(column, tuple(order), assumed),
        description=description,
        deprecation_reason=deprecation_reason,
        arguments=arguments,
        directives=[page_size(assumed)],
    )


def to_list(
    column: str,
    *,
    order: Sequence[str] = ("id",),
    maximum: int,
    assumed: int = 5,
    description: str = "",
) -> Any:
    """Declare the same as a plain list that never holds more than `maximum` (1–100) objects."""
    if not 1 <= maximum <= LARGEST_PAGE:
        raise ValueError(f"a plain list holds 1 to {LARGEST_PAGE} objects")
    return declared(
        PlainList(column, tuple(order), maximum),
        description=f"{description} At most {maximum}.".strip(),
        directives=[ListSize(assumed_size=assumed)],
    )


def _named(filter: type[Any] | str) -> Any:
    if not isinstance(filter, str):
        return filter
    module, _, name = filter.rpartition(".")
    lazy: Any = LazyType(name, module)  # pyright: ignore[reportUnknownVariableType]
    return lazy


async def _listing(
    context: Context, kind: NodeType[Any], order: Order, given: Given, *, default: int
) -> Listing:
    cut = Cut.asked(given, order, default=default)
    where = kind.visible_to(context.actor)
    wanted = given_or_none(given, "filter")
    if wanted is not None:
        where &= await _condition(wanted, context)
    return Listing(kind, where, order, cut)


async def _condition(wanted: Any, context: Context) -> sql.Where:
    try:
        check(wanted, path=("filter",))
        asks_who = bool(inspect.signature(wanted.where).parameters)
        found = wanted.where(context) if asks_who else wanted.where()
        return await found if inspect.isawaitable(found) else found
    except DomainError as error:
        raise bad_user_input(error.words.said_in(context.language)) from None


def _item_class(field: DeclaredField) -> type[Any]:
    """Return T of a field annotated as `Connection[T]`, or as a list of T."""
    definition = get_object_definition(field.type)
    return unwrapped(definition.type_var_map["T"] if definition is not None else field.type)
