"""The guards of the product, one at a time put out of work."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from backend.actor import Actor
from backend.db import sql
from backend.graph.context import Context
from backend.graph.fields import Column, ToOne
from backend.graph.nodes import node_type_called
from tests.permissions import facts, matrix, reading


def everything(actor: Actor) -> sql.Where:
    """Let everybody see every row."""
    return sql.EVERYTHING


def always(row: Any, context: Context) -> bool:
    """Let everybody read the field."""
    return True


@contextmanager
def open_to_all(type_name: str) -> Generator[None]:
    """Put `visible_to` of one type out of work."""
    kind: Any = node_type_called(type_name)
    kept = kind.visible_to
    object.__setattr__(kind, "visible_to", everything)
    try:
        yield
    finally:
        object.__setattr__(kind, "visible_to", kept)


@dataclass(frozen=True, slots=True)
class Guard:
    """A field that is null to some by a condition of its own."""

    type_name: str
    name: str

    def __str__(self) -> str:
        return f"{self.type_name}.{self.name}"

    @contextmanager
    def taken_away(self) -> Generator[None]:
        """Put the condition out of work."""
        plan = matrix.plan_of(self.type_name, self.name)
        kept = plan.when
        plan.when = always
        try:
            yield
        finally:
            plan.when = kept


def guards() -> Iterator[Guard]:
    """Yield every field that has a condition."""
    for type_name in facts.names_of_types():
        for name in reading.fields_of(type_name):
            plan = matrix.plan_of(type_name, name)
            if isinstance(plan, Column | ToOne) and plan.when is not None:
                yield Guard(type_name, name)
