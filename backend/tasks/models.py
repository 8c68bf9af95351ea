"""Rows and words of the task."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, VersionedRow, fields
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


class TaskEnd(StrEnum):
    """Why a task, or what another department was asked for, ended without a reply."""

    CANCELLED = "CANCELLED"
    RULED_ELSEWHERE = "RULED_ELSEWHERE"
    NOT_WAITED_FOR = "NOT_WAITED_FOR"
    WITHDRAWN = "WITHDRAWN"


class ReturnReason(StrEnum):
    """Why a department wants to be rid of what it was given."""

    NOT_OUR_DUTY = "NOT_OUR_DUTY"
    OTHER_LEVEL = "OTHER_LEVEL"
    OTHER_SHOULD_LEAD = "OTHER_SHOULD_LEAD"
    OTHER = "OTHER"


class SampleFinding(StrEnum):
    """What a reviewer found in a reply that had already gone out."""

    GOOD = "GOOD"
    FOLLOW_UP = "FOLLOW_UP"


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
    complained_of_id = fields.UUIDField(null=True)  # as in the case: nobody of it sees the task
    is_instructed = fields.BooleanField(default=False)  # a leader stands behind it
    is_masked = fields.BooleanField(default=False)  # the firm hides: others call it
    sent_back_count = fields.IntField(default=0)
    sent_back_reason = fields.TextField(max_length=REASON_LENGTH, null=True)

    # the one return, and what was ruled; `took_over`: from another department of the same round
    return_until = fields.UtcDatetimeField(null=True)
    return_used = fields.BooleanField(default=False)
    return_reason = fields.EnumField(ReturnReason, null=True)
    return_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    proposed_department_id = fields.UUIDField(null=True)
    ruling_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    ruling_duty_id = fields.UUIDField(null=True)
    ruled_at = fields.UtcDatetimeField(null=True)
    took_over = fields.BooleanField(default=False)

    # the extension asked for, as long as it waits; what was granted is counted for ever
    extension_asked_at = fields.UtcDatetimeField(null=True)
    extension_asked_due_at = fields.UtcDatetimeField(null=True)
    extension_asked_workdays = fields.IntField(default=0)
    extension_reason = fields.TextField(max_length=REASON_LENGTH, null=True)
    extension_decision = fields.TextField(max_length=REASON_LENGTH, null=True)
    extensions_granted = fields.IntField(default=0)
    extended_workdays = fields.IntField(default=0)

    # long term: the plan, and by when the next progress is due
    plan = fields.TextField(max_length=REASON_LENGTH, null=True)
    listed_at = fields.UtcDatetimeField(null=True)
    progress_due_at = fields.UtcDatetimeField(null=True)

    # `sibling_count`: other tasks of the round that stand; the last one cannot be cancelled
    sibling_count = fields.IntField(default=0)
    open_support_count = fields.IntField(default=0)
    support_count = fields.IntField(default=0)
    without_support_reason = fields.TextField(max_length=REASON_LENGTH, null=True)
    ended_at = fields.UtcDatetimeField(null=True)
    end_reason = fields.EnumField(TaskEnd, null=True)
    end_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    sample_checked_at = fields.UtcDatetimeField(null=True)
    sample_finding = fields.EnumField(SampleFinding, null=True)
    sample_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    recorded = fields.BooleanField(default=False)

    class Meta(VersionedRow.Meta):
        table = "task"
        indexes = (
            ("submission_id", "round", "id"),
            ("department_id", "state", "due_at"),
            ("department_id", "due_at", "id"),
            ("area_code", "state", "due_at"),
            ("firm_id", "due_at"),
            ("area_code", "is_sampled", "sample_checked_at"),
        )


class SupportState(StrEnum):
    """Where an opinion asked of another department stands."""

    REQUESTED = "REQUESTED"
    OPINION_GIVEN = "OPINION_GIVEN"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"


# `lead_id`, `firm_id` and what follows are copies: who may act is a function of (row, actor).
class Support(VersionedRow):
    """What a second department is asked for beside the one that leads a task (协办)."""

    task: ForeignKeyRelation[Task] = fields.ForeignKeyField(
        "models.Task", related_name=False, on_delete=OnDelete.RESTRICT
    )
    task_id: UUID
    submission_id = fields.UUIDField()
    round = fields.IntField()
    department: ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=OnDelete.RESTRICT
    )
    department_id: UUID
    lead_id = fields.UUIDField()
    firm_id = fields.UUIDField()
    complained_of_id = fields.UUIDField(null=True)
    previous_support_id = fields.UUIDField(null=True)
    state = fields.EnumField(SupportState)
    area_code = fields.CharField(max_length=12)
    kind = fields.EnumField(Kind)
    assignment = fields.TextField(max_length=REASON_LENGTH, null=True)
    also_coordinates = fields.BooleanField(default=False)

    requested_at = fields.UtcDatetimeField()
    due_at = fields.UtcDatetimeField()
    due_is_provisional = fields.BooleanField(default=False)
    given_at = fields.UtcDatetimeField(null=True)
    opinion = fields.TextField(max_length=REPLY_LENGTH, null=True)
    officer_id = fields.UUIDField(null=True)

    declined_at = fields.UtcDatetimeField(null=True)
    decline_reason = fields.EnumField(ReturnReason, null=True)
    decline_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    proposed_department_id = fields.UUIDField(null=True)
    is_final = fields.BooleanField(default=False)
    ruling_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    ruled_at = fields.UtcDatetimeField(null=True)
    ended_at = fields.UtcDatetimeField(null=True)
    end_reason = fields.EnumField(TaskEnd, null=True)

    class Meta(VersionedRow.Meta):
        table = "support"
        indexes = (
            ("task_id", "id"),
            ("submission_id", "state"),
            ("department_id", "state", "due_at"),
            ("department_id", "due_at", "id"),
            ("area_code", "state", "due_at"),
            ("area_code", "due_at", "id"),
            ("lead_id", "due_at"),
        )


class Milestone(Row):
    """One step of the plan of a long-term task."""

    task: ForeignKeyRelation[Task] = fields.ForeignKeyField(
        "models.Task", related_name=False, on_delete=OnDelete.RESTRICT
    )
    task_id: UUID
    due_on = fields.DateField()
    text = fields.TextField(max_length=REASON_LENGTH)
    done_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "milestone"
        indexes = (("task_id", "due_on", "id"),)
