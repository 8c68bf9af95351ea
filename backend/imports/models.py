"""Rows of imports: the run, and what became of each line."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.accounts.models import Person
from backend.db import Row, VersionedRow, fields
from backend.files.models import StoredFile

MOST_LINES = 20_000
KEY_LENGTH = 64
COLUMN_LENGTH = 60
WORDS_LENGTH = 400


class ImportKind(StrEnum):
    """What a file lists."""

    FIRMS = "FIRMS"
    DEPARTMENTS = "DEPARTMENTS"
    CHAMBERS = "CHAMBERS"
    CHAMBER_MEMBERS = "CHAMBER_MEMBERS"
    WORK_ORDERS = "WORK_ORDERS"


class ImportState(StrEnum):
    """Where an import stands."""

    CHECKING = "CHECKING"
    CHECKED = "CHECKED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    FAILED = "FAILED"


class LineOutcome(StrEnum):
    """What became of a line, or would become of it."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    FAILED = "FAILED"


# The counts are kept by the units of the lines, beside the version: only acts count that one up.
class ImportRun(VersionedRow):
    """One file being taken in; `done` lines of `total` in the present state."""

    kind = fields.EnumField(ImportKind)
    state = fields.EnumField(ImportState)
    area_code = fields.CharField(max_length=12)
    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    file: ForeignKeyRelation[StoredFile] = fields.ForeignKeyField(
        "models.StoredFile", related_name=False, on_delete=OnDelete.RESTRICT
    )
    file_id: UUID
    file_name = fields.CharField(max_length=120)
    total = fields.IntField(default=0)
    done = fields.IntField(default=0)
    created = fields.IntField(default=0)
    changed = fields.IntField(default=0)
    unchanged = fields.IntField(default=0)
    failed = fields.IntField(default=0)
    trouble_zh = fields.TextField(max_length=WORDS_LENGTH, null=True)
    trouble_en = fields.TextField(max_length=WORDS_LENGTH, null=True)
    started_at = fields.UtcDatetimeField()
    finished_at = fields.UtcDatetimeField(null=True)

    class Meta(VersionedRow.Meta):
        table = "import_run"
        indexes = (("person_id", "started_at", "id"), ("area_code", "started_at", "id"))


class ImportLine(Row):
    """One line: its key in the other system, and ours for it; or why it failed."""

    run: ForeignKeyRelation[ImportRun] = fields.ForeignKeyField(
        "models.ImportRun", related_name=False, on_delete=OnDelete.RESTRICT
    )
    run_id: UUID
    state = fields.EnumField(ImportState)
    number = fields.IntField()
    outcome = fields.EnumField(LineOutcome)
    key = fields.CharField(max_length=KEY_LENGTH)
    result = fields.CharField(max_length=KEY_LENGTH, null=True)
    column = fields.CharField(max_length=COLUMN_LENGTH, default="")
    words_zh = fields.TextField(max_length=WORDS_LENGTH, null=True)
    words_en = fields.TextField(max_length=WORDS_LENGTH, null=True)

    class Meta(Row.Meta):
        table = "import_line"
        unique_together = (("run_id", "state", "number"),)
        indexes = (("run_id", "outcome", "number"),)
