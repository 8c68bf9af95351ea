"""The only place that knows engines: rows, fields, plain SQL, units of work, migrations."""

from __future__ import annotations

from backend.db import fields, sql
from backend.db.connection import connect, disconnect, on_connect
from backend.db.gate import clean_text
from backend.db.ids import uuid7
from backend.db.migrations import migrate, pending
from backend.db.rows import Row, VersionedRow
from backend.db.units import after_commit, in_unit, unit_of_work

__all__ = [
    "Row",
    "VersionedRow",
    "after_commit",
    "clean_text",
    "connect",
    "disconnect",
    "fields",
    "in_unit",
    "migrate",
    "on_connect",
    "pending",
    "sql",
    "unit_of_work",
    "uuid7",
]
