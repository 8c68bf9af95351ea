"""Tortoise alone. Nothing of ours may be imported here: what we register holds for the process."""

from __future__ import annotations

from uuid import uuid4

from tortoise import Tortoise, fields
from tortoise.migrations.api.migrate import migrate as stock_migrate
from tortoise.models import Model


class Box(Model):
    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=200)
    size = fields.IntField(default=0)
    packed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "box"


async def connect(url: str) -> None:
    await Tortoise.init(db_url=url, modules={"models": [__name__]})


async def disconnect() -> None:
    await Tortoise.close_connections()


async def migrate(url: str, target: str, package: str) -> None:
    app = {"models": [__name__], "migrations": package, "default_connection": "default"}
    config = {"connections": {"default": url}, "apps": {"models": app}}
    await stock_migrate(config=config, target=f"models.{target}")
