"""Scenarios of migrations on SQLite: the stock executor and ours go the same steps."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

Client = Any  # the module tests.db.defects.stock or tests.db.defects.ours
FIRST = """
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    initial = True
    operations = [
        ops.CreateModel(name="Shelf", fields=[
            ("id", fields.IntField(primary_key=True)),
            ("name", fields.CharField(max_length=20)), ("size", fields.IntField()),
        ], options={"table": "shelf", "app": "models", "pk_attr": "id",
                    "indexes": [Index(fields=["name", "size"])],
                    "unique_together": (("name", "size"),)}, bases=["Model"]),
        ops.CreateModel(name="Parcel", fields=[
            ("id", fields.IntField(primary_key=True)),
            ("shelf", fields.ForeignKeyField("models.Shelf", on_delete=OnDelete.CASCADE)),
        ], options={"table": "parcel", "app": "models", "pk_attr": "id"}, bases=["Model"]),
    ]
"""
NEXT = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [("models", "0001_first")]
    operations = [{}]
"""
LONGER = 'ops.AlterField("Shelf", "name", fields.CharField(max_length=40))'
LOOSER = 'ops.RemoveConstraint("Shelf", fields=["name", "size"])'
QUOTED = (
    """ops.AddField("Shelf", "label", fields.CharField(max_length=20, db_default="it's; ok"))"""
)


async def a_rebuilt_parent_keeps_its_children(client: Client, url: str, rounds: int) -> None:
    """Defect 3."""
    assert await _rows_after(LONGER, client, url, "SELECT COUNT(*) FROM parcel") == [(12,)]


async def a_rebuilt_table_keeps_its_indexes(client: Client, url: str, rounds: int) -> None:
    """Defect 4."""
    indexes = "SELECT COUNT(*) FROM pragma_index_list('shelf')"
    assert await _rows_after(LONGER, client, url, indexes) == [(2,)]


async def a_unique_constraint_can_be_dropped(client: Client, url: str, rounds: int) -> None:
    """Defect 4."""
    unique = "SELECT COUNT(*) FROM pragma_index_list('shelf') WHERE \"unique\" = 1"
    assert await _rows_after(LOOSER, client, url, unique) == [(0,)]


async def a_default_may_hold_a_quote_and_a_semicolon(client: Client, url: str, rounds: int) -> None:
    """Defect 4."""
    assert await _rows_after(QUOTED, client, url, "SELECT DISTINCT label FROM shelf") == [
        ("it's; ok",)
    ]


async def _rows_after(operation: str, client: Client, url: str, question: str) -> list[Any]:
    """Migrate a filled database by `operation` and ask it `question`."""
    folder = Path(tempfile.mkdtemp(dir=Path(url.removeprefix("sqlite://")).parent))
    package = folder / "steps_of_a_scenario"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "0001_first": FIRST,
        "0002_next": NEXT.format(operation),
    }.items():
        (package / f"{name}.py").write_text(text, "utf-8")
    sys.path.insert(0, str(folder))
    address = f"sqlite://{folder}/migrated.db"
    await client.migrate(address, "0001_first", package.name)
    with sqlite3.connect(folder / "migrated.db") as database:
        database.execute("INSERT INTO shelf (id, name, size) VALUES (1, 'a', 1)")
        database.executemany("INSERT INTO parcel (shelf_id) VALUES (?)", [(1,)] * 12)
    database.close()
    await client.migrate(address, "0002_next", package.name)
    with sqlite3.connect(folder / "migrated.db") as database:
        rows = database.execute(question).fetchall()
    database.close()
    return rows
