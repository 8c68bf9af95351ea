# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false
"""Plain SQL where the query builder is in the way: '?' for values, the same on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal, TypeVar, cast
from uuid import UUID

import orjson
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.models import Model

from backend.db import gate
from backend.db.counting import count_statements

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Where",
    "as_bool",
    "as_date",
    "as_instant",
    "as_uuid",
    "count",
    "count_statements",
    "engine",
    "execute",
    "exists",
    "fetch",
    "is_in",
    "one",
    "rows",
    "table_of",
]

ModelT = TypeVar("ModelT", bound=Model)

_QUOTED_OR_MARK = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\?""")


@dataclass(frozen=True, slots=True)
class Where:
    """A condition with its values: `Where("submission.area_code = ?", ("SH",))`."""

    text: str
    values: tuple[object, ...] = ()

    def __and__(self, other: Where) -> Where:
        if self == EVERYTHING or other == NOTHING:
            return other
        if other == EVERYTHING or self == NOTHING:
            return self
        return Where(f"({self.text}) AND ({other.text})", self.values + other.values)

    def __or__(self, other: Where) -> Where:
        if self == NOTHING or other == EVERYTHING:
            return other
        if other == NOTHING or self == EVERYTHING:
            return self
        return Where(f"({self.text}) OR ({other.text})", self.values + other.values)

    def __invert__(self) -> Where:
        return Where(f"NOT ({self.text})", self.values)


EVERYTHING: Final = Where("1 = 1")
NOTHING: Final = Where("1 = 0")


def is_in(column: str, values: Iterable[object]) -> Where:
    """Return the condition that `column` is one of `values`; of none, nothing is found."""
    wanted = tuple(values)
    if not wanted:
        return NOTHING
    return Where(f"{column} IN ({', '.join('?' * len(wanted))})", wanted)


def engine() -> Literal["sqlite", "postgres"]:
    """Return which engine the connection speaks to."""
    return "sqlite" if _connection().capabilities.dialect == "sqlite" else "postgres"


async def fetch(text: str, values: Sequence[object] = ()) -> list[dict[str, object]]:
    """Return the rows of a statement as the driver gives them (see `as_uuid` and its kin)."""
    _, found = await _send(text, values)
    return [dict(row) for row in found]


async def execute(text: str, values: Sequence[object] = ()) -> int:
    """Run a statement; return how many rows it touched."""
    touched, _ = await _send(text, values)
    return touched


async def rows(
    model: type[ModelT], where: Where = EVERYTHING, *, order: str = "", limit: int | None = None
) -> list[ModelT]:
    """Return the rows of `model` for which `where` holds; `order` is the SQL after ORDER BY."""
    table = quoted(model._meta.db_table)
    text = f"SELECT {table}.* FROM {table} WHERE {where.text}"
    if order:
        text += f" ORDER BY {order}"
    if limit is not None:
        text += f" LIMIT {int(limit)}"
    _, found = await _send(text, where.values)
    return [read(model, row) for row in found]


async def one(model: type[ModelT], where: Where, *, order: str = "") -> ModelT | None:
    """Return the first row for which `where` holds, or None."""
    found = await rows(model, where, order=order, limit=1)
    return found[0] if found else None


async def count(model: type[Model], where: Where = EVERYTHING) -> int:
    """Return for how many rows `where` holds."""
    table = quoted(model._meta.db_table)
    _, found = await _send(f"SELECT COUNT(*) AS n FROM {table} WHERE {where.text}", where.values)
    return int(found[0]["n"])


async def exists(model: type[Model], where: Where) -> bool:
    """Say whether `where` holds for any row."""
    table = quoted(model._meta.db_table)
    _, found = await _send(f"SELECT 1 FROM {table} WHERE {where.text} LIMIT 1", where.values)
    return bool(found)


def read(model: type[ModelT], row: Mapping[str, Any]) -> ModelT:
    """Return one row of the table of `model`, given with all its columns, as an instance."""
    return model._init_from_db(**dict(row))


def table_of(model: type[Model]) -> str:
    """Return the name of the table of `model`."""
    return model._meta.db_table


def quoted(name: str) -> str:
    """Return a table's or column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def as_uuid(value: object) -> UUID | None:
    """Return the id in a fetched column."""
    return value if value is None or isinstance(value, UUID) else UUID(str(value))


def as_instant(value: object) -> datetime | None:
    """Return the instant in a fetched column."""
    return (
        value
        if value is None or isinstance(value, datetime)
        else datetime.fromisoformat(str(value))
    )


def as_date(value: object) -> date | None:
    """Return the date in a fetched column."""
    return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))


def as_bool(value: object) -> bool | None:
    """Return the truth in a fetched column."""
    return None if value is None else bool(value)


def _connection() -> BaseDBAsyncClient:
    return get_connection("default")


async def _send(text: str, values: Sequence[object]) -> tuple[int, Sequence[Mapping[str, Any]]]:
    connection: Any = _connection()
    if connection.capabilities.dialect != "sqlite":
        text = _numbered(text)
    return await connection.execute_query(text, [_adapted(value) for value in values])


@lru_cache(maxsize=2048)
def _numbered(text: str) -> str:
    """Return `text` with $1, $2 … for each '?' that stands outside of quotes."""
    numbers = iter(range(1, text.count("?") + 1))
    return _QUOTED_OR_MARK.sub(
        lambda found: f"${next(numbers)}" if found[0] == "?" else found[0], text
    )


def _adapted(value: object) -> object:
    """Return `value` as both drivers take it, past the same gate as columns."""
    match value:
        case Enum():
            return value.value
        case str():
            return gate.text(value)
        case bool():
            return value
        case int():
            return gate.integer(value)
        case datetime() if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        case Mapping():
            return orjson.dumps(gate.json(cast("Mapping[object, object]", value))).decode()
        case _:
            return value
