"""State machines as data, and the one way to move a row through them.

A machine is a table `act → Step`. A row moves by a compare-and-set UPDATE on its version, never by
read-then-save: of two people who press at once exactly one is served, the other reads a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar, cast

from backend.errors import NotPossible, Words, conflict

StateT = TypeVar("StateT", bound=StrEnum)
RowT = TypeVar("RowT")


def _nothing(_row: object) -> None:
    """Refuse nothing."""


@dataclass(frozen=True, slots=True)
class Step(Generic[StateT, RowT]):
    """One edge: from which states, to which state (None: it stays), and what must hold of the row.

    `by` tells what takes the edge: a person with a button, a moment in time, or another act's unit.
    An edge that is not `offered` stands in the table for completeness; nobody can take it yet.
    """

    sources: frozenset[StateT]
    target: StateT | None
    guard: Callable[[RowT], Words | None] = _nothing
    by: Literal["person", "time", "unit"] = "person"
    offered: bool = True


def refusal(row: Any, step: Step[Any, Any]) -> Words | None:
    """Say why `row` cannot take `step` now, or None when it can."""
    if row.state not in step.sources:
        return Words(
            f"现在的状态（{row.state}）不能办理此步骤",
            f"This cannot be done in the state {row.state}",
        )
    return step.guard(row)


def ensure_fresh(row: Any, *, expected_version: int | None) -> None:
    """Raise Conflict when the row is not as the person read it."""
    if expected_version is not None and expected_version != row.version:
        raise conflict(row)


def ensure_possible(row: Any, step: Step[Any, Any], *, expected_version: int | None = None) -> None:
    """Raise Conflict for a stale version, NotPossible for a state or guard that refuses."""
    ensure_fresh(row, expected_version=expected_version)
    if words := refusal(row, step):
        raise NotPossible(words, path=("input", "id"))


async def move(
    row: Any,
    step: Step[Any, Any],
    *,
    expected_version: int | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Take `step` with `row` by compare-and-set; the row in memory follows.

    Raises Conflict when the row is not as it was read, NotPossible when the table refuses.
    """
    ensure_possible(row, step, expected_version=expected_version)
    new: dict[str, object] = dict(changes or {})
    if step.target is not None:
        new["state"] = step.target
    await change(row, new)


async def change(row: Any, changes: Mapping[str, object]) -> None:
    """Change columns of a versioned row by compare-and-set on (id, version)."""
    model = cast("Any", type(row))
    new = {**changes, "version": row.version + 1}
    if not await model.filter(id=row.id, version=row.version).update(**new):
        current: object = await model.get_or_none(id=row.id)
        raise conflict(current or row)
    for name, value in new.items():
        setattr(row, name, value)
