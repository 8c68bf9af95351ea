"""The to-do inbox on the graph: one list of what waits for the viewer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import strawberry

from backend import clock, graph
from backend.db import Row, sql
from backend.desk import models, todos
from backend.desk.schema.types import Mention
from backend.desk.todos import Pile, Todo, TodoKind
from backend.graph.connections import COST_OF_A_COUNT, DEFAULT_SIZE, Cut
from backend.graph.directives import page_size
from backend.graph.keyset import Key, Order
from backend.organizations import queries as organizations
from backend.submissions import models as cases
from backend.submissions.schema import Submission
from backend.tasks import models as tasks
from backend.tasks.schema import Task
from backend.workdays import Light, Target, light, targets

strawberry.enum(TodoKind, description="Why something waits for the viewer.")

ORDER = Order(
    (
        Key("sort_at", "sort_at", datetime, is_descending=False, is_nullable=False),
        Key("id", "id", UUID, is_descending=False, is_nullable=False),
    )
)
RULING = Target(workdays=1)
"""A dispute is decided within a working day."""


@strawberry.type
class TodoItem:
    """One thing that waits for the viewer; exactly one of its objects is there."""

    todo: strawberry.Private[Todo]
    kind: TodoKind = strawberry.field(description="Why it waits.")

    @strawberry.field(description="Opaque and stable as long as it waits.")
    def key(self) -> strawberry.ID:
        """Return kind and id."""
        return strawberry.ID(f"{self.todo.kind.value}:{self.todo.id.hex}")

    @strawberry.field(description="By when (exclusive); null for what has no deadline of its own.")
    async def due_at(self) -> datetime | None:
        """Return the deadline of this step, not that of the case."""
        found = await _clock(self.todo)
        return found[1] if found is not None else None

    @strawberry.field(description="The deadline as a light, computed now.")
    async def light(self) -> Light | None:
        """Return how the deadline stands."""
        found = await _clock(self.todo)
        if found is None:
            return None
        started_at, due_at, target, area_code = found
        calendar = await organizations.calendar_of(area_code)
        return light(calendar, target=target, started_at=started_at, due_at=due_at, now=clock.now())

    @strawberry.field(description="The case to verify, dispatch or rule on.")
    def submission(self) -> Submission | None:
        """Return the case."""
        row = self.todo.row
        return Submission.of(row) if isinstance(row, cases.Submission) else None

    @strawberry.field(description="The task to begin, review or rule on.")
    def task(self) -> Task | None:
        """Return the task."""
        row = self.todo.row
        return Task.of(row) if isinstance(row, tasks.Task) else None

    @strawberry.field(description="The mention to settle, with its note.")
    def mention(self) -> Mention | None:
        """Return the mention."""
        row = self.todo.row
        return Mention.of(row) if isinstance(row, models.Mention) else None


@strawberry.type
class TodoItemEdge:
    """A thing to do and its place."""

    cursor: str = strawberry.field(
        description="Opaque position of this item; pass it as `after` or `before`."
    )
    node: TodoItem = strawberry.field(description="The item.")


@strawberry.type
class TodoItemConnection:
    """A page of what waits for the viewer."""

    found: strawberry.Private[list[Todo]]
    has_more: strawberry.Private[bool]
    cut: strawberry.Private[Cut]
    piles: strawberry.Private[list[Pile]]

    @strawberry.field(description="The items of this page with their cursors.")
    def edges(self) -> list[TodoItemEdge]:
        """Return the items and their places."""
        return [TodoItemEdge(cursor=_cursor(todo), node=_item(todo)) for todo in self.found]

    @strawberry.field(description="The items of this page.")
    def nodes(self) -> list[TodoItem]:
        """Return the items."""
        return [_item(todo) for todo in self.found]

    @strawberry.field(description="Position of this page in the whole list.")
    def page_info(self) -> graph.PageInfo:
        """Return where the page begins and ends."""
        cut = self.cut
        return graph.PageInfo(
            has_next_page=cut.before is not None if cut.is_backwards else self.has_more,
            has_previous_page=self.has_more if cut.is_backwards else cut.after is not None,
            start_cursor=_cursor(self.found[0]) if self.found else None,
            end_cursor=_cursor(self.found[-1]) if self.found else None,
        )

    @strawberry.field(
        description="How many items wait in total. Counted only when selected.",
        directives=[graph.Cost(weight=COST_OF_A_COUNT)],
    )
    async def total_count(self) -> int:
        """Return the size of the whole list."""
        return sum((await todos.counts(self.piles)).values())


@strawberry.type
class TodoCount:
    """How many items of one kind wait: as many as the list of that kind holds."""

    kind: TodoKind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description="How many.")


@strawberry.type
class TodoQuery:
    """What waits for the viewer."""

    @strawberry.field(
        description="What waits for the viewer in his offices, most urgent first: by its deadline, "
        "or by since when it waits where it has none.",
        directives=[page_size(DEFAULT_SIZE)],
    )
    async def todos(
        self,
        info: strawberry.Info,
        kinds: list[TodoKind] | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> TodoItemConnection:
        """Return the page asked for."""
        given: Mapping[str, Any] = {"first": first, "after": after, "last": last, "before": before}
        cut = Cut.asked(given, ORDER, default=DEFAULT_SIZE)
        beyond = sql.EVERYTHING
        if cut.after is not None:
            beyond &= ORDER.beyond(cut.after, is_backwards=False)
        if cut.before is not None:
            beyond &= ORDER.beyond(cut.before, is_backwards=True)
        piles = todos.piles(graph.actor_of(info), kinds)
        clause = ORDER.clause(is_backwards=cut.is_backwards)
        found = await todos.page(piles, beyond=beyond, order=clause, limit=cut.size + 1)
        kept = found[: cut.size]
        if cut.is_backwards:
            kept.reverse()
        return TodoItemConnection(found=kept, has_more=len(found) > cut.size, cut=cut, piles=piles)

    @strawberry.field(
        description="How many items of each kind wait; kinds that hold none are left out. At most 7.",
        directives=[graph.Cost(weight=COST_OF_A_COUNT), graph.ListSize(assumed_size=7)],
    )
    async def todo_counts(self, info: strawberry.Info) -> list[TodoCount]:
        """Return the counts in the order of the kinds."""
        found = await todos.counts(todos.piles(graph.actor_of(info)))
        return [TodoCount(kind=kind, count=found[kind]) for kind in TodoKind if found.get(kind, 0)]


def _item(todo: Todo) -> TodoItem:
    return TodoItem(todo=todo, kind=todo.kind)


def _cursor(todo: Todo) -> str:
    return ORDER.cursor(cast("Row", todo))


async def _clock(todo: Todo) -> tuple[datetime, datetime, Target, str] | None:
    """Return when the step's clock started and runs out, its target and its area."""
    row = todo.row
    if isinstance(row, tasks.Task) and todo.kind is TodoKind.START:
        target = targets.first_contact(row.kind)
        return row.assigned_at, row.contact_due_at, target, row.area_code
    if not isinstance(row, cases.Submission):
        return None
    if todo.kind is TodoKind.DECIDE_DISPUTE:
        calendar = await organizations.calendar_of(row.area_code)
        due_at = targets.due_by(RULING, todo.sort_at, calendar).exclusive_end
        return todo.sort_at, due_at, RULING, row.area_code
    is_filed = todo.kind is TodoKind.VERIFY
    started_at = row.filed_at if is_filed else row.accepted_at
    due_at = row.verify_due_at if is_filed else row.dispatch_due_at
    if started_at is None or due_at is None:
        return None
    target = targets.verification(row.kind) if is_filed else targets.dispatch(row.kind)
    return started_at, due_at, target, row.area_code
