"""Rows and words of instructions, of what leaders read and of what was sent to them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, VersionedRow, fields
from backend.organizations.models import Organization
from backend.submissions.models import SUMMARY_LENGTH, Submission

TEXT_LENGTH = 1000
NOTE_LENGTH = 200


class Form(StrEnum):
    """How a leader speaks: with an instruction of his own, or by passing the matter on."""

    INSTRUCTION = "INSTRUCTION"
    FORWARD = "FORWARD"


class InstructionType(StrEnum):
    """What is asked for; the due date hangs on it."""

    NOTE = "NOTE"
    HANDLE = "HANDLE"
    URGENT = "URGENT"
    JOINT_MEETING = "JOINT_MEETING"


class TargetType(StrEnum):
    """What an instruction is about. Messages, topics and reports join as they come."""

    SUBMISSION = "SUBMISSION"


class LineState(StrEnum):
    """Where one department stands with it; overdue is computed, never a state."""

    ISSUED = "ISSUED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    REPORTED_BACK = "REPORTED_BACK"
    CLOSED = "CLOSED"


class SummaryWording(StrEnum):
    """Ready words of what the firm may read of it."""

    NOTED = "NOTED"
    NOTED_AND_ASSIGNED = "NOTED_AND_ASSIGNED"
    INSTRUCTED = "INSTRUCTED"


# Type, words, addressees and due are written once. `state` is the least far of its lines, kept by
# their acts. `exceptions` are the members of a topic that it leaves out.
class Instruction(VersionedRow):
    """One word of one leader, with or without his office."""

    form = fields.EnumField(Form)
    type = fields.EnumField(InstructionType)
    target_type = fields.EnumField(TargetType)
    target_id = fields.UUIDField()
    exceptions = fields.JSONField[list[str]](default=list)
    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    area_code = fields.CharField(max_length=12)
    leader_id = fields.UUIDField()
    leader_organization_id = fields.UUIDField()
    office_id = fields.UUIDField(null=True)  # the organization that acted for the leader
    written_by_id = fields.UUIDField()
    text = fields.TextField(max_length=TEXT_LENGTH, null=True)
    issued_at = fields.UtcDatetimeField()
    due_at = fields.UtcDatetimeField()
    acknowledge_due_at = fields.UtcDatetimeField()
    corrects_id = fields.UUIDField(null=True, unique=True)

    # kept by the acts
    state = fields.EnumField(LineState)
    superseded_at = fields.UtcDatetimeField(null=True)
    summary_zh = fields.CharField(max_length=SUMMARY_LENGTH, null=True)
    summary_en = fields.CharField(max_length=SUMMARY_LENGTH, null=True)
    summary_released_at = fields.UtcDatetimeField(null=True)

    class Meta(VersionedRow.Meta):
        table = "instruction"
        indexes = (
            ("submission_id", "issued_at"),
            ("leader_id", "state", "due_at"),
            ("area_code", "issued_at", "id"),
            ("target_type", "target_id"),
        )


# What stands on the instruction and is read by guards and rules stands here too: who may act is a
# function of (row, actor).
class InstructionLine(VersionedRow):
    """One department's part in an instruction; the first one leads."""

    instruction: ForeignKeyRelation[Instruction] = fields.ForeignKeyField(
        "models.Instruction", related_name=False, on_delete=OnDelete.RESTRICT
    )
    instruction_id: UUID
    department: ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=OnDelete.RESTRICT
    )
    department_id: UUID
    position = fields.IntField()
    state = fields.EnumField(LineState)
    task_id = fields.UUIDField(null=True)
    submission_id = fields.UUIDField()
    leader_id = fields.UUIDField()
    area_code = fields.CharField(max_length=12)
    due_at = fields.UtcDatetimeField()
    acknowledge_due_at = fields.UtcDatetimeField()
    superseded_at = fields.UtcDatetimeField(null=True)
    acknowledged_at = fields.UtcDatetimeField(null=True)
    acknowledged_by_id = fields.UUIDField(null=True)
    report = fields.TextField(max_length=TEXT_LENGTH, null=True)
    reported_at = fields.UtcDatetimeField(null=True)
    reported_by_id = fields.UUIDField(null=True)
    not_enough = fields.TextField(max_length=TEXT_LENGTH, null=True)
    not_enough_count = fields.IntField(default=0)
    closed_at = fields.UtcDatetimeField(null=True)
    closing_office_id = fields.UUIDField(null=True)  # the organization that accepted for the leader

    class Meta(VersionedRow.Meta):
        table = "instruction_line"
        unique_together = (("instruction_id", "department_id"),)
        indexes = (
            ("department_id", "state", "due_at"),
            ("leader_id", "state", "due_at"),
        )


# One mark for each reader and case: the first time stays, the last one moves.
class LeaderRead(Row):
    """When a leader read a case; on his own desk and at his office alone."""

    leader_id = fields.UUIDField()
    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    first_read_at = fields.UtcDatetimeField()
    last_read_at = fields.UtcDatetimeField()
    office_id = fields.UUIDField(null=True)  # the organization that marked it for him last

    class Meta(Row.Meta):
        table = "leader_read"
        unique_together = (("leader_id", "submission_id"),)
        indexes = (("leader_id", "last_read_at", "id"),)


class SentToLeader(Row):
    """A case that the Federation put before a leader."""

    leader_id = fields.UUIDField()
    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    sent_by_id = fields.UUIDField()
    note = fields.TextField(max_length=NOTE_LENGTH, null=True)
    sent_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "sent_to_leader"
        unique_together = (("leader_id", "submission_id"),)
        indexes = (("submission_id", "sent_at"),)
