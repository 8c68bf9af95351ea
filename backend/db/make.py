"""Writing migrations: `python -m backend.db.make NAME` puts what models have gained into a file."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from tortoise.apps import Apps
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AddField, Operation
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.writer import MigrationWriter, format_migration_name
from tortoise.models import Model

from backend.db.connection import APP, CONNECTION, model_modules
from backend.db.fields import Frozen, stand_in
from backend.db.migrations import PACKAGE


async def make_migration(
    name: str, *, package: str = PACKAGE, modules: Sequence[str] | None = None
) -> Path | None:
    """Write the next migration; return its path, or None when models have gained nothing.

    Raises ValueError for a change that rows cannot follow: a new column that must not be NULL and
    has no default, or Meta.constraints, which Tortoise leaves out of new tables.
    """
    writer = await _changes(package, modules)
    if writer is None:
        return None
    number = int(writer.name.split("_")[0])
    writer.name = format_migration_name(number, name)
    for operation in writer.operations:
        _ensure_possible(operation)
    return writer.write()


async def drift(*, package: str = PACKAGE, modules: Sequence[str] | None = None) -> list[str]:
    """Return what models say and migrations do not, in words; empty when they agree."""
    writer = await _changes(package, modules)
    return [operation.describe() for operation in writer.operations] if writer else []


class _Autodetector(MigrationAutodetector):
    """Tortoise's own, for models without the accidents of their Python classes."""

    def _current_state(self) -> State:
        state = super()._current_state()
        for key, model in state.models.items():
            state.models[key] = _as_frozen(model)
        return state


def _as_frozen(model: ModelState) -> ModelState:
    """Return a model's state without its docstring and base classes: columns are what counts."""
    if model.options.get("constraints"):
        raise ValueError(f"{model.name}: use unique_together or RunSQL, not Meta.constraints")
    fields: dict[str, Any] = {
        name: field.frozen() if isinstance(field, Frozen) else field
        for name, field in cast("dict[str, Any]", model.fields).items()
    }
    options = {key: value for key, value in model.options.items() if key != "table_description"}
    return replace(model, fields=fields, options=options, description="", bases=(Model,))


def _ensure_possible(operation: Operation) -> None:
    if isinstance(operation, AddField):
        field: Any = operation.field
        has_value = field.null or field.has_db_default() or stand_in(field) is not None
        if field.has_db_field and not has_value:
            raise ValueError(
                f"{operation.model_name}.{operation.name}: rows that exist need null=True, a default"
                " or a db_default"
            )


async def _changes(package: str, modules: Sequence[str] | None) -> MigrationWriter | None:
    models = list(modules if modules is not None else model_modules())
    apps: dict[str, dict[str, Any]] = {
        APP: {"models": models, "default_connection": CONNECTION, "migrations": package}
    }
    # No connection is opened: only the models are read.
    connections = {CONNECTION: {"engine": "backend.db.sqlite", "credentials": {"file_path": ""}}}
    with TortoiseContext() as context:
        await context.init(
            config={"connections": connections, "apps": apps}, init_connections=False
        )
        writers = await _Autodetector(cast("Apps", context.apps), apps).changes()
    return writers[0] if writers else None


def main() -> None:
    """Write the next migration under the name given on the command line."""
    name = " ".join(sys.argv[1:])
    if not name:
        sys.exit("usage: python -m backend.db.make NAME")
    path = asyncio.run(make_migration(name))
    sys.stdout.write(f"{path or 'nothing to do: models and migrations agree'}\n")


if __name__ == "__main__":
    main()
