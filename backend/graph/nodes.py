"""Objects with an id: each type declared once with its rows and who may see them."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, cast
from uuid import UUID

import strawberry
from strawberry.types.base import get_object_definition
from typing_extensions import TypeVar

from backend.actor import Actor
from backend.db import Row, sql
from backend.errors import not_found
from backend.graph.context import Context, context_of
from backend.graph.ids import decode_id, encode_id, split_id
from backend.graph.loaders import Batch
from backend.graph.shape import shape_of

R = TypeVar("R", bound=Row, default=Row)
N = TypeVar("N", bound="Node[Any]")

Visibility = Callable[[Actor], sql.Where]

MOST_NODES = 100


@strawberry.interface(description="An object that can be fetched again by its `id`.")
class Node(Generic[R]):
    """The graph's view of one row: `Submission.of(row)`, and `.row` back."""

    id: strawberry.ID = strawberry.field(
        description="Opaque, globally unique and stable. Never parse it."
    )

    @classmethod
    def of(cls, row: R) -> Self:
        """Return the object of a row that its reader may see."""
        made = object.__new__(cls)
        made.__dict__["row"] = row
        return made

    @property
    def row(self) -> R:
        """The row behind the object; never shown as such."""
        return self.__dict__["row"]


@dataclass(frozen=True, slots=True)
class NodeType(Generic[R]):
    """One type of objects: its rows, and who may see which of them."""

    name: str
    cls: type[Node[R]]
    model: type[R]
    visible_to: Visibility

    @property
    def table(self) -> str:
        """The table of its rows."""
        return shape_of(self.model).table

    async def rows(
        self, context: Context, keys: Iterable[UUID], *, sees_through: bool = False
    ) -> Mapping[UUID, R]:
        """Return those rows of `keys` that the actor may see, by key; one statement."""
        where = sql.is_in(f"{self.table}.id", keys)
        if not sees_through:
            where &= self.visible_to(context.actor)
        return {row.id: row for row in await sql.rows(self.model, where)}

    def batch(self, context: Context, *, sees_through: bool = False) -> Batch[UUID, Node[R] | None]:
        """Return the batch of this operation that reads single objects of the type."""

        async def fetch(keys: Sequence[UUID]) -> Mapping[UUID, Node[R] | None]:
            found = await self.rows(context, keys, sees_through=sees_through)
            return {key: self.cls.of(row) for key, row in found.items()}

        def make() -> Batch[UUID, Node[R] | None]:
            return Batch(fetch, missing=None)

        return context.loaders.batch((self.name, sees_through), make)


_by_name: dict[str, NodeType[Any]] = {}
_by_model: dict[type[Row], NodeType[Any]] = {}


def node(
    model: type[Row], *, visible_to: Visibility, name: str | None = None
) -> Callable[[type[N]], type[N]]:
    """Make a class a GraphQL type of the rows of `model`.

    `visible_to` is the one rule of who may see which row: a condition over columns written with
    their table's name. The class's docstring is the type's description.
    """

    def decorate(cls: type[N]) -> type[N]:
        described = inspect.cleandoc(cls.__doc__ or "") or None
        made = strawberry.type(cls, name=name, description=described)
        type_name = get_object_definition(made, strict=True).name
        known = _by_name.get(type_name)
        if known is not None and known.cls.__module__ != made.__module__:
            raise TypeError(f"two types are called {type_name}")
        for field in get_object_definition(made, strict=True).fields:
            if (attach := getattr(field, "attach", None)) is not None:
                attach(made)
        setattr(made, "id", property(lambda self: encode_id(type_name, self.row.id)))  # noqa: B010
        _by_name[type_name] = _by_model[model] = NodeType(type_name, made, model, visible_to)
        return made

    return decorate


def node_types() -> list[type[Node[Any]]]:
    """Return every declared type, for the assembly of the schema."""
    return [kind.cls for kind in _by_name.values()]


def node_type_of(cls: type[Node[R]]) -> NodeType[R]:
    """Return the declaration behind a class."""
    for kind in _by_name.values():
        if kind.cls is cls:
            return kind
    raise TypeError(f"{cls.__name__} is not declared with @graph.node")


def node_type_of_row(model: type[Row]) -> NodeType[Any]:
    """Return the declaration of the objects made of the rows of `model`."""
    if model not in _by_model:
        raise TypeError(f"no @graph.node shows {model.__name__}")
    return _by_model[model]


def node_type_called(name: str) -> NodeType[Any] | None:
    """Return the declaration of a type by its GraphQL name."""
    return _by_name.get(name)


async def find(
    info: strawberry.Info,
    cls: type[Node[R]],
    id: str,
    *,
    path: tuple[str | int, ...] = ("input", "id"),
) -> R:
    """Return the row with a global id; raise `NotFound` at `path` unless the actor may see it."""
    context, kind = context_of(info), node_type_of(cls)
    key = decode_id(id, kind.name)
    row = (await kind.rows(context, [key])).get(key) if key is not None else None
    if row is None:
        raise not_found(path)
    context.found.append(row)
    return row


async def find_one(info: strawberry.Info, cls: type[N], where: sql.Where) -> N | None:
    """Return the one object for which `where` holds, if the actor may see it."""
    kind = node_type_of(cls)
    row = await sql.one(kind.model, where & kind.visible_to(context_of(info).actor))
    return cls.of(row) if row is not None else None


async def row_behind(info: strawberry.Info, cls: type[Node[R]], key: UUID) -> R | None:
    """Return a row for a field's own decision, whoever asks; all rows of a level travel together.

    It is not for showing: what is shown is found through `visible_to`.
    """
    found = await node_type_of(cls).batch(context_of(info), sees_through=True).get(key)
    return found.row if found is not None else None


def load_by_id(context: Context, id: str) -> Awaitable[Node[Any] | None] | Node[Any] | None:
    """Return any object by its global id; None unless the actor may see it."""
    parts = split_id(id)
    kind = node_type_called(parts[0]) if parts is not None else None
    if parts is None or kind is None:
        return None
    return kind.batch(context).load(parts[1])


def unwrapped(annotated: object) -> type[Any]:
    """Return the class at the heart of a resolved annotation: without optional, list, lazy."""
    found: Any = annotated
    while True:
        if hasattr(found, "of_type"):
            found = found.of_type
        elif hasattr(found, "resolve_type"):
            found = found.resolve_type()
        else:
            return cast("type[Any]", found)
