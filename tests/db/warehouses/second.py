"""The same warehouse after some years: every kind of change a table sees."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.db import Row, fields


class Colour(StrEnum):
    RED = "RED"
    GREEN = "GREEN"


class Shelf(Row):
    name = fields.CharField(max_length=40, unique=True)  # longer
    inscription = fields.TextField(null=True)  # renamed
    size = fields.IntField(default=3, null=True)  # may be unknown
    height = fields.IntField(db_default=7)  # new and never NULL; depth is gone

    class Meta(Row.Meta):
        table = "shelf"
        indexes = (("size", "id"), ("height", "name"))


class Parcel(Row):
    shelf: fields.ForeignKeyRelation[Shelf] = fields.ForeignKeyField(
        "models.Shelf", related_name=False, on_delete=fields.RESTRICT
    )
    shelf_id: UUID
    origin: fields.ForeignKeyNullableRelation[Shelf] = fields.ForeignKeyField(
        "models.Shelf", related_name=False, on_delete=fields.RESTRICT, null=True
    )
    origin_id: UUID | None
    weight = fields.BigIntField()
    colour = fields.EnumField(Colour, default=Colour.RED, db_index=True)
    packed_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "parcel"
        unique_together = (("shelf_id", "weight", "colour"),)
        indexes = (("colour", "weight"),)


class Inventory(Row):
    taken_on = fields.DateField()
    shelf: fields.ForeignKeyRelation[Shelf] = fields.ForeignKeyField(
        "models.Shelf", related_name=False, on_delete=fields.RESTRICT
    )
    shelf_id: UUID

    class Meta(Row.Meta):
        table = "inventory"
