"""Rows of what happened, and of who has been told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.actor import Role
from backend.db import Row, fields

NAME_LENGTH = 64
AREA_CODE_LENGTH = 12
REASON_LENGTH = 2000
HASH_LENGTH = 64


# Append-only: only `sequence` is ever set, once, right after the commit.
class Event(Row):
    """One thing that happened to one aggregate: audit, timeline, outbox and live source at once."""

    sequence: int | None = fields.BigIntField(null=True, unique=True)
    name = fields.CharField(max_length=NAME_LENGTH)
    aggregate_type = fields.CharField(max_length=NAME_LENGTH)
    aggregate_id: UUID = fields.UUIDField()
    aggregate_sequence = fields.IntField()
    previous_hash = fields.CharField(max_length=HASH_LENGTH)
    hash = fields.CharField(max_length=HASH_LENGTH)
    thread_id: UUID | None = fields.UUIDField(null=True)
    person_id: UUID | None = fields.UUIDField(null=True)
    token_id: UUID | None = fields.UUIDField(null=True)
    role = fields.EnumField(Role, null=True)
    organization_id: UUID | None = fields.UUIDField(null=True)
    area_code = fields.CharField(max_length=AREA_CODE_LENGTH)
    payload = fields.JSONField[dict[str, object]](default=dict)
    reason = fields.TextField(max_length=REASON_LENGTH)
    is_silent = fields.BooleanField(default=False)
    occurred_at: datetime = fields.UtcDatetimeField()
    recorded_at: datetime = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "event"
        unique_together = (("aggregate_type", "aggregate_id", "aggregate_sequence"),)
        indexes = (("thread_id", "sequence"), ("name", "sequence"))


# Found by (delivered_at IS NULL, due_at): what is delivered is never looked at again.
class Delivery(Row):
    """One reaction told, or to be told, of one event."""

    event_id: UUID = fields.UUIDField()
    reaction = fields.CharField(max_length=128)
    attempts = fields.IntField(default=0)
    due_at: datetime = fields.UtcDatetimeField()
    delivered_at: datetime | None = fields.UtcDatetimeField(null=True)
    error = fields.CharField(max_length=200, default="")

    class Meta(Row.Meta):
        table = "delivery"
        unique_together = (("event_id", "reaction"),)
        indexes = (("delivered_at", "due_at"),)


class Bookmark(Row):
    """How far a reader of the numbered stream has come."""

    name = fields.CharField(max_length=NAME_LENGTH, unique=True)
    sequence = fields.BigIntField(default=0)

    class Meta(Row.Meta):
        table = "bookmark"
