"""Rows to try the database with."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.db import Row, VersionedRow, fields


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


class Box(VersionedRow):
    name = fields.CharField(max_length=20, unique=True)
    colour = fields.EnumField(Colour, default=Colour.RED)
    note = fields.TextField(max_length=200, null=True)
    size = fields.IntField(default=0)
    weight = fields.BigIntField(null=True)
    is_open = fields.BooleanField(default=False)
    packed_at = fields.UtcDatetimeField(null=True)
    packed_on = fields.DateField(null=True)
    contents = fields.JSONField[dict[str, object]](default=dict)

    class Meta(VersionedRow.Meta):
        table = "box"
        indexes = (("colour", "packed_at"),)


class Thing(Row):
    box: fields.ForeignKeyRelation[Box] = fields.ForeignKeyField(
        "models.Box", related_name=False, on_delete=fields.CASCADE
    )
    box_id: UUID
    name = fields.CharField(max_length=20)

    class Meta(Row.Meta):
        table = "thing"
        unique_together = (("box_id", "name"),)
