"""Something for events to be about."""

from __future__ import annotations

from uuid import UUID

from backend.db import Row, fields


class Parcel(Row):
    area_code = fields.CharField(max_length=12, default="320500")
    firm_id: UUID | None = fields.UUIDField(null=True)
    opened = fields.IntField(default=0)

    class Meta(Row.Meta):
        table = "parcel"
