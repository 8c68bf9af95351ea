"""What every row has: an id that sorts by time, and a version where people edit it."""

from __future__ import annotations

from tortoise.models import Model

from backend.db import fields
from backend.db.ids import uuid7


# The first line of a docstring would become a comment in the database.
class Row(Model):
    """A row with an id."""

    id = fields.IdField(primary_key=True, default=uuid7)

    class Meta(Model.Meta):
        abstract = True


class VersionedRow(Row):
    """A row that counts its changes, so that a stale edit is refused."""

    version = fields.IntField(default=1)

    class Meta(Row.Meta):
        abstract = True


# Tables inherit Meta; that these two classes are none is not for them.
for _base in (Row, VersionedRow):
    _base.Meta.abstract = False
