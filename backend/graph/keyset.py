"""Total orders, and cursors that name a place in them."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import cast
from uuid import UUID

import orjson

from backend.db import Row, gate, sql
from backend.errors import Invalid
from backend.graph.shape import shape_of

LONGEST_CURSOR = 2000


class BadCursorError(ValueError):
    """The cursor is damaged or belongs to another order."""


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found.astimezone(UTC)


# What a cursor holds for each type of column, and how it is read back.
_READERS: dict[type, tuple[type, Callable[..., object]]] = {
    str: (str, gate.text),
    int: (int, gate.integer),
    bool: (bool, bool),
    UUID: (str, UUID),
    datetime: (str, _instant),
    date: (str, date.fromisoformat),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order. Rows without a value come last, whichever way the order runs."""

    attribute: str
    column: str
    type: type
    is_descending: bool
    is_nullable: bool

    def order(self, *, is_backwards: bool) -> str:
        """Return the column as it stands after ORDER BY."""
        direction = "DESC" if self.is_descending != is_backwards else "ASC"
        if not self.is_nullable:
            return f"{self.column} {direction}"
        return f"{self.column} {direction} NULLS {'FIRST' if is_backwards else 'LAST'}"

    def equal(self, value: object) -> sql.Where:
        """Return the condition that a row has the same value."""
        if value is None:
            return sql.Where(f"{self.column} IS NULL")
        return sql.Where(f"{self.column} = ?", (value,))

    def beyond(self, value: object, *, is_backwards: bool) -> sql.Where:
        """Return the condition that a row's value comes after `value`, or before it."""
        if value is None:
            return sql.Where(f"{self.column} IS NOT NULL") if is_backwards else sql.NOTHING
        sign = "<" if self.is_descending != is_backwards else ">"
        found = sql.Where(f"{self.column} {sign} ?", (value,))
        if self.is_nullable and not is_backwards:
            found |= sql.Where(f"{self.column} IS NULL")
        return found

    def read(self, value: object) -> object:
        """Return a value out of a cursor as the column's own type."""
        if value is None and self.is_nullable:
            return None
        plain, reader = _READERS[self.type]
        if type(value) is not plain:
            raise BadCursorError
        return reader(value)


@dataclass(frozen=True, slots=True)
class Order:
    """Columns to sort by; the last is always the id, so that no two rows are equal."""

    keys: tuple[Key, ...]

    def clause(self, *, is_backwards: bool = False) -> str:
        """Return what stands after ORDER BY."""
        return ", ".join(key.order(is_backwards=is_backwards) for key in self.keys)

    def beyond(self, values: Sequence[object], *, is_backwards: bool) -> sql.Where:
        """Return the condition that a row comes after the place `values`, or before it."""
        first = self.keys[0]
        if all(not k.is_nullable and k.is_descending == first.is_descending for k in self.keys):
            sign = "<" if first.is_descending != is_backwards else ">"
            columns = ", ".join(key.column for key in self.keys)
            return sql.Where(f"({columns}) {sign} ({', '.join('?' * len(values))})", tuple(values))
        found, equal = sql.NOTHING, sql.EVERYTHING
        for key, value in zip(self.keys, values, strict=True):
            found |= equal & key.beyond(value, is_backwards=is_backwards)
            equal &= key.equal(value)
        return found

    def cursor(self, row: Row) -> str:
        """Return the place of a row."""
        values = [_plain(getattr(row, key.attribute)) for key in self.keys]
        return urlsafe_b64encode(self._seal(values) + orjson.dumps(values)).decode().rstrip("=")

    def place(self, cursor: str) -> tuple[object, ...]:
        """Return the values in a cursor; raise `BadCursorError` unless this order made it."""
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursorError
        try:
            packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            values: object = orjson.loads(packed[4:])
            listed = cast("list[object]", values) if isinstance(values, list) else []
            if len(listed) != len(self.keys) or packed[:4] != self._seal(listed):
                raise BadCursorError
            return tuple(k.read(value) for k, value in zip(self.keys, listed, strict=True))
        except (ValueError, OverflowError, Invalid):
            raise BadCursorError from None

    def _seal(self, values: list[object]) -> bytes:
        """Tell damage and cursors of other orders; visibility never hangs on a cursor."""
        return hashlib.blake2s(
            self.clause().encode() + orjson.dumps(values), digest_size=4
        ).digest()


@cache
def order_by(model: type[Row], columns: tuple[str, ...]) -> Order:
    """Return the order of the rows of `model` by attributes such as `-filed_at`."""
    named = [column for column in columns if column.removeprefix("-") != "id"]
    asked = [column for column in columns if column not in named]
    falls = (asked or named or ["id"])[-1].startswith("-")
    return Order(tuple(_key(model, each) for each in (*named, "-id" if falls else "id")))


def _key(model: type[Row], column: str) -> Key:
    attribute = column.removeprefix("-")
    shape = shape_of(model)
    values = shape.columns[attribute]
    return Key(
        attribute=attribute,
        column=f"{shape.table}.{attribute}",
        type=values.type if values.type in _READERS else str,
        is_descending=column.startswith("-"),
        is_nullable=values.is_nullable,
    )


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case UUID():
            return value.hex
        case date():
            return value.isoformat()
        case _:
            return value
