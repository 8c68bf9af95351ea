# ruff: noqa: ARG002 - Tortoise hands every field the row, too
"""The columns models are made of: gated text and numbers, instants in UTC, enums as text.

In migrations every field freezes as the plain Tortoise field it extends, so that a migration
never imports what may later be renamed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, Literal, TypeVar, cast, overload
from uuid import UUID

from tortoise import fields as stock
from tortoise.fields.base import CASCADE, RESTRICT, SET_NULL, Field
from tortoise.fields.data import (
    T_DATETIME,
    T_INT,
    T_STR,
    BinaryField,
    BooleanField,
    DateField,
    UUIDField,
)
from tortoise.fields.relational import (
    ForeignKeyField,
    ForeignKeyNullableRelation,
    ForeignKeyRelation,
)

from backend.db import gate

__all__ = [
    "CASCADE",
    "RESTRICT",
    "SET_NULL",
    "BigIntField",
    "BinaryField",
    "BooleanField",
    "CharField",
    "DateField",
    "EnumField",
    "ForeignKeyField",
    "ForeignKeyNullableRelation",
    "ForeignKeyRelation",
    "IdField",
    "IntField",
    "JSONField",
    "TextField",
    "UUIDField",
    "UtcDatetimeField",
    "stand_in",
]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

ENUM_LENGTH: Final = 32  # characters


class Frozen:
    """A field that migrations know as the stock field `frozen_as`."""

    frozen_as: ClassVar[type[Field[Any]]]
    ours_alone: ClassVar[frozenset[str]] = frozenset()

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration keeps: the stock field, without anything that is our code."""
        _, arguments, keywords = cast("Any", super()).deconstruct()
        kept = {
            name: value.value if isinstance(value, StrEnum) else value
            for name, value in keywords.items()
            if name not in self.ours_alone
        }
        stock_field = self.frozen_as
        return f"{stock_field.__module__}.{stock_field.__qualname__}", arguments, kept

    def frozen(self) -> Field[Any]:
        """Return the field as a migration reads it back."""
        _, arguments, keywords = self.deconstruct()
        return self.frozen_as(*arguments, **keywords)


class IdField(Frozen, UUIDField[UUID]):
    """The primary key."""

    frozen_as = stock.UUIDField
    ours_alone = frozenset({"default"})


class CharField(Frozen, stock.CharField[T_STR]):
    """Short text of at most `max_length` characters, gated."""

    frozen_as = stock.CharField

    @overload
    def __init__(
        self: CharField[str], max_length: int, *, null: Literal[False] = False, **kwargs: Any
    ) -> None: ...
    @overload
    def __init__(
        self: CharField[str | None], max_length: int, *, null: Literal[True], **kwargs: Any
    ) -> None: ...
    def __init__(self, max_length: int, **kwargs: Any) -> None:
        cast("Any", super()).__init__(max_length, **kwargs)

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse what is no clean text of the allowed length."""
        if value is None:
            return None
        kept = gate.text(str(value), maximum=self.max_length, path=(self.model_field_name,))
        return _remembered(self, kept, instance)


class TextField(Frozen, Field[T_STR]):
    """Long text of at most `max_length` characters, gated. It cannot be indexed."""

    frozen_as = stock.TextField
    ours_alone = frozenset({"max_length"})  # the cap is ours, not the column's
    field_type = str
    indexable = False
    SQL_TYPE = stock.TextField.SQL_TYPE

    @overload
    def __init__(
        self: TextField[str],
        *,
        max_length: int = ...,
        null: Literal[False] = False,
        **kwargs: Any,
    ) -> None: ...
    @overload
    def __init__(
        self: TextField[str | None], *, max_length: int = ..., null: Literal[True], **kwargs: Any
    ) -> None: ...
    def __init__(self, *, max_length: int = gate.LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse what is no clean text of the allowed length."""
        if value is None:
            return None
        kept = gate.text(str(value), maximum=self.max_length, path=(self.model_field_name,))
        return _remembered(self, kept, instance)


