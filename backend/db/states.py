# ruff: noqa: SLF001 - Tortoise keeps what a model is made of in protected names
# pyright: reportPrivateUsage=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
"""The schema between two operations of a migration, without what no migration asks of it.

Tortoise copies every model and prepares every query of it for each operation: with sixty models and
a hundred operations that alone takes longer than all statements together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tortoise.migrations import operations as ops
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import Operation
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

from backend.db.connection import APP, CONNECTION

_OF_ONE_MODEL: Final = (ops.AddField, ops.AddIndex)
"""Operations that change the state of the one model they name."""


class _Apps(StateApps):
    """Models of one state. Nobody queries by them: statements of migrations are plain SQL."""

    def _build_initial_querysets(self) -> None:
        """Prepare nothing."""


def project(migrations: Iterable[Migration]) -> State:
    """Return the state after these migrations."""
    state = State(models={}, apps=_Apps(default_connections={APP: CONNECTION}))
    for migration in migrations:
        for operation in migration.operations:
            operation.state_forward(APP, state)
    return state


def after(operation: Operation, before: State) -> State:
    """Return the state after `operation`; `before` stays as it is."""
    if not isinstance(operation, _OF_ONE_MODEL):
        state = before.clone()
        operation.state_forward(APP, state)
        return state
    state = _sharing(before, operation.model_name)
    operation.state_forward(APP, state)
    # What was rendered anew was taken out of the copy alone: the old classes still stand in `before`.
    for model in before.apps.apps[APP].values():
        model._meta.app = APP
    return state


def _sharing(before: State, changed: str) -> State:
    """Return a copy that shares everything with `before` but the state of one model."""
    apps = _Apps(default_connections={APP: CONNECTION}, connections=before.apps._connections)
    apps.apps = {label: dict(models) for label, models in before.apps.apps.items()}
    key = (APP, changed)
    models = {**before.models}
    if key in models:
        models[key] = models[key].clone()
    return State(models=models, apps=apps)
