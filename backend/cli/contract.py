"""The published contract: the SDL of the graph, everything in the order of its name.

Sorted, a change of the graph is a change of the lines that mean it, wherever the code stands.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any, cast

from graphql import DocumentNode, Node, parse, print_ast

from backend.schema import schema

# What has an order of its own stays: locations of a directive read as they were written.
_SORTED = ("definitions", "fields", "arguments", "values", "types", "interfaces", "directives")


@cache
def contract() -> str:
    """Return the SDL of the graph, sorted, as it stands in schema.graphql."""
    return sorted_sdl(schema.as_str())


def sorted_sdl(text: str) -> str:
    """Return the same SDL with definitions, fields, arguments and values sorted by name."""
    return print_ast(cast("DocumentNode", _sorted(parse(text)))) + "\n"


def _sorted(node: Node) -> Node:
    changed: dict[str, Any] = {}
    for field in fields(cast("Any", node)):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Node):
            children = [_sorted(child) for child in cast("tuple[Node, ...]", value)]
            is_sorted = field.name in _SORTED
            changed[field.name] = tuple(sorted(children, key=_name) if is_sorted else children)
    return replace(cast("Any", node), **changed) if changed else node


def _name(node: Node) -> tuple[str, str]:
    """Sort by name; what has none (the schema block) by its kind."""
    name = getattr(node, "name", None)
    return (getattr(name, "value", ""), node.kind)
