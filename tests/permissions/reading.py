"""Every way to every field of the graph, found in the schema, as documents to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_argument,
)

from backend.graph.nodes import node_type_called
from backend.schema import schema

GRAPH = schema._schema
LONGEST = 50
PAGE = f"first: {LONGEST}"

# How a field that cannot be read without arguments is asked: `Type.field`: "(argument: …)".
ARGUMENTS: dict[str, str] = {}

WHY_HIDDEN = {"Instruction.textHidden"}
# Columns that are shown at some times only, whoever asks.
NOT_ALWAYS = {"Task.extensionAskedDueAt", "Task.extensionReason"}


@dataclass(frozen=True, slots=True)
class Way:
    """A field that leads from an object to others: to one, to a page of them, or to a plain list."""

    parent: str
    name: str
    target: str
    shape: str

    def selecting(self, inner: str) -> str:
        """Return the field with `inner` selected of what it leads to."""
        if self.shape == "connection":
            return f"{self.name}({PAGE}) {{ nodes {{ {inner} }} }}"
        return f"{self.name} {{ {inner} }}"


def is_ours(type_name: str) -> bool:
    """Whether it is a type of objects with an id."""
    kind = node_type_called(type_name)
    return kind is not None and kind.model.__module__.startswith("backend.")


def fields_of(type_name: str) -> dict[str, GraphQLField]:
    """Return the fields of a type of objects."""
    kind = GRAPH.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    return kind.fields


def target_of(field: GraphQLField) -> str:
    """Return the type of objects a field leads to, through a connection if there is one."""
    named = get_named_type(field.type)
    name = named.name
    if name.endswith("Connection") and is_ours(name.removesuffix("Connection")):
        return name.removesuffix("Connection")
    return name


def is_a_list(field: GraphQLField) -> bool:
    """Whether a field is a plain list."""
    kind: Any = field.type
    return is_list_type(kind.of_type if is_non_null_type(kind) else kind)


@cache
def ways_from(type_name: str) -> tuple[Way, ...]:
    """Return every field of a type that leads to objects with an id."""
    return tuple(
        Way(type_name, name, target_of(field), _shape(field))
        for name, field in fields_of(type_name).items()
        if is_ours(target_of(field))
    )


def _shape(field: GraphQLField) -> str:
    if get_named_type(field.type).name.endswith("Connection"):
        return "connection"
    return "list" if is_a_list(field) else "one"


@cache
def leaves_of(type_name: str) -> tuple[str, ...]:
    """Return every other field of a type: values, and objects without an id of their own."""
    return tuple(name for name, field in fields_of(type_name).items() if not is_way(field))


def is_way(field: GraphQLField) -> bool:
    """Whether a field leads to objects with an id."""
    return is_ours(target_of(field))


@cache
def values_of(type_name: str) -> str:
    """Return the selection of all values of a type, and the ids of the single objects beside it."""
    ones = (f"{way.name} {{ id }}" for way in ways_from(type_name) if way.shape == "one")
    return " ".join(["__typename", *_selections(type_name), *ones])


def _selections(type_name: str) -> Iterator[str]:
    for name in leaves_of(type_name):
        field = fields_of(type_name)[name]
        given = ARGUMENTS.get(f"{type_name}.{name}", "")
        asked = [each for each, argument in field.args.items() if is_required_argument(argument)]
        assert given or not asked, (
            f"{type_name}.{name} needs {asked}: say in tests/permissions/reading.py, ARGUMENTS, "
            "with which arguments the matrix asks for it"
        )
        named = get_named_type(field.type)
        if is_leaf_type(named):
            yield f"{name}{given}"
        elif is_object_type(named):
            yield f"{name}{given} {{ {' '.join(_selections(named.name))} }}"


@cache
def by_id(type_name: str) -> str:
    """Return the document that reads all values of objects by their ids."""
    return f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {type_name} {{ {values_of(type_name)} }} }} }}"


@cache
def along(*ways: Way, whole: bool = True) -> str:
    """Return the document that reads what these ways lead to: all values of it, or ids alone."""
    inner = values_of(ways[-1].target) if whole else "__typename id"
    for way in reversed(ways):
        inner = f"id {way.selecting(inner)}"
    return f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {ways[0].parent} {{ {inner} }} }} }}"
