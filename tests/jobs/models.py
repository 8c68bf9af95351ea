"""What jobs do, written down: one row per effect, and nothing that would hide a second one."""

from __future__ import annotations

from backend.db import Row, fields


class Effect(Row):
    key = fields.CharField(max_length=64)

    class Meta(Row.Meta):
        table = "effect"
