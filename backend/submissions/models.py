"""Rows and words of the case."""

from __future__ import annotations

from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, VersionedRow, fields
from backend.organizations.models import Organization
from backend.submissions.vocabulary import (
    AccessReason,
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
)

TITLE_LENGTH = 120
BODY_LENGTH = 5000
REPLY_LENGTH = 5000
REASON_LENGTH = 1000


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
    import_key = fields.CharField(max_length=64, null=True, unique=True)
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
    dispute_reason = fields.EnumField(DisputeReason, null=True)
    dispute_text = fields.TextField(max_length=REASON_LENGTH, null=True)
    dispute_count = fields.IntField(default=0)
    uphold_explanation = fields.TextField(max_length=REPLY_LENGTH, null=True)

    class Meta(VersionedRow.Meta):
        table = "submission"
        indexes = (
            ("area_code", "filed_at", "id"),
            ("area_code", "state", "filed_at"),
            ("area_code", "category_code", "filed_at"),
            ("firm_id", "filed_at", "id"),
            ("lead_department_id", "filed_at"),
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

    filed_at = fields.UtcDatetimeField()
    accepted_at = fields.UtcDatetimeField(null=True)
    dispatched_at = fields.UtcDatetimeField(null=True)
    due_at = fields.UtcDatetimeField(null=True)  # as first set
    paused_due_at = fields.UtcDatetimeField(null=True)  # as questions to the firm moved it
    in_time = fields.BooleanField(null=True)  # told where tasks have dues of their own
    extended_due_at = fields.UtcDatetimeField(null=True)
    extension_granted_at = fields.UtcDatetimeField(null=True)
    contact_due_at = fields.UtcDatetimeField(null=True)
    contacted_at = fields.UtcDatetimeField(null=True)
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
        indexes = (("area_code", "accepted_at"), ("department_id", "accepted_at"))


# The last number given in a series; one row per series and year.
class NumberSeries(Row):
    """A gap-free counter, moved inside the unit that uses the number."""

    name = fields.CharField(max_length=32, unique=True)
    last_number = fields.IntField(default=0)

    class Meta(Row.Meta):
        table = "number_series"
