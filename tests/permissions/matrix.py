"""Reads everything as everybody, by every path, and compares with the table of sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from strawberry.types.base import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from backend import graph
from backend.graph.declared import AttributeField, DeclaredField
from backend.graph.fields import BackToOne, Column, ToOne
from backend.graph.ids import split_id
from backend.graph.lists import ChildList
from backend.graph.nodes import node_type_called
from backend.schema import schema
from tests.permissions import reading, rules
from tests.permissions.facts import World
from tests.permissions.reading import Way
from tests.permissions.relations import Facts, Viewer, may_read, sees

AT_ONCE = 100
MOST_COST = 4900


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one type, read by one viewer along one path."""

    type_name: str
    field: str
    viewer: str
    path: str
    told: str


@dataclass(slots=True)
class Matrix:
    """What was compared, what came out wrong, and what had a value for anybody."""

    world: World
    cells: int = 0
    wrong: Counter[Cell] = field(default_factory=Counter[Cell])
    filled: set[tuple[str, UUID, str]] = field(default_factory=set[tuple[str, UUID, str]])
    missed: dict[tuple[str, UUID, str], set[Cell]] = field(
        default_factory=dict[tuple[str, UUID, str], set[Cell]]
    )

    async def read_as(self, viewer: Viewer, types: Iterable[str] = ()) -> None:
        """Read every object of `types` (else of all) and along every way from it, as one viewer.

        What an object shows depends on who asks and not on the path. So all its values are read by
        its id and along every way that sees through; along the others by viewers that `read_all`,
        by the rest which objects are there.
        """
        for type_name in types or self.world.kinds:
            there = await self.read_values(viewer, type_name)
            for ways in ways_to_read(type_name):
                await self._read_along(viewer, ways, there)

    async def read_ways_to(self, viewer: Viewer, type_name: str) -> None:
        """Read all that leads to a type and sees through to it, as one viewer."""
        for parent in self.world.kinds:
            ways = [ways for ways in ways_to_read(parent) if ways[-1].target == type_name]
            keys = [key for key, facts in self.world.all_of(parent) if sees(viewer, facts)]
            for each in ways:
                if sees_through(each[-1]):
                    await self._read_along(viewer, each, keys)

    async def read_values(self, viewer: Viewer, type_name: str) -> list[UUID]:
        """Read the objects by their ids; return those that the viewer sees as he should."""
        there: list[UUID] = []
        for keys in batched(self.world.rows[type_name], AT_ONCE):
            answer = await asked(viewer, reading.by_id(type_name), ids_of(type_name, keys))
            for key, read in zip(keys, answer["nodes"], strict=True):
                self.cells += 1
                is_due = sees(viewer, self.world.of(type_name, key))
                if (read is not None) != is_due:
                    told = "is there and should not be" if read else "is not there and should be"
                    self.note(type_name, "id", viewer, "node", told)
                elif read is not None:
                    there.append(key)
                    self.check(viewer, read, "node")
        return there

    async def _read_along(
        self, viewer: Viewer, ways: tuple[Way, ...], there: Sequence[UUID]
    ) -> None:
        path = ".".join([ways[0].parent, *(way.name for way in ways)])
        whole = viewer.reads_all or sees_through(ways[-1])
        document = reading.along(*ways, whole=whole)
        for keys in batched(there, size_of_a_reading(*ways, whole=whole)):
            answer = await asked(viewer, document, ids_of(ways[0].parent, keys))
            for read in answer["nodes"]:
                self._check_way(viewer, read, ways, path)

    def _check_way(self, viewer: Viewer, read: Any, ways: tuple[Way, ...], path: str) -> None:
        if read is None:
            return
        way, *further = ways
        found = found_along(read, way)
        if not further:
            self._check_members(viewer, read, way, found, path)
        for each in found:
            if further:
                self._check_way(viewer, each, tuple(further), path)
            else:
                self.check(viewer, each, path)

    def _check_members(
        self, viewer: Viewer, read: Any, way: Way, found: list[Any], path: str
    ) -> None:
        """Compare which objects a list holds with those of it that the viewer may see."""
        plan = plan_of(way.parent, way.name)
        if not isinstance(plan, ChildList):
            return
        parent = key_of(read["id"])
        due = {
            key
            for key, row in self.world.rows[way.target].items()
            if getattr(row, plan.column) == parent and sees(viewer, self.world.of(way.target, key))
        }
        self.compare(viewer, way.target, path, {key_of(each["id"]) for each in found}, due)

    def compare(
        self, viewer: Viewer, type_name: str, path: str, found: set[UUID], due: set[UUID]
    ) -> None:
        """Compare which objects somebody came to with those he should."""
        self.cells += len(found | due)
        for _ in found - due:
            self.note(type_name, "id", viewer, path, "is there and should not be")
        for _ in due - found:
            self.note(type_name, "id", viewer, path, "is not there and should be")

    def check(self, viewer: Viewer, read: dict[str, Any], path: str) -> None:
        """Compare every value of one object that somebody has come to."""
        type_name, key = read["__typename"], key_of(read["id"])
        facts = self.world.of(type_name, key)
        for name in names_of(type_name):
            # Coming to an object is compared where one does; why words are hidden is told to those
            # from whom they are.
            if name not in read or name == "id" or f"{type_name}.{name}" in reading.WHY_HIDDEN:
                continue
            self.cells += 1
            is_due = may_read(viewer, type_name, name, facts) and self._leads_on(
                viewer, type_name, name, key, facts
            )
            if read[name] is not None:
                self.filled.add((type_name, key, name))
                if not is_due:
                    self.note(type_name, name, viewer, path, "is read and should be hidden")
            elif is_due:
                cell = Cell(type_name, name, viewer.name, path, "is hidden and should be read")
                self.missed.setdefault((type_name, key, name), set()).add(cell)
                if self._is_set(type_name, key, name):
                    self.filled.add((type_name, key, name))

    def _leads_on(self, viewer: Viewer, type_name: str, name: str, key: UUID, facts: Facts) -> bool:
        """Say whether a field that leads to one object leads to one that the viewer may see."""
        plan = plan_of(type_name, name)
        if rules.class_of(type_name, name, facts.tags) != rules.LINKED:
            return True
        way = next(way for way in reading.ways_from(type_name) if way.name == name)
        if isinstance(plan, ToOne):
            target = getattr(self.world.rows[type_name][key], plan.column)
            return target is not None and sees(viewer, self.world.of(way.target, target))
        if not isinstance(plan, BackToOne):
            return True
        return any(
            getattr(row, plan.column) == key and sees(viewer, self.world.of(way.target, target))
            for target, row in self.world.rows[way.target].items()
        )

    def _is_set(self, type_name: str, key: UUID, name: str) -> bool:
        if f"{type_name}.{name}" in reading.NOT_ALWAYS:
            return False
        row, attribute = self.world.rows[type_name][key], attribute_of(type_name, name)
        return attribute is not None and getattr(row, attribute) is not None

    def note(self, type_name: str, name: str, viewer: Viewer, path: str, told: str) -> None:
        """Write down that a cell came out wrong."""
        self.wrong[Cell(type_name, name, viewer.name, path, told)] += 1

    def mistakes(self) -> list[str]:
        """Return every cell that came out wrong, as a sentence with how often."""
        for place, cells in self.missed.items():
            if place in self.filled:
                self.wrong.update(cells)
        self.missed.clear()
        return [
            f"{cell.type_name}.{cell.field} {cell.told}: {cell.viewer}, by {cell.path} ({times}×)"
            for cell, times in sorted(self.wrong.items(), key=lambda each: str(each[0]))
        ]


