"""Rows of the desk: nothing here is ever read by a firm."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.actor import Role
from backend.db import Row, VersionedRow, fields
from backend.submissions.models import Submission

NOTE_LENGTH = 2000
AUTHOR_LENGTH = 60
NAME_LENGTH = 60
SNIPPET_LENGTH = 2000
FILTER_LENGTH = 4000
HASH_LENGTH = 64


class ViewTarget(StrEnum):
    """Which list a saved view shows."""

    SUBMISSIONS = "SUBMISSIONS"
    TASKS = "TASKS"


# `content_hash` stands for one message of one chat: it makes at most one case of an area.
class PastedLine(Row):
    """Where a case out of a chat comes from: who wrote it there, and when."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    content_hash = fields.CharField(max_length=HASH_LENGTH, unique=True)
    author = fields.CharField(max_length=AUTHOR_LENGTH, null=True)
    said_at = fields.UtcDatetimeField(null=True)
    filed_by_id = fields.UUIDField()
    filed_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "pasted_line"
        indexes = (("submission_id", "id"),)


class InternalNote(Row):
    """What offices tell each other about a case; no firm ever reads it."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    author_id = fields.UUIDField()
    role = fields.EnumField(Role)
    organization_id = fields.UUIDField()
    text = fields.TextField(max_length=NOTE_LENGTH)
    written_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "internal_note"
        indexes = (("submission_id", "written_at", "id"),)


# The case stands here too: the to-do inbox asks without the note.
class Mention(Row):
    """Somebody was called by name in a note, and has it on his desk until it is done."""

    note: ForeignKeyRelation[InternalNote] = fields.ForeignKeyField(
        "models.InternalNote", related_name=False, on_delete=OnDelete.RESTRICT
    )
    note_id: UUID
    submission_id = fields.UUIDField()
    person_id = fields.UUIDField()
    mentioned_at = fields.UtcDatetimeField()
    done_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "mention"
        unique_together = (("note_id", "person_id"),)
        indexes = (("person_id", "done_at", "mentioned_at"),)


class AnsweringMark(Row):
    """Somebody is answering a case right now; the mark fades unless it is renewed."""

    submission: ForeignKeyRelation[Submission] = fields.ForeignKeyField(
        "models.Submission", related_name=False, on_delete=OnDelete.RESTRICT
    )
    submission_id: UUID
    person_id = fields.UUIDField()
    until = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "answering_mark"
        unique_together = (("submission_id", "person_id"),)
        indexes = (("until",),)


class Snippet(VersionedRow):
    """A piece of a reply to be used again, one's own or shared with one's organization."""

    owner_id = fields.UUIDField()
    organization_id = fields.UUIDField()
    is_shared = fields.BooleanField(default=False)
    title = fields.CharField(max_length=NAME_LENGTH)
    text = fields.TextField(max_length=SNIPPET_LENGTH)

    class Meta(VersionedRow.Meta):
        table = "snippet"
        indexes = (("owner_id", "title"), ("organization_id", "is_shared", "title"))


# `conditions` is the JSON of a SubmissionFilter or TaskFilter, checked against it when it is saved.
class SavedView(VersionedRow):
    """A list with its filter under a name, one's own or shared with one's organization."""

    owner_id = fields.UUIDField()
    organization_id = fields.UUIDField()
    is_shared = fields.BooleanField(default=False)
    name = fields.CharField(max_length=NAME_LENGTH)
    target = fields.EnumField(ViewTarget)
    conditions = fields.TextField(max_length=FILTER_LENGTH)

    class Meta(VersionedRow.Meta):
        table = "saved_view"
        indexes = (("owner_id", "name"), ("organization_id", "is_shared", "name"))
