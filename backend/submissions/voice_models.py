"""Rows of what is said around a case, of who hides behind it, and of who read it."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.actor import Role
from backend.db import Row, fields
from backend.organizations.models import OrganizationKind
from backend.submissions.models import Submission

MESSAGE_LENGTH = 2000
DIGEST_LENGTH = 64


class AccessKind(StrEnum):
    """What somebody in an office did with a case whose firm is hidden."""

    READ = "READ"
    REVEALED = "REVEALED"


# Append-only. The two sides are the firm (its people, or its chamber) and those who handle.
class CaseMessage(Row):
    """One message between the firm and those who handle its case."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    task_id = fields.UUIDField(null=True)
    role = fields.EnumField(Role)
    organization_id = fields.UUIDField()
    person_id = fields.UUIDField(null=True)
    text = fields.TextField(max_length=MESSAGE_LENGTH)
    posted_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "case_message"
        indexes = (("submission_id", "posted_at", "id"),)


# Neither the code nor anything that leads back to a person or an address is kept.
class ReturnCode(Row):
    """What the filer of an anonymous case comes back with; only its keyed digest is stored."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    code_index = fields.CharField(max_length=DIGEST_LENGTH, unique=True)

    class Meta(Row.Meta):
        table = "return_code"
        indexes = (("submission_id",),)


# Append-only, once for each person, case, day and kind. The firm reads role and kind of office.
class AccessLog(Row):
    """Somebody in an office read a case whose firm is hidden, or learnt its number."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    person_id = fields.UUIDField()
    token_id = fields.UUIDField(null=True)
    role = fields.EnumField(Role)
    organization_id = fields.UUIDField()
    organization_kind = fields.EnumField(OrganizationKind)
    area_code = fields.CharField(max_length=12)
    kind = fields.EnumField(AccessKind)
    read_on = fields.DateField()
    read_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "access_log"
        unique_together = (("submission_id", "person_id", "read_on", "kind"),)