async def asked(viewer: Viewer, document: str, variables: dict[str, Any] | None = None) -> Any:
    """Return the data of an answer; a document of the matrix never fails."""
    context = graph.Context(viewer.actor, "zh")
    answer = await schema.execute(document, variable_values=variables, context_value=context)
    assert answer.errors is None, (viewer.name, document, answer.errors)
    return answer.data


def ids_of(type_name: str, keys: Iterable[UUID]) -> dict[str, Any]:
    """Return the variables that name these objects."""
    return {"ids": [graph.encode_id(type_name, key) for key in keys]}


def key_of(encoded: str) -> UUID:
    """Return the key in a global id."""
    parts = split_id(encoded)
    assert parts is not None
    return parts[1]


def found_along(read: dict[str, Any], way: Way) -> list[Any]:
    """Return the objects a field led to."""
    found = read[way.name]
    if found is None:
        return []
    if way.shape == "one":
        return [found]
    return found["nodes"] if way.shape == "connection" else found


@cache
def names_of(type_name: str) -> tuple[str, ...]:
    """Return the fields that one reading of an object answers."""
    ones = (way.name for way in reading.ways_from(type_name) if way.shape == "one")
    return (*reading.leaves_of(type_name), *ones)


@cache
def ways_to_read(type_name: str) -> tuple[tuple[Way, ...], ...]:
    """Return every way from a type, and what follows behind those that see through."""
    return tuple(_ways_to_read(type_name))


def _ways_to_read(type_name: str) -> Iterator[tuple[Way, ...]]:
    for way in reading.ways_from(type_name):
        yield (way,)
        if sees_through(way):
            yield from ((way, further) for further in reading.ways_from(way.target))


@cache
def size_of_a_reading(*ways: Way, whole: bool) -> int:
    """Return below how many objects at once one document may read along these ways."""
    ones = [way for way in reading.ways_from(ways[-1].target) if way.shape == "one"]
    cost = 1 + (len(ones) if whole else 0)
    for way in reversed(ways):
        cost = 1 + cost * (1 if way.shape == "one" else reading.LONGEST)
    return max(1, min(AT_ONCE, MOST_COST // cost))


def sees_through(way: Way) -> bool:
    """Say whether a way leads to objects that one may not see by their own rule."""
    plan = plan_of(way.parent, way.name)
    if isinstance(plan, ToOne | BackToOne):
        return plan.sees_through
    return not isinstance(plan, ChildList)


@cache
def _declared(type_name: str) -> dict[str, Any]:
    kind = node_type_called(type_name)
    assert kind is not None
    found = get_object_definition(kind.cls, strict=True).fields
    return {field.graphql_name or to_camel_case(field.python_name): field for field in found}


def plan_of(type_name: str, name: str) -> Any:
    """Return what is declared behind a field; None of a column without conditions or a resolver."""
    declared = _declared(type_name).get(name)
    return declared.plan if isinstance(declared, DeclaredField) else None


def attribute_of(type_name: str, name: str) -> str | None:
    """Return the attribute of the row that a field shows, if it is as simple as that."""
    declared = _declared(type_name)[name]
    if isinstance(declared, AttributeField):
        return declared.attribute or declared.python_name
    plan = plan_of(type_name, name)
    if isinstance(plan, Column):
        return plan.attribute or declared.python_name
    return plan.column if isinstance(plan, ToOne) else None


def batched(keys: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """Yield the keys, so many at a time."""
    every = list(keys)
    return (every[start : start + size] for start in range(0, len(every), size))
