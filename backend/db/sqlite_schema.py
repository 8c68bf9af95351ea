# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
"""Changing a table on SQLite without losing a row, an index or a trigger.

SQLite cannot alter most of a table, and the rebuild of Tortoise's own editor runs with foreign keys
on (dropping the old table then empties its children), forgets composite indexes and cuts statements
at every semicolon. Here the new table is made from the state after the operation, the rows are
copied, and foreign keys are off, to be checked before the migration is committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tortoise.fields.base import Field
from tortoise.fields.relational import ManyToManyFieldInstance
from tortoise.migrations import operations as ops
from tortoise.migrations.operations import Operation
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.models import Model

from backend.db.fields import stand_in
from backend.db.sqlite_files import statements

# What SQLite does by itself, or what touches no table of ours.
_LEFT_TO_TORTOISE = (ops.CreateModel, ops.DeleteModel, ops.RenameModel, ops.RunPython, ops.RunSQL)


class SafeSqliteSchemaEditor(SqliteSchemaEditor):
    """Tortoise's editor with its statements cut where SQLite says they end."""

    async def _run_sql(self, sql: str) -> None:
        await self.client.execute_script(sql)

    def _escape_default_value(self, default: object) -> str:
        if isinstance(default, str):
            return "'" + default.replace("'", "''") + "'"
        return super()._escape_default_value(default)

    def definition(self, model: type[Model]) -> list[str]:
        """Return CREATE TABLE and then every CREATE INDEX of `model`."""
        return list(statements(self._get_model_sql_data(model).table_sql))


def is_rebuilt(operation: Operation, before: State, after: State, *, app: str) -> bool:
    """Say whether `operation` changes a table in a way that SQLite cannot."""
    if isinstance(operation, _LEFT_TO_TORTOISE):
        return False
    if isinstance(operation, ops.AddField | ops.RemoveField):
        models = [state.apps.apps[app].get(operation.model_name) for state in (before, after)]
        fields = [model._meta.fields_map.get(operation.name) for model in models if model]
        return not any(isinstance(field, ManyToManyFieldInstance) for field in fields)
    return hasattr(operation, "model_name")


async def rebuild(
    operation: Operation, before: State, after: State, *, app: str, editor: SafeSqliteSchemaEditor
) -> None:
    """Make the table of `operation` as `after` says and move its rows into it.

    A new column takes its default; where there is none and it must not be NULL, SQLite refuses, as
    PostgreSQL does.
    """
    name = cast("str", getattr(operation, "model_name"))  # noqa: B009 - no common base class has it
    old, new = (state.apps.get_model(f"{app}.{name}") for state in (before, after))
    table, temporary = new._meta.db_table, f"new__{new._meta.db_table}"
    create, *indexes = editor.definition(new)
    triggers = await _triggers(editor, table)
    run = editor.client.execute_query
    await run(create.replace(f'"{table}"', f'"{temporary}"', 1))
    columns, sources, values = _filled(operation, old, new)
    await run(f'INSERT INTO "{temporary}" ({columns}) SELECT {sources} FROM "{table}"', values)
    await run(f'DROP TABLE "{table}"')
    await run(f'ALTER TABLE "{temporary}" RENAME TO "{table}"')
    for statement in (*indexes, *triggers):
        await run(statement)


def _filled(
    operation: Operation, old: type[Model], new: type[Model]
) -> tuple[str, str, list[object]]:
    """Return the columns to fill, what fills them, and values; others take their default."""
    from_, to = _columns(old), _columns(new)
    renamed = _renamed(operation, from_, to)
    pairs = [(column, renamed.get(column, column)) for column in to]
    kept = [(f'"{column}"', f'"{source}"') for column, source in pairs if source in from_]
    come = {column: stand_in(to[column]) for column, source in pairs if source not in from_}
    new_values = {column: value for column, value in come.items() if value is not None}
    return (
        ", ".join([*(column for column, _ in kept), *(f'"{column}"' for column in new_values)]),
        ", ".join([*(source for _, source in kept), *("?" for _ in new_values)]),
        list(new_values.values()),
    )


def _columns(model: type[Model]) -> Mapping[str, Field[Any]]:
    """Return the fields of a model by the name of their column."""
    meta = model._meta
    return {column: meta.fields_map[name] for name, column in meta.fields_db_projection.items()}


def _renamed(
    operation: Operation, old: Mapping[str, Field[Any]], new: Mapping[str, Field[Any]]
) -> Mapping[str, str]:
    """Return new column → old column for an operation that renames one."""
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    if isinstance(operation, ops.RenameField | ops.AlterField) and len(gone) == len(come) == 1:
        return {come.pop(): gone.pop()}
    return {}


async def _triggers(editor: SafeSqliteSchemaEditor, table: str) -> list[str]:
    _, rows = await editor.client.execute_query(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
    )
    return [row["sql"] for row in rows]
