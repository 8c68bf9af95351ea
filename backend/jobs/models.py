"""Rows of what is to be done later."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from backend.db import Row, fields

KIND_LENGTH = 64
KEY_LENGTH = 200


class JobState(StrEnum):
    """Where a job stands. A dead one was tried in vain and waits for a person."""

    WAITING = "WAITING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    DEAD = "DEAD"


# `run_at` is when it was asked for; `due_at` when a worker may next take it: at first `run_at`,
# while one has it the end of his lease, after a failure the next try. `attempts` counts the takings
# and thereby fences: who was given number 3 may not finish what was taken a fourth time.
class Job(Row):
    """One thing to do once, at or after an instant."""

    kind = fields.CharField(max_length=KIND_LENGTH)
    key = fields.CharField(max_length=KEY_LENGTH, unique=True)
    payload = fields.JSONField[dict[str, object]](default=dict)
    state = fields.EnumField(JobState, default=JobState.WAITING)
    run_at: datetime = fields.UtcDatetimeField()
    due_at: datetime = fields.UtcDatetimeField()
    attempts = fields.IntField(default=0)
    owner = fields.CharField(max_length=100, default="")
    error = fields.CharField(max_length=200, default="")
    created_at: datetime = fields.UtcDatetimeField()
    finished_at: datetime | None = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "job"
        indexes = (("state", "due_at"),)
