"""Rows and words of the case."""

from __future__ import annotations

from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, VersionedRow, fields
from backend.organizations.models import Organization
from backend.submissions.vocabulary import (
    AccessReason,
    AuditFinding,
    ChamberStanding,
    Channel,
    ClosedBy,
    DeclineReason,
    DisputeReason,
    Grade,
    Kind,
    Outcome,
    State,
    Verdict,
    Visibility,
    WithdrawalReason,
)

TITLE_LENGTH = 120
BODY_LENGTH = 5000
REPLY_LENGTH = 5000
REASON_LENGTH = 1000
AREA_CODE_LENGTH = 12
SUMMARY_LENGTH = 240


# What stands below "kept by the acts" is read by guards: acts are a function of (row, actor).
class Submission(VersionedRow):
    """One case of one firm."""

    number = fields.CharField(max_length=24, null=True, unique=True)
    state = fields.EnumField(State)
    area_code = fields.CharField(max_length=12)
    channel = fields.EnumField(Channel)
    kind = fields.EnumField(Kind)
    category_code = fields.CharField(max_length=32, null=True)
    category_is_guessed = fields.BooleanField(default=True)
    tier = fields.CharField(max_length=32, null=True)
    visibility = fields.EnumField(Visibility, default=Visibility.NORMAL)
    title = fields.CharField(max_length=TITLE_LENGTH)
    body = fields.TextField(max_length=BODY_LENGTH)
    firm: ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=OnDelete.RESTRICT
    )
    firm_id: UUID
    filed_by_id = fields.UUIDField(null=True)
    chamber_id = fields.UUIDField(null=True)  # of a case that a chamber filed for its member
    chamber_standing = fields.EnumField(ChamberStanding, null=True)
    import_key = fields.CharField(max_length=64, null=True, unique=True)
    related_publication_id = fields.UUIDField(null=True)
    parent_id = fields.UUIDField(null=True)  # of one matter of a case that was split
    part_number = fields.IntField(null=True)
    open_part_count = fields.IntField(default=0)
    recorded = fields.BooleanField(default=False)

    # instants
    filed_at = fields.UtcDatetimeField(null=True)
    accepted_at = fields.UtcDatetimeField(null=True)
    dispatched_at = fields.UtcDatetimeField(null=True)
    answered_at = fields.UtcDatetimeField(null=True)
    closed_at = fields.UtcDatetimeField(null=True)

    # promises: exclusive ends of their days
    promised_due_at = fields.UtcDatetimeField(null=True)
    promise_is_provisional = fields.BooleanField(default=False)
    contact_due_at = fields.UtcDatetimeField(null=True)
    verify_due_at = fields.UtcDatetimeField(null=True)
    dispatch_due_at = fields.UtcDatetimeField(null=True)
    info_due_at = fields.UtcDatetimeField(null=True)
    silent_due_at = fields.UtcDatetimeField(null=True)
    dispute_until = fields.UtcDatetimeField(null=True)

    # kept by the acts
    round = fields.IntField(default=1)
    open_task_count = fields.IntField(default=0)
    waiting_task_count = fields.IntField(default=0)
    lead_department_id = fields.UUIDField(null=True)
    lead_ids = fields.JSONField[list[str]](default=list)
    lead_also_coordinates = fields.BooleanField(default=False)
    verifier_id = fields.UUIDField(null=True)
    question = fields.TextField(max_length=REASON_LENGTH, null=True)
    outcome = fields.EnumField(Outcome, null=True)
    verdict = fields.EnumField(Verdict, null=True)
    grade = fields.EnumField(Grade, null=True)
    closed_by = fields.EnumField(ClosedBy, null=True)
    decline_reason = fields.EnumField(DeclineReason, null=True)
    decline_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    decline_where = fields.CharField(max_length=200, null=True)
    declined_by_id = fields.UUIDField(null=True)
    review_used = fields.BooleanField(default=False)
    complained_of_id = fields.UUIDField(null=True)
    complained_of_supervises = fields.BooleanField(default=False)
    is_sampled = fields.BooleanField(default=False)  # an auditor may read it
    audit_due = fields.BooleanField(default=False)
    withdrawn_at = fields.UtcDatetimeField(null=True)
    dispute_reason = fields.EnumField(DisputeReason, null=True)
    dispute_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    dispute_count = fields.IntField(default=0)
    uphold_explanation = fields.TextField(max_length=REPLY_LENGTH, null=True)
    instructed_at = fields.UtcDatetimeField(null=True)  # by a leader, for the last time
    verify_beside = fields.BooleanField(default=False)  # given away before it was verified
    verified_at = fields.UtcDatetimeField(null=True)
    leader_summary_zh = fields.CharField(max_length=SUMMARY_LENGTH, null=True)
    leader_summary_en = fields.CharField(max_length=SUMMARY_LENGTH, null=True)
    leader_summary_at = fields.UtcDatetimeField(null=True)

    class Meta(VersionedRow.Meta):
        table = "submission"
        indexes = (
            ("area_code", "filed_at", "id"),
            ("area_code", "state", "filed_at"),
            ("area_code", "category_code", "filed_at"),
            ("firm_id", "filed_at", "id"),
            ("lead_department_id", "filed_at"),
            ("chamber_id", "filed_at", "id"),
            ("related_publication_id", "filed_at", "id"),
            ("parent_id", "part_number"),
        )


