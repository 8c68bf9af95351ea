"""Rows and words of the publication."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.db import Row, VersionedRow, fields
from backend.submissions.models import Outcome, Submission

TITLE_LENGTH = 120
TEXT_LENGTH = 5000
READER_LENGTH = 64


class PublicationState(StrEnum):
    """Where a publication stands."""

    ASKED = "ASKED"
    PROPOSED = "PROPOSED"
    CONSENTED = "CONSENTED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    REFUSED = "REFUSED"


# One per case. `firm_id`, `area_code` and `is_hidden` are the case's, so that who may do what is a
# function of (row, actor). Nobody but the firm and the offices of the area learns whose it is.
class Publication(VersionedRow):
    """The outcome of one case, told to everybody."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    firm_id = fields.UUIDField()
    state = fields.EnumField(PublicationState)
    area_code = fields.CharField(max_length=12)
    category_code = fields.CharField(max_length=32, null=True)
    outcome = fields.EnumField(Outcome, null=True)
    title = fields.CharField(max_length=TITLE_LENGTH, default="")
    question = fields.TextField(max_length=TEXT_LENGTH, default="")
    answer = fields.TextField(max_length=TEXT_LENGTH, default="")
    is_hidden = fields.BooleanField(default=False)
    firm_asked = fields.BooleanField(default=False)
    proposed_at = fields.UtcDatetimeField(null=True)
    consented_at = fields.UtcDatetimeField(null=True)
    published_at = fields.UtcDatetimeField(null=True)
    withdrawn_at = fields.UtcDatetimeField(null=True)
    answered_count = fields.IntField(default=0)
    me_too_count = fields.IntField(default=0)

    class Meta(VersionedRow.Meta):
        table = "publication"
        unique_together = (("submission_id",),)
        indexes = (
            ("state", "published_at", "id"),
            ("area_code", "state", "published_at"),
            ("category_code", "state", "published_at"),
            ("firm_id", "state"),
        )


# `reader` is a keyed digest: it tells the same reader again, and nobody who he was.
class PublicationReader(Row):
    """Somebody whom a published answer has helped; nobody is counted twice."""

    publication: ForeignKeyRelation[Publication] = fields.ForeignKeyField(
        "models.Publication", related_name=False, on_delete=OnDelete.RESTRICT
    )
    publication_id: UUID
    reader = fields.CharField(max_length=READER_LENGTH)

    class Meta(Row.Meta):
        table = "publication_reader"
        unique_together = (("publication_id", "reader"),)
