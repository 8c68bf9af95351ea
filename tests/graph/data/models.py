"""A small library: enough for every kind of field."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.db import Row, VersionedRow, fields


class Shelf(StrEnum):
    OPEN = "OPEN"
    LOCKED = "LOCKED"


class Author(Row):
    name = fields.CharField(max_length=100)
    is_secret = fields.BooleanField(default=False)

    class Meta(Row.Meta):
        table = "library_author"


class Book(VersionedRow):
    title = fields.CharField(max_length=100)
    shelf = fields.EnumField(Shelf)
    printed_on: date | None = fields.DateField(null=True)
    bought_at: datetime = fields.UtcDatetimeField()
    pages: int | None = fields.IntField(null=True)
    author_id: UUID = fields.UUIDField()

    class Meta(VersionedRow.Meta):
        table = "library_book"


class Loan(Row):
    book_id: UUID = fields.UUIDField(db_index=True)
    reader = fields.CharField(max_length=100)
    lent_at: datetime = fields.UtcDatetimeField()
    is_secret = fields.BooleanField(default=False)

    class Meta(Row.Meta):
        table = "library_loan"
