"""The docstring of a class is the description of its type, unless it has one of its own."""

from __future__ import annotations

import inspect

from graphql import GraphQLNamedType
from strawberry import Schema
from strawberry.types.base import StrawberryObjectDefinition


def describe_by_docstrings(schema: Schema) -> None:
    """Describe every object, input and interface that says nothing by the docstring of its class."""
    for concrete in schema.schema_converter.type_map.values():
        definition = concrete.definition
        if not isinstance(definition, StrawberryObjectDefinition) or definition.description:
            continue
        described = _docstring(definition.origin)
        definition.description = described
        if isinstance(concrete.implementation, GraphQLNamedType):
            concrete.implementation.description = described


def _docstring(cls: type) -> str | None:
    written = vars(cls).get("__doc__")
    # A dataclass without a docstring is given its signature for one.
    if not isinstance(written, str) or written.startswith(f"{cls.__name__}("):
        return None
    return inspect.cleandoc(written)
