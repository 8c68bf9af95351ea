"""Rows and words of the firm's answer."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import VersionedRow, fields
from backend.submissions.models import REASON_LENGTH, Grade, Submission, Verdict


class InvitationState(StrEnum):
    """Where an invitation to a silent firm stands."""

    SCHEDULED = "SCHEDULED"
    SENT = "SENT"
    ANSWERED = "ANSWERED"
    EXPIRED = "EXPIRED"
    VOID = "VOID"


class AnsweredVia(StrEnum):
    """How the answer reached us."""

    SESSION = "SESSION"
    LINK = "LINK"
    IMPORT = "IMPORT"


# Once per case and round; it confirms or disputes the reply.
class Evaluation(VersionedRow):
    """What the firm says of a reply: solved or not, and the grade."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    round = fields.IntField()
    verdict = fields.EnumField(Verdict, null=True)
    grade = fields.EnumField(Grade, null=True)
    comment = fields.TextField(max_length=REASON_LENGTH, null=True)
    # What others than the firm may read of it: without names and numbers.
    redacted_comment = fields.TextField(max_length=2 * REASON_LENGTH, null=True)
    was_contacted = fields.BooleanField(null=True)
    was_pressed = fields.BooleanField(default=False)
    answered_via = fields.EnumField(AnsweredVia)
    answered_at = fields.UtcDatetimeField()
    editable_until = fields.UtcDatetimeField(null=True)

    class Meta(VersionedRow.Meta):
        table = "evaluation"
        unique_together = (("submission_id", "round"),)
        indexes = (("answered_at", "id"),)


# The link for a firm that stayed silent. The token is HMAC(id, nonce), so that a durable job can
# send it again; only its hash is looked up.
class Invitation(VersionedRow):
    """An invitation to answer, bound to one case and round."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    round = fields.IntField()
    state = fields.EnumField(InvitationState)
    nonce = fields.CharField(max_length=43)
    token_hash = fields.CharField(max_length=64, unique=True)
    scheduled_for = fields.UtcDatetimeField()
    sent_at = fields.UtcDatetimeField(null=True)
    expires_at = fields.UtcDatetimeField(null=True)
    answered_at = fields.UtcDatetimeField(null=True)

    class Meta(VersionedRow.Meta):
        table = "invitation"
        unique_together = (("submission_id", "round"),)
