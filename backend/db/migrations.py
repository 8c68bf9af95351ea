# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
"""Bringing a database to the state of a migration, forward or backward, keeping every row.

Each migration runs in one transaction together with its record, under a lock: of several processes
that start at once, one migrates and the others find the work done. The files in the package
`migrations` have Tortoise's own format; `backend.db.make` writes them.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tortoise.backends.base import executor as statement_cache
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget, PlanStep
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import CreateModel, Operation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from backend.db import states
from backend.db.asyncpg_schema import SafeAsyncpgSchemaEditor
from backend.db.connection import APP, CONNECTION, credentials
from backend.db.sqlite_schema import SafeSqliteSchemaEditor, is_rebuilt, rebuild

PACKAGE: Final = "migrations"
ZERO: Final = "zero"
_LOCK: Final = 0x4C696E676A75  # any number, the same in every process


async def migrate(
    database_url: str, target: str | None = None, *, package: str = PACKAGE
) -> list[str]:
    """Bring the database to `target`: a migration's name or number, "zero", or the latest.

    Returns the names of the migrations run (forward) or undone (backward), in order. Raises
    ValueError for an unknown target and `Unavailable` when the database cannot be reached.
    """
    async with _connected(database_url) as client:
        if _is_sqlite(client):
            # Within a transaction SQLite ignores this.
            await client.execute_query("PRAGMA foreign_keys=OFF")
        done: list[str] = []
        while name := await _step(client, target, package):
            done.append(name)
        return done


async def pending(database_url: str, *, package: str = PACKAGE) -> list[str]:
    """Return the names of the migrations this database still lacks; change nothing."""
    async with _connected(database_url) as client:
        executor = MigrationExecutor(client, _apps(package))
        return [step.migration.name for step in await executor.plan()]


def known(package: str = PACKAGE) -> list[str]:
    """Return the names of the migrations of this version, in order."""
    folder = Path(str(importlib.import_module(package).__file__)).parent
    return sorted(path.stem for path in folder.glob("[0-9]*.py"))


@asynccontextmanager
async def _connected(database_url: str) -> AsyncGenerator[BaseDBAsyncClient]:
    """Connect apart from the rest of the process, without any model of today."""
    async with TortoiseContext() as context:
        database = credentials(database_url)
        database["credentials"].pop("command_timeout", None)  # a migration may take its time
        context.connections._init_config({CONNECTION: database})
        client = context.connections.get(CONNECTION)
        await client.create_connection(with_db=True)
        try:
            yield client
        finally:
            statement_cache.EXECUTOR_CACHE.clear()  # models of old had the same table names


def _apps(package: str) -> dict[str, dict[str, Any]]:
    return {APP: {"models": [], "default_connection": CONNECTION, "migrations": package}}


def _is_sqlite(client: BaseDBAsyncClient) -> bool:
    return client.capabilities.dialect == "sqlite"


async def _step(client: BaseDBAsyncClient, target: str | None, package: str) -> str | None:
    """Run the next migration on the way to `target`; return its name, or None at the end."""
    async with client._in_transaction() as transaction:  # on SQLite this alone is the lock
        if not _is_sqlite(client):
            await transaction.execute_query(f"SELECT pg_advisory_xact_lock({_LOCK})")
        executor = MigrationExecutor(transaction, _apps(package))
        editor = _editor(transaction)
        await executor.recorder.ensure_schema(editor)
        await executor.loader.build_graph()
        applied = set(await executor.recorder.applied_migrations())
        plan = executor._migration_plan(_targets(executor, target), applied, executor.loader.graph)
        if not plan:
            return None
        await _run(plan[0], executor, applied, editor)
        if _is_sqlite(client):
            await _ensure_references(transaction)
        return plan[0].migration.name


def _editor(transaction: BaseDBAsyncClient) -> BaseSchemaEditor:
    if _is_sqlite(transaction):
        return SafeSqliteSchemaEditor(transaction)
    return SafeAsyncpgSchemaEditor(transaction)


def _targets(executor: MigrationExecutor, target: str | None) -> Sequence[MigrationTarget] | None:
    if target is None:
        return None
    if target == ZERO:
        return [MigrationTarget(app_label=APP, name="__first__")]
    key = executor._resolve_migration_key(APP, target)
    return [MigrationTarget(app_label=APP, name=key.name)]


async def _run(
    step: PlanStep,
    executor: MigrationExecutor,
    applied: set[MigrationKey],
    editor: BaseSchemaEditor,
) -> None:
    """Apply or undo one migration and record that."""
    name = step.migration.name
    state = states.project(_applied_before(name, applied, executor))
    if not step.backward:
        for operation in step.migration.operations:
            state = await _forward(operation, state, editor)
        await executor.recorder.record_applied(APP, name)
        return
    passed = [state]
    for operation in step.migration.operations:
        if not getattr(operation, "reversible", True):
            raise ValueError(f"{name} cannot be undone: {operation.describe()}")
        passed.append(states.after(operation, passed[-1]))
    for number in reversed(range(len(passed) - 1)):
        operation = step.migration.operations[number]
        await _backward(operation, passed[number + 1], passed[number], editor)
    await executor.recorder.record_unapplied(APP, name)


def _applied_before(
    name: str, applied: set[MigrationKey], executor: MigrationExecutor
) -> Iterator[Migration]:
    """Yield the migrations that the database has, up to but without `name`, in their order."""
    for key in executor._full_plan():
        if key == MigrationKey(APP, name):
            return
        migration = executor.loader.graph.nodes[key]
        if key in applied and migration is not None:
            yield migration


async def _forward(operation: Operation, before: State, editor: BaseSchemaEditor) -> State:
    if isinstance(operation, CreateModel):  # needs no state before it: spare the copy
        operation.state_forward(APP, before)
        await operation.database_forward(APP, before, before, editor)
        return before
    after = states.after(operation, before)
    if isinstance(editor, SafeSqliteSchemaEditor) and is_rebuilt(operation, before, after, app=APP):
        await rebuild(operation, before, after, app=APP, editor=editor)
    else:
        await operation.database_forward(APP, before, after, editor)
    return after


async def _backward(
    operation: Operation, after: State, before: State, editor: BaseSchemaEditor
) -> None:
    if isinstance(editor, SafeSqliteSchemaEditor) and is_rebuilt(operation, after, before, app=APP):
        await rebuild(operation, after, before, app=APP, editor=editor)
    else:
        await operation.database_backward(APP, after, before, editor)


async def _ensure_references(transaction: BaseDBAsyncClient) -> None:
    """Refuse a migration after which a row would point to nothing."""
    _, broken = await transaction.execute_query("PRAGMA foreign_key_check")
    if broken:
        tables = sorted({str(row["table"]) for row in broken})
        raise ValueError(f"rows that point to nothing in {', '.join(tables)}")