# What the firm reads: one reply of one department for one round, shown from published_at.
class Reply(Row):
    """A reply to the firm, with the basis, reason or address its outcome asks for."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    round = fields.IntField()
    task_id = fields.UUIDField(null=True, unique=True)
    department_id = fields.UUIDField()
    text = fields.TextField(max_length=REPLY_LENGTH)
    outcome = fields.EnumField(Outcome, null=True)
    planned_on = fields.DateField(null=True)
    detail = fields.TextField(max_length=REASON_LENGTH, null=True)
    published_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "reply"
        indexes = (("submission_id", "round"),)


# Lower packages do not know who above has an interest: whoever gives one writes it here.
class SubmissionAccess(Row):
    """The right of an organization to see one case."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    organization_id = fields.UUIDField()
    reason = fields.EnumField(AccessReason)

    class Meta(Row.Meta):
        table = "submission_access"
        unique_together = (("organization_id", "submission_id", "reason"),)


# What every figure is counted from; `statistics.rebuild` makes it again from the events.
class Handling(Row):
    """The facts of one round of one case."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    round = fields.IntField()
    area_code = fields.CharField(max_length=12)
    channel = fields.EnumField(Channel)
    kind = fields.EnumField(Kind)
    category_code = fields.CharField(max_length=32, null=True)
    tier = fields.CharField(max_length=32, null=True)
    department_id = fields.UUIDField(null=True)
    recorded = fields.BooleanField(default=False)
    is_moved = fields.BooleanField(default=False)  # earlier areas stand in its events

    filed_at = fields.UtcDatetimeField()
    accepted_at = fields.UtcDatetimeField(null=True)
    dispatched_at = fields.UtcDatetimeField(null=True)
    due_at = fields.UtcDatetimeField(null=True)  # as first set
    paused_due_at = fields.UtcDatetimeField(null=True)  # as its tasks moved it
    in_time = fields.BooleanField(null=True)  # told where tasks have dues of their own
    extended_due_at = fields.UtcDatetimeField(null=True)
    extension_granted_at = fields.UtcDatetimeField(null=True)
    contact_due_at = fields.UtcDatetimeField(null=True)
    contacted_at = fields.UtcDatetimeField(null=True)
    # A ruling gave the lead's task to another department, and before that instant:
    handed_over_at = fields.UtcDatetimeField(null=True)
    previous_department_id = fields.UUIDField(null=True)
    previous_contact_due_at = fields.UtcDatetimeField(null=True)
    new_due_from = fields.UtcDatetimeField(null=True)  # a late ruling: until then the due was
    previous_due_at = fields.UtcDatetimeField(null=True)
    contact_denied_at = fields.UtcDatetimeField(null=True)
    done_at = fields.UtcDatetimeField(null=True)
    answered_at = fields.UtcDatetimeField(null=True)
    outcome = fields.EnumField(Outcome, null=True)
    closed_at = fields.UtcDatetimeField(null=True)
    closed_by = fields.EnumField(ClosedBy, null=True)
    disputed_at = fields.UtcDatetimeField(null=True)
    upheld_at = fields.UtcDatetimeField(null=True)
    invited_at = fields.UtcDatetimeField(null=True)
    graded_at = fields.UtcDatetimeField(null=True)
    grade = fields.EnumField(Grade, null=True)
    verdict_at = fields.UtcDatetimeField(null=True)
    verdict = fields.EnumField(Verdict, null=True)
    revised_at = fields.UtcDatetimeField(null=True)
    previous_grade = fields.EnumField(Grade, null=True)
    previous_verdict = fields.EnumField(Verdict, null=True)
    withdrawn_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "handling"
        unique_together = (("submission_id", "round"),)
        indexes = (
            ("area_code", "accepted_at"),
            ("department_id", "accepted_at"),
            ("is_moved", "accepted_at"),
        )


# A table of its own, so that no reader of cases meets what only supervisors may read.
class Withdrawal(Row):
    """Why a firm took its case back, and what the audit of it found."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    firm_id = fields.UUIDField()
    area_code = fields.CharField(max_length=12)
    is_drawn = fields.BooleanField()
    reason = fields.EnumField(WithdrawalReason)
    text = fields.TextField(max_length=REASON_LENGTH, null=True)
    withdrawn_at = fields.UtcDatetimeField()
    finding = fields.EnumField(AuditFinding, null=True)
    finding_note = fields.TextField(max_length=REASON_LENGTH, null=True)
    audited_by_id = fields.UUIDField(null=True)
    audited_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "withdrawal"
        unique_together = (("submission_id",),)
        indexes = (("area_code", "withdrawn_at"), ("firm_id", "withdrawn_at"))


# What stays with the area a case has left: that it went, where to, and why.
class Move(Row):
    """The way of one case from one area to another."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    number = fields.CharField(max_length=24, null=True)
    title = fields.CharField(max_length=TITLE_LENGTH)
    from_area_code = fields.CharField(max_length=12)
    to_area_code = fields.CharField(max_length=12)
    reason = fields.TextField(max_length=REASON_LENGTH)
    moved_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "move"
        indexes = (
            ("submission_id", "moved_at"),
            ("from_area_code", "moved_at", "id"),
            ("to_area_code", "moved_at", "id"),
        )


# The last number given in a series; one row per series and year.
class NumberSeries(Row):
    """A gap-free counter, moved inside the unit that uses the number."""

    name = fields.CharField(max_length=32, unique=True)
    last_number = fields.IntField(default=0)

    class Meta(Row.Meta):
        table = "number_series"
