"""Rows of notices."""

from __future__ import annotations

from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.accounts.models import Person
from backend.db import Row, fields


# The words are made when it is read (wording.py), from `event_name`, `audience` and `details`: codes
# and dates only, never a text, a number or a name that somebody wrote.
class Notice(Row):
    """One event told to one person."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    event_id = fields.UUIDField()
    event_name = fields.CharField(max_length=64)
    audience = fields.CharField(max_length=32)
    submission_id = fields.UUIDField(null=True)
    task_id = fields.UUIDField(null=True)
    details = fields.JSONField[dict[str, str]](default=dict)
    noticed_at = fields.UtcDatetimeField()
    read_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "notice"
        unique_together = (("person_id", "event_id"),)
        indexes = (("person_id", "noticed_at", "id"), ("person_id", "read_at", "noticed_at"))
