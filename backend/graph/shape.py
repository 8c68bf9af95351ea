"""The table behind a model: its name, and the types of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from backend.db import Row


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """The type of a column's values, and whether they may be missing."""

    type: type
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A table."""

    table: str
    columns: Mapping[str, ColumnShape]


@cache
def shape_of(model: type[Row]) -> Shape:
    """Return the table of `model`."""
    described = cast("Mapping[str, Any]", model.describe(serializable=False))
    columns: list[Mapping[str, Any]] = [described["pk_field"], *described["data_fields"]]
    return Shape(
        described["table"],
        {each["name"]: ColumnShape(each["python_type"], each["nullable"]) for each in columns},
    )
