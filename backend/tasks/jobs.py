"""What time does to a task: thin handlers that call the actions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from backend.tasks import actions
from backend.tasks.models import Task
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import refusal


async def lapse_extension(payload: Mapping[str, object]) -> None:
    """A task is due, and nobody has decided on the extension it asked for."""
    task = await Task.get_or_none(id=UUID(str(payload["task_id"])))
    if task is not None:
        await actions.lapse_extension(task)


async def resume(payload: Mapping[str, object]) -> None:
    """The firm did not reply in time."""
    task = await Task.get_or_none(id=UUID(str(payload["task_id"])))
    if task is not None and refusal(task, STEPS[TaskAct.RESUME]) is None:
        await actions.resume(task)
