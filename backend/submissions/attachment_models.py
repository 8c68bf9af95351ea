"""Rows of what hangs on a case."""

from __future__ import annotations

from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, fields
from backend.files.models import FILE_NAME_LENGTH, MEDIA_TYPE_LENGTH, StoredFile
from backend.submissions.models import Submission


# Name, type and size are those of the file, so that a list reads one table.
class Attachment(Row):
    """One file on one case; with a reply it is read when the reply is."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    file: ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "models.StoredFile", related_name=False, on_delete=OnDelete.RESTRICT, unique=True
    )
    file_id: UUID
    reply_id = fields.UUIDField(null=True, db_index=True)
    message_id = fields.UUIDField(null=True, db_index=True)
    position = fields.IntField()
    name = fields.CharField(max_length=FILE_NAME_LENGTH)
    media_type = fields.CharField(max_length=MEDIA_TYPE_LENGTH)
    size = fields.IntField()
    is_from_firm = fields.BooleanField()
    added_by_id = fields.UUIDField(null=True)
    organization_id = fields.UUIDField()
    added_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "attachment"
        unique_together = (("submission_id", "position"),)
