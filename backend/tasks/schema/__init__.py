"""The task on the graph: types, inputs, queries, mutations."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.tasks.schema.beside import Support, SupportMutation, SupportQuery
from backend.tasks.schema.dispatching import DispatchMutation
from backend.tasks.schema.leaving import LeavingMutation
from backend.tasks.schema.mutations import TaskMutation
from backend.tasks.schema.objecting import ObjectingMutation
from backend.tasks.schema.ruling import CourseMutation
from backend.tasks.schema.types import ORDERS, Task, TaskFilter

__all__ = [
    "CourseMutation",
    "DispatchMutation",
    "LeavingMutation",
    "ObjectingMutation",
    "Support",
    "SupportMutation",
    "SupportQuery",
    "Task",
    "TaskFilter",
    "TaskMutation",
    "TaskQuery",
]


@strawberry.type
class TaskQuery:
    """Reading tasks."""

    tasks: graph.Connection[Task] = graph.connection(
        Task,
        filter=TaskFilter,
        order=ORDERS,
        default_order="due_at",
        description="The tasks visible to the viewer, next due first.",
    )
    task: Task | None = graph.by_id(Task, description="One task; null when unknown or not visible.")
