"""The machines as their tables have them, and what a walker has to know besides."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from backend.workflow import Step
from tests.stories.people import Answer
from tests.walk.city import City

BACKEND = Path(__file__).resolve().parents[2] / "backend"

Table = Mapping[Any, Step[Any, Any]]
Bring = Callable[[City, Any], Awaitable[Answer]]
"""Bring a fresh object to a state, each step by its own person over HTTP."""
Said = Mapping[str, object] | Callable[[City, Answer], Awaitable[Mapping[str, object]]]
"""What is sent with an act, apart from the thing itself."""
Edge = tuple[StrEnum, StrEnum]
"""An act, and the state it is taken from."""


def tables() -> dict[str, Table]:
    """Return every table of steps of the product by the name of its module and its own."""
    found: dict[str, Table] = {}
    for file in sorted(BACKEND.glob("*/workflow.py")):
        module = importlib.import_module(f"backend.{file.parent.name}.workflow")
        for name, value in vars(module).items():
            if isinstance(value, dict) and all(isinstance(one, Step) for one in value.values()):
                found[f"{file.parent.name}.{name}"] = value
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object: how it is brought to a state, and to which states it can be brought."""

    bring: Bring
    states: frozenset[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One table, and how its objects are made, read and acted upon."""

    type_name: str
    table: str
    observer: str
    kinds: Mapping[str, Kind]
    mutations: Mapping[Any, str]
    said: Mapping[Any, Said]
    first_acts: Mapping[Any, Any] = field(default_factory=dict[Any, Any])
    """Where an act that stays acknowledges: the state that follows."""
    instead: Mapping[Any, Any] = field(default_factory=dict[Any, Any])
    """An edge that the unit of an act takes in its place, where the row asks for it."""
    apart: Mapping[Any, frozenset[str]] = field(default_factory=dict[Any, frozenset[str]])
    """Kinds of which each takes an act by itself: which of them it is decides the edge."""
    along: Mapping[Any, Any] = field(default_factory=dict[Any, Any])
    """An edge that the unit of an act takes after it, where the object is still open."""
    once: frozenset[Any] = frozenset()
    """Acts that stay and cannot be said again in the same words."""
    unbrought: Mapping[Any, str] = field(default_factory=dict[Any, str])
    """States in which no object stands for anybody to see, and why."""
    closed: Mapping[Any, str] = field(default_factory=dict[Any, str])
    """Edges of the table that a guard closes for good, and why."""

    @property
    def steps(self) -> Table:
        """The table."""
        return tables()[self.table]

    @property
    def states(self) -> frozenset[Any]:
        """Every state of the machine."""
        some: StrEnum = next(state for step in self.steps.values() for state in step.sources)
        return frozenset(type(some))

    def acts_by(self, *by: str) -> list[Any]:
        """Return the acts that a person, time or a unit takes."""
        return [act for act, step in self.steps.items() if step.by in by]

    def edges(self, *by: str) -> Iterator[Edge]:
        """Yield the edges that can be reached: by a person, by time, by a unit."""
        for act in self.acts_by(*by):
            for state in sorted(self.steps[act].sources):
                if state not in self.unbrought and (act, state) not in self.closed:
                    yield act, state

    def after(self, act: Any, state: Any) -> set[Any]:
        """Return where the object stands after an act was served."""
        step = self.steps[act]
        ends = {step.target if step.target is not None else state}
        if step.target is None and state in self.first_acts:
            ends.add(self.first_acts[state])
        for others in (self.instead, self.along):
            if act in others and state in self.steps[others[act]].sources:
                ends.add(self.steps[others[act]].target)
        return ends
