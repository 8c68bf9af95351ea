# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
"""Changing a table on PostgreSQL: what Tortoise's editor leaves out."""

from __future__ import annotations

from typing import Any, cast

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.schema_editor.asyncpg import AsyncpgSchemaEditor
from tortoise.models import Model

from backend.db.fields import stand_in

_CONSTRAINTS = """
SELECT conname FROM pg_constraint
WHERE contype = 'f' AND conrelid = $1::text::regclass AND conkey = ARRAY[(
  SELECT attnum FROM pg_attribute WHERE attrelid = conrelid AND attname = $2
)]
"""


class SafeAsyncpgSchemaEditor(AsyncpgSchemaEditor):
    """Tortoise's editor, which also fills new columns and follows a changed ON DELETE."""

    async def add_field(self, model: type[Model], field_name: str) -> None:
        """Add a column; rows that are there already hold its default."""
        field = model._meta.fields_map[field_name]
        value = stand_in(field) if field.has_db_field else None
        if value is None:
            await super().add_field(model, field_name)
            return
        unset, field.db_default = field.db_default, value
        await super().add_field(model, field_name)
        field.db_default = unset
        column = model._meta.fields_db_projection[field_name]
        await self._run_sql(
            f'ALTER TABLE "{model._meta.db_table}" ALTER COLUMN "{column}" DROP DEFAULT'
        )

    async def alter_field(
        self, old_model: type[Model], new_model: type[Model], field_name: str
    ) -> None:
        """Alter a column and, if it refers to a table, the reference."""
        await super().alter_field(old_model, new_model, field_name)
        field = new_model._meta.fields_map[field_name]
        if isinstance(field, ForeignKeyFieldInstance):
            await self._refer(new_model, cast("Any", field))

    def _escape_default_value(self, default: object) -> str:
        if isinstance(default, str):
            return "'" + default.replace("'", "''") + "'"
        return super()._escape_default_value(default)

    async def _refer(self, model: type[Model], field: Any) -> None:
        """Make the reference of a column anew."""
        table, column = model._meta.db_table, str(field.source_field)
        _, found = await self.client.execute_query(_CONSTRAINTS, [f'"{table}"', column])
        target = field.related_model._meta
        for row in found:
            await self._run_sql(
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{row["conname"]}",'
                f' ADD CONSTRAINT "{row["conname"]}" FOREIGN KEY ("{column}")'
                f' REFERENCES "{target.db_table}" ("{target.db_pk_column}")'
                f" ON DELETE {field.on_delete}"
            )
