"""What clients may sort a list by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from backend.graph.enums import enum_of


class OrderDirection(StrEnum):
    """Which way a list is sorted."""

    ASC = "ASC"
    DESC = "DESC"


strawberry.enum(
    OrderDirection,
    description="ASC: smallest or oldest first. DESC: largest or newest first. What has no value "
    "comes last in both.",
)

_made: dict[str, tuple[Mapping[str, str], type[Any]]] = {}


def order_input(name: str, orders: Mapping[str, str]) -> type[Any]:
    """Return the input `<name>Order`, made once for each type of objects."""
    if name in _made:
        known, made = _made[name]
        if known != orders:
            raise TypeError(f"{name} is sorted by other columns elsewhere")
        return made
    field = enum_of(f"{name}OrderField", {key: key for key in orders})
    strawberry.enum(field, description=f"What a list of {name} can be sorted by.")
    made = type(
        f"{name}Order", (), {"__annotations__": {"field": field, "direction": OrderDirection}}
    )
    made = strawberry.input(made, description=f"Sorts a list of {name}; ties are broken by id.")
    _made[name] = (dict(orders), made)
    return made
