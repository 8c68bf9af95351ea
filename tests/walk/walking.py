"""The walk: everything refused first, on one object of each kind and state; then every edge, taken."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from tests.stories.people import Answer
from tests.stories.wrong import INPUTS
from tests.walk.city import City, Visitor, in_batches
from tests.walk.machines import Edge, Machine

REFUSED = frozenset({"NOT_FOUND", "NOT_ALLOWED", "NOT_POSSIBLE"})
TAKES_ALL = os.environ.get("LINGJU_TEST_FULL") == "1"
ONE_IN = 10
AT_ONCE = 4
Result = TypeVar("Result")


@dataclass(slots=True)
class Object:
    """One object, as it was brought, and what each visitor reads of it."""

    kind: str
    state: StrEnum
    thing: Answer
    seen: dict[str, Any] = field(default_factory=dict[str, Any])
    is_spent: bool = False
    is_touched: bool = False

    def acts(self, visitor: Visitor) -> list[str]:
        """Return what a visitor is offered."""
        seen = self.seen[visitor.phone]
        return seen["viewerActions"] if seen else []


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act nobody offered, on an object, by somebody."""

    thing: Object
    act: Any
    visitor: Visitor

    def is_drawn(self) -> bool:
        """Whether the short run tries it: one in ten, always the same ones."""
        role, organization = self.visitor.role, self.visitor.organization
        name = f"{self.thing.kind}{self.thing.state}{self.act}{role}{organization}"
        return TAKES_ALL or hashlib.sha256(name.encode()).digest()[0] * ONE_IN < 256


