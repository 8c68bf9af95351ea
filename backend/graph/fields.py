"""The fields of an object, each declared once: a column, another object, or a function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry

from backend.db import Row, sql
from backend.graph.context import Context, context_of
from backend.graph.declared import AttributeField, DeclaredField, declared
from backend.graph.directives import Cost
from backend.graph.ids import decode_id
from backend.graph.loaders import Batch
from backend.graph.nodes import Node, NodeType, node_type_of, unwrapped

When = Callable[[Any, Context], bool]
Given = Mapping[str, Any]


@dataclass(eq=False, slots=True)
class Column:
    """A column that is null to those whom `when` denies it."""

    attribute: str
    when: When

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> object:
        """Return the value in the row."""
        del given
        if not self.when(source.row, context_of(info)):
            return None
        return getattr(source.row, self.attribute or field.python_name)


@dataclass(eq=False, slots=True)
class Function:
    """A value worked out from the row and who asks, without reading anything more."""

    work: Callable[[Any, Context], object]

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> object:
        """Return the value."""
        del field, given
        return self.work(source.row, context_of(info))


@dataclass(eq=False, slots=True)
class ToOne:
    """The object whose id stands in a column of the row."""

    column: str
    sees_through: bool
    when: When | None
    _kind: list[NodeType[Any]] = field(default_factory=list[NodeType[Any]])

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> object | Awaitable[object]:
        """Return the object; None when there is none or the actor may not see it."""
        del given
        row, context = source.row, context_of(info)
        key: UUID | None = getattr(row, self.column)
        if key is None or (self.when is not None and not self.when(row, context)):
            return None
        kind = _target(self._kind, field)
        return kind.batch(context, sees_through=self.sees_through).load(key)


@dataclass(eq=False, slots=True)
class BackToOne:
    """The one object whose column holds the id of this one; of several the latest."""

    column: str
    sees_through: bool
    when: When | None
    _kind: list[NodeType[Any]] = field(default_factory=list[NodeType[Any]])

    def resolve(
        self, field: DeclaredField, source: Node[Any], info: strawberry.Info, given: Given
    ) -> object | Awaitable[object]:
        """Return the object; None when there is none or the actor may not see it."""
        del given
        context = context_of(info)
        if self.when is not None and not self.when(source.row, context):
            return None
        kind = _target(self._kind, field)

        async def fetch(keys: Sequence[UUID]) -> Mapping[UUID, Node[Any] | None]:
            return await self._latest(kind, context, keys)

        batch: Batch[UUID, Node[Any] | None] = context.loaders.batch(
            self, lambda: Batch(fetch, missing=None)
        )
        return batch.load(source.row.id)

    async def _latest(
        self, kind: NodeType[Any], context: Context, keys: Sequence[UUID]
    ) -> Mapping[UUID, Node[Any] | None]:
        column = f"{kind.table}.{self.column}"
        where = sql.is_in(column, keys)
        if not self.sees_through:
            where &= kind.visible_to(context.actor)
        latest = sql.Where(
            f"{kind.table}.id IN (SELECT id FROM (SELECT {kind.table}.id AS id, ROW_NUMBER() OVER "
            f"(PARTITION BY {column} ORDER BY {kind.table}.id DESC) AS position "
            f"FROM {kind.table} WHERE {where.text}) AS numbered WHERE position = 1)",
            where.values,
        )
        rows: list[Row] = await sql.rows(kind.model, latest)
        return {getattr(row, self.column): kind.cls.of(row) for row in rows}


@dataclass(eq=False, slots=True)
class ById:
    """One object by its global id."""

    cls: type[Node[Any]]

    def resolve(
        self, field: DeclaredField, source: object, info: strawberry.Info, given: Given
    ) -> object | Awaitable[object]:
        """Return the object; None when the id is malformed, unknown or not for this actor."""
        del field, source
        kind = node_type_of(self.cls)
        key = decode_id(given["id"], kind.name)
        return None if key is None else kind.batch(context_of(info)).load(key)


def column(
    attribute: str = "",
    *,
    when: When | None = None,
    description: str = "",
    deprecation_reason: str | None = None,
) -> Any:
    """Declare a field that is the row's attribute of the same name, or `attribute`.

    With `when(row, context)` it is null to those whom the rule denies it.
    """
    if when is not None:
        return declared(
            Column(attribute, when), description=description, deprecation_reason=deprecation_reason
        )
    made = AttributeField(description=description or None, deprecation_reason=deprecation_reason)
    made.attribute = attribute
    return made


def function(
    work: Callable[[Any, Context], object],
    *,
    cost: int | None = None,
    description: str = "",
    deprecation_reason: str | None = None,
) -> Any:
    """Declare a field that is `work(row, context)`: a pure function, without reading anything."""
    return declared(
        Function(work),
        description=description,
        deprecation_reason=deprecation_reason,
        directives=[] if cost is None else [Cost(weight=cost)],
    )


def to_one(
    column: str = "",
    *,
    back: str = "",
    sees_through: bool = False,
    when: When | None = None,
    description: str = "",
    deprecation_reason: str | None = None,
) -> Any:
    """Declare the object whose id is in `column`, or whose column `back` holds the id of this one.

    It is null unless the actor may see it by its own rule. `sees_through`: who sees this object may
    see that one too. Without `when(row, context)` holding it is null and nothing is read.
    """
    if bool(column) == bool(back):
        raise TypeError("to_one takes either a column of this row or `back`")
    plan = BackToOne(back, sees_through, when) if back else ToOne(column, sees_through, when)
    return declared(plan, description=description, deprecation_reason=deprecation_reason)


def _target(known: list[NodeType[Any]], field: DeclaredField) -> NodeType[Any]:
    """Return the type of a field's annotation, looked up once."""
    if not known:
        known.append(node_type_of(unwrapped(field.type)))
    return known[0]
