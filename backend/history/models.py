"""Rows of what was brought in from outside."""

from __future__ import annotations

from backend.db import Row, fields

NAME_LENGTH = 120


# Written in the last unit of a load: where the row is, everything before it is there too.
class LoadedDataset(Row):
    """A dataset that was loaded to its end: `demo`, or the name of an imported file."""

    name = fields.CharField(max_length=NAME_LENGTH, unique=True)
    loaded_at = fields.UtcDatetimeField()
    row_count = fields.IntField()

    class Meta(Row.Meta):
        table = "loaded_dataset"
