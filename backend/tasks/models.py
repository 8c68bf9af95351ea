"""Rows and words of the task."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import VersionedRow, fields
from backend.organizations.models import Organization
from backend.submissions.models import REASON_LENGTH, REPLY_LENGTH, Kind, Outcome, Submission


class TaskState(StrEnum):
    """Where a task stands. Late, yellow and paused are computed, never states."""

    ASSIGNED = "ASSIGNED"
    IN_PROGRESS = "IN_PROGRESS"
    RETURN_REQUESTED = "RETURN_REQUESTED"
    WAITING_FOR_SUBMITTER = "WAITING_FOR_SUBMITTER"
    COMPLETION_CLAIMED = "COMPLETION_CLAIMED"
    DONE = "DONE"
    LISTED = "LISTED"
    CANCELLED = "CANCELLED"


class ContactChannel(StrEnum):
    """How the department reached the firm."""

    CALL = "CALL"
    VISIT = "VISIT"
    MESSAGE = "MESSAGE"


# Due instants are exclusive ends of days. `firm_id` is the case's, so that who may act is a function
# of (row, actor).
class Task(VersionedRow):
    """What one department has to do in one round of a case."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    round = fields.IntField()
    department: ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=OnDelete.RESTRICT
    )
    department_id: UUID
    firm_id = fields.UUIDField()
    previous_task_id = fields.UUIDField(null=True)
    state = fields.EnumField(TaskState)
    area_code = fields.CharField(max_length=12)
    kind = fields.EnumField(Kind)
    assignment = fields.TextField(max_length=REASON_LENGTH, null=True)

    assigned_at = fields.UtcDatetimeField()
    due_at = fields.UtcDatetimeField()
    original_due_at = fields.UtcDatetimeField()
    due_is_provisional = fields.BooleanField(default=False)
    contact_due_at = fields.UtcDatetimeField()
    started_at = fields.UtcDatetimeField(null=True)
    contacted_at = fields.UtcDatetimeField(null=True)
    contact_channel = fields.EnumField(ContactChannel, null=True)
    claimed_at = fields.UtcDatetimeField(null=True)
    done_at = fields.UtcDatetimeField(null=True)
    paused_at = fields.UtcDatetimeField(null=True)
    waiting_until = fields.UtcDatetimeField(null=True)
    paused_due_at = fields.UtcDatetimeField(null=True)  # while waiting: the due if nobody replies
    paused_workdays = fields.IntField(default=0)
    paused_seconds = fields.IntField(default=0)

    officer_id = fields.UUIDField(null=True)
    question = fields.TextField(max_length=REASON_LENGTH, null=True)
    reply = fields.TextField(max_length=REPLY_LENGTH, null=True)
    outcome = fields.EnumField(Outcome, null=True)
    planned_on = fields.DateField(null=True)
    detail = fields.TextField(max_length=REASON_LENGTH, null=True)
    lead_also_coordinates = fields.BooleanField(default=False)
    is_sampled = fields.BooleanField(default=False)
    sent_back_count = fields.IntField(default=0)
    sent_back_reason = fields.TextField(max_length=REASON_LENGTH, null=True)
    return_used = fields.BooleanField(default=False)
    recorded = fields.BooleanField(default=False)

    class Meta(VersionedRow.Meta):
        table = "task"
        indexes = (
            ("submission_id", "round", "id"),
            ("department_id", "state", "due_at"),
            ("department_id", "due_at", "id"),
            ("area_code", "state", "due_at"),
            ("firm_id", "due_at"),
        )
