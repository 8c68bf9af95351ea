"""The same with our fields and our clients."""

from __future__ import annotations

from backend import db
from backend.db import Row, fields


class Box(Row):
    name = fields.CharField(max_length=200)
    size = fields.IntField(default=0)
    packed_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "box"


async def connect(url: str) -> None:
    await db.connect(url, modules=[__name__])


async def disconnect() -> None:
    await db.disconnect()


async def migrate(url: str, target: str, package: str) -> None:
    await db.migrate(url, target, package=package)