class IntField(Frozen, stock.IntField[T_INT]):
    """A whole number of 32 bits, gated."""

    frozen_as = stock.IntField
    within: ClassVar[range] = gate.INT32

    @overload
    def __init__(self: IntField[int], *, null: Literal[False] = False, **kwargs: Any) -> None: ...
    @overload
    def __init__(self: IntField[int | None], *, null: Literal[True], **kwargs: Any) -> None: ...
    def __init__(self, **kwargs: Any) -> None:
        cast("Any", super()).__init__(**kwargs)

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse what the column cannot hold."""
        if value is None:
            return None
        return gate.integer(int(value), within=self.within, path=(self.model_field_name,))


class BigIntField(IntField[T_INT]):
    """A whole number of 64 bits, gated."""

    frozen_as = stock.BigIntField
    within = gate.INT64
    SQL_TYPE = stock.BigIntField.SQL_TYPE

    @overload
    def __init__(
        self: BigIntField[int], *, null: Literal[False] = False, **kwargs: Any
    ) -> None: ...
    @overload
    def __init__(self: BigIntField[int | None], *, null: Literal[True], **kwargs: Any) -> None: ...
    def __init__(self, **kwargs: Any) -> None:
        cast("Any", super()).__init__(**kwargs)

    @property
    def constraints(self) -> dict[str, Any]:
        """Return the bounds of the column."""
        return {"ge": self.within.start, "le": self.within.stop - 1}


class JSONField(Frozen, stock.JSONField[T]):
    """A JSON document, every text and number in it gated."""

    frozen_as = stock.JSONField
    ours_alone = frozenset({"encoder", "decoder"})

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse documents with text or numbers the engines cannot hold."""
        kept = gate.json(value, path=(self.model_field_name,))
        return super().to_db_value(_remembered(self, kept, instance), instance)


class UtcDatetimeField(Frozen, stock.DatetimeField[T_DATETIME]):
    """An instant: only with a zone, kept in UTC, sortable as text on SQLite."""

    frozen_as = stock.DatetimeField

    @overload
    def __init__(
        self: UtcDatetimeField[datetime], *, null: Literal[False] = False, **kwargs: Any
    ) -> None: ...
    @overload
    def __init__(
        self: UtcDatetimeField[datetime | None], *, null: Literal[True], **kwargs: Any
    ) -> None: ...
    def __init__(self, **kwargs: Any) -> None:
        cast("Any", super()).__init__(**kwargs)

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse instants without a zone."""
        return None if value is None else self._in_utc(value)

    def to_python_value(self, value: Any) -> Any:
        """Return the instant in UTC."""
        if value is None:
            return None
        return self._in_utc(datetime.fromisoformat(value) if isinstance(value, str) else value)

    def _in_utc(self, value: Any) -> datetime:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise ValueError(f"{self.model_field_name} needs an instant with a zone, not {value!r}")
        return value.astimezone(UTC)


class _EnumField(Frozen, stock.CharField[Any]):
    """The text of one member of an enum."""

    frozen_as = stock.CharField

    def __init__(self, enum: type[StrEnum], max_length: int = ENUM_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length, **kwargs)
        self.enum_type = enum
        if too_long := [member for member in enum if len(member.value) > max_length]:
            raise ValueError(f"longer than {max_length} characters: {too_long}")

    def to_db_value(self, value: Any, instance: Any) -> Any:
        """Refuse what is no member."""
        return None if value is None else self.enum_type(value).value

    def to_python_value(self, value: Any) -> Any:
        """Return the member."""
        return None if value is None else self.enum_type(value)


@overload
def EnumField(enum: type[E], *, null: Literal[False] = False, **kwargs: Any) -> Field[E]: ...
@overload
def EnumField(enum: type[E], *, null: Literal[True], **kwargs: Any) -> Field[E | None]: ...
def EnumField(enum: type[StrEnum], **kwargs: Any) -> Any:  # noqa: N802 - stands among classes
    """Return a column that holds one member of `enum` as text of at most 32 characters."""
    return _EnumField(enum, **kwargs)


def _remembered(field: Field[Any], kept: Any, instance: Any) -> Any:
    """Return `kept`; a row that is being saved holds from now on what the database holds."""
    if hasattr(instance, "_saved_in_db") and getattr(instance, field.model_field_name) != kept:
        setattr(instance, field.model_field_name, kept)
    return kept


def stand_in(field: Field[Any]) -> object:
    """Return what a new column holds in rows that were there before; None if only NULL can."""
    if field.null or field.has_db_default() or callable(field.default):
        return None
    return field.to_db_value(field.default, cast("Any", None))
