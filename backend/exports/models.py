"""Rows of exports: who took which rows away, in which form."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.accounts.models import Person, SpokenLanguage
from backend.db import Row, fields

MOST_ROWS = 10_000


class ExportKind(StrEnum):
    """What was exported."""

    SUBMISSIONS = "SUBMISSIONS"
    TASKS = "TASKS"
    ORGANIZATIONS = "ORGANIZATIONS"
    DISPATCH_SHEET = "DISPATCH_SHEET"


class ExportFormat(StrEnum):
    """In which form."""

    CSV = "CSV"
    XLSX = "XLSX"
    DOCX = "DOCX"


# `scopes` are those of the token that asked; null: of a person in his session.
class Export(Row):
    """The rows of one export, in order."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    scopes = fields.JSONField[list[str] | None](null=True)
    area_code = fields.CharField(max_length=12)
    kind = fields.EnumField(ExportKind)
    format = fields.EnumField(ExportFormat)
    language = fields.EnumField(SpokenLanguage)
    row_ids = fields.JSONField[list[str]](default=list)
    row_count = fields.IntField()
    created_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "export"
        indexes = (("person_id", "created_at"), ("area_code", "created_at"), ("created_at",))
