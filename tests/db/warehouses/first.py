"""A warehouse as it was first built."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.db import Row, fields


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


class Shelf(Row):
    """Its docstring holds a ; and an ' and may not end up in the database."""

    name = fields.CharField(max_length=20, unique=True)
    label = fields.TextField(null=True)
    size = fields.IntField(default=3)
    depth = fields.IntField(default=0)

    class Meta(Row.Meta):
        table = "shelf"
        indexes = (("name", "size"), ("size", "id"))


class Parcel(Row):
    shelf: fields.ForeignKeyRelation[Shelf] = fields.ForeignKeyField(
        "models.Shelf", related_name=False, on_delete=fields.CASCADE
    )
    shelf_id: UUID
    weight = fields.BigIntField()
    colour = fields.EnumField(Colour, default=Colour.RED)
    packed_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "parcel"
        unique_together = (("shelf_id", "weight"),)
        indexes = (("colour", "weight"),)