@dataclass
class Walk:
    """One machine, walked through by everybody."""

    machine: Machine
    city: City
    visitors: list[Visitor]
    objects: list[Object] = field(default_factory=list[Object])
    walked: dict[Edge, set[str]] = field(default_factory=dict[Edge, set[str]])
    taken: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    async def go(self) -> None:
        """Bring the objects, try what is not offered, take what is."""
        await self.bring()
        await self.look()
        await self.be_refused()
        await self.take_edges()

    async def bring(self) -> None:
        """Bring one object of each kind to each state."""
        wanted = [
            (name, state)
            for name, kind in self.machine.kinds.items()
            for state in sorted(kind.states)
        ]
        made = await gathered([partial(self.fresh, name, state) for name, state in wanted])
        self.objects = made

    async def fresh(self, kind: str, state: Any) -> Object:
        """Return a new object of a kind in a state."""
        thing = await self.machine.kinds[kind].bring(self.city, state)
        assert thing["state"] == state, (kind, state, thing)
        return Object(kind, state, thing)

    async def look(self) -> None:
        """Let everybody read everything, and the offers be those of the table."""
        ids = [one.thing["id"] for one in self.objects]
        for visitor in self.visitors:
            seen = await self.city.read(visitor.phone, self.machine.type_name, ids)
            for one in self.objects:
                one.seen[visitor.phone] = seen[one.thing["id"]]
        steps = self.machine.steps
        offered = {act.value: step for act, step in steps.items() if step.by == "person"}
        for one in self.objects:
            for visitor in self.visitors:
                for act in one.acts(visitor):
                    if act not in offered or one.state not in offered[act].sources:
                        self.wrong.append(f"{act} offered to {visitor} on {one.kind} {one.state}")

    def attempts(self) -> Iterator[Attempt]:
        """Yield every act that is not offered; what shares its mutation with one offered is none."""
        for one in self.objects:
            for visitor in self.visitors:
                offered = one.acts(visitor)
                served = {
                    self.machine.mutations[act]
                    for act in self.machine.mutations
                    if act.value in offered
                }
                for act, name in self.machine.mutations.items():
                    if name not in served and act in self.machine.said:
                        yield Attempt(one, act, visitor)

    async def given(self, act: Any, thing: Answer) -> Answer:
        """Return a well-formed input of an act on a thing."""
        said = self.machine.said[act]
        more = said if not callable(said) else await said(self.city, thing)
        fields = INPUTS[self.machine.mutations[act]].fields
        about = "id" if "id" in fields else "submissionId"
        read = {about: thing["id"], "expectedVersion": thing["version"]}
        return {**{key: value for key, value in read.items() if key in fields}, **more}

    async def be_refused(self) -> None:
        """Try every act that is not offered: it is refused with a reason and changes nothing."""
        tried = [one for one in self.attempts() if one.is_drawn()]
        inputs: dict[tuple[int, Any], Answer] = {}
        for one in tried:
            key = (id(one.thing), one.act)
            if key not in inputs:
                inputs[key] = await self.given(one.act, one.thing.thing)
        by_visitor: dict[str, list[Attempt]] = {}
        for one in tried:
            by_visitor.setdefault(one.visitor.phone, []).append(one)
        await gathered(
            [partial(self.refused, phone, some, inputs) for phone, some in by_visitor.items()]
        )
        ids = [one.thing["id"] for one in self.objects]
        after = await self.city.read(self.machine.observer, self.machine.type_name, ids)
        for one in self.objects:
            now = after[one.thing["id"]]
            if (now["state"], now["version"]) != (one.thing["state"], one.thing["version"]):
                self.wrong.append(f"{one.kind} {one.state} was changed: {now}")

    async def refused(
        self, phone: str, attempts: list[Attempt], inputs: dict[tuple[int, Any], Answer]
    ) -> None:
        """Let somebody try all that he is not offered."""
        for batch in in_batches(attempts):
            sent = [
                (self.machine.mutations[one.act], inputs[id(one.thing), one.act]) for one in batch
            ]
            for one, errors in zip(batch, await self.city.tried(phone, sent), strict=True):
                codes = {error["code"] for error in errors}
                if not codes or not codes <= REFUSED or not all(each["message"] for each in errors):
                    told = f"{one.act} by {one.visitor.role} of {one.visitor.organization}"
                    self.wrong.append(f"{told} on {one.thing.kind} {one.thing.state}: {errors}")
                self.taken["refusals"] += 1

    def planned(self) -> dict[int, list[tuple[Any, Visitor]]]:
        """Return, by object, every edge once for each role that may; those that stay come first."""
        plan: dict[int, list[tuple[Any, Visitor]]] = {}
        known: set[tuple[Any, Any, str, str]] = set()
        steps = self.machine.steps
        for act in sorted(self.machine.mutations, key=lambda act: steps[act].target is not None):
            apart = self.machine.apart.get(act)
            for one in self.objects:
                if apart is not None and one.kind not in apart:
                    continue
                for visitor in self.visitors:
                    edge = (act, one.state, visitor.role, one.kind if apart else "")
                    if act.value in one.acts(visitor) and edge not in known:
                        known.add(edge)
                        plan.setdefault(id(one), []).append((act, visitor))
        return plan

    async def take_edges(self) -> None:
        """Take every edge."""
        plan = self.planned()
        await gathered(
            [partial(self.take, one, plan[id(one)]) for one in self.objects if id(one) in plan]
        )

    async def take(self, one: Object, plan: list[tuple[Any, Visitor]]) -> None:
        """Take edges from one object, with a fresh one whenever the last one has moved on."""
        for act, visitor in plan:
            if one.is_touched and not one.is_spent:
                kind = self.machine.type_name
                found = await self.city.read(visitor.phone, kind, [one.thing["id"]])
                one.thing = found[one.thing["id"]] or one.thing
                seen = found[one.thing["id"]]
                one.is_spent = not seen or act.value not in seen["viewerActions"]
            if one.is_spent:
                one = await self.fresh(one.kind, one.state)
            await self.serve(one, act, visitor)

    async def serve(self, one: Object, act: Any, visitor: Visitor) -> None:
        """Let somebody take an edge; the object stands where the table says."""
        name = self.machine.mutations[act]
        [errors] = await self.city.tried(visitor.phone, [(name, await self.given(act, one.thing))])
        ident, kind = one.thing["id"], self.machine.type_name
        now = (await self.city.read(self.machine.observer, kind, [ident]))[ident]
        told = f"{act} by {visitor.role} of {visitor.organization} on {one.kind} {one.state}"
        if errors:
            self.wrong.append(f"{told} was offered and refused: {errors}")
        elif now is None:
            self.wrong.append(f"{told} takes it out of sight")
        elif now["state"] not in self.machine.after(act, one.state):
            self.wrong.append(f"{told} leads to {now['state']}")
        else:
            self.note(act, one.state, visitor, ended=now["state"])
        one.is_touched = True
        one.is_spent = (
            one.is_spent or now is None or now["state"] != one.state or act in self.machine.once
        )

    def note(self, act: Any, state: Any, visitor: Visitor, *, ended: str) -> None:
        """Note that an edge was taken: the act's own, or the one its unit took in its place."""
        instead = self.machine.instead.get(act)
        if instead is not None and self.machine.steps[instead].target == ended:
            act = instead
        along = self.machine.along.get(act)
        for taken in (
            act,
            *([along] if along and self.machine.steps[along].target == ended else []),
        ):
            self.walked.setdefault((taken, state), set()).add(visitor.role)
        self.taken["walks"] += 1


async def gathered(work: Sequence[Callable[[], Awaitable[Result]]]) -> list[Result]:
    """Do all of it, a few at once; one that fails ends the others."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(each: Callable[[], Awaitable[Result]]) -> Result:
        async with gate:
            return await each()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(each)) for each in work]
    return [task.result() for task in tasks]
