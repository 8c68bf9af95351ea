"""The clocks of the tasks of a case, told again from its events. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from backend.events import Event
from backend.tasks.models import TaskEnd
from backend.tasks.rounds import TaskClock

Clocks = dict[str, TaskClock]
"""The clocks of one round by task."""


def clocks_of(events: Iterable[Event]) -> dict[int, Clocks]:
    """Return the clocks of every round that went to departments; events as they were recorded."""
    rounds: dict[int, Clocks] = {}
    running: Clocks = {}
    is_recorded = False
    for event in events:
        if event.name == "submission.filed":
            is_recorded = bool(event.payload.get("recorded", False))
        elif event.name == "submission.dispatched":
            number = cast("int", event.payload["round"])
            rounds[number] = running = _started(event)
        elif event.name == "submission.task_added":
            _joined(running, event)
        elif event.name == "submission.reassigned":
            _reassigned(running, event)
        elif event.name == "task.extension_granted" and is_recorded:
            continue  # a recorded extension stands beside the round, not in its clocks
        elif event.name in _TELLINGS and (clock := running.get(str(event.aggregate_id))):
            _TELLINGS[event.name](clock, event)
    return rounds


def _started(event: Event) -> Clocks:
    tasks = cast("Sequence[Mapping[str, str]]", event.payload["tasks"])
    dues = {each["task_id"]: datetime.fromisoformat(each["due_at"]) for each in tasks}
    return {task_id: TaskClock(due_at, due_at) for task_id, due_at in dues.items()}


def _moved(clock: TaskClock, event: Event) -> None:
    """A question names the due if nobody replies; its end names the one that stands."""
    if due_at := event.payload.get("due_at"):
        clock.due_at = datetime.fromisoformat(str(due_at))


def _reassigned(running: Clocks, event: Event) -> None:
    """Another department took a task over, with a due of its own."""
    said = cast("Mapping[str, str]", event.payload)
    del running[said["previous_task_id"]]
    due_at = datetime.fromisoformat(said["due_at"])
    running[said["task_id"]] = TaskClock(due_at, due_at, took_over=True)


def _joined(running: Clocks, event: Event) -> None:
    """A leader gave another department a task beside, with a due of its own."""
    said = cast("Mapping[str, str]", event.payload)
    due_at = datetime.fromisoformat(said["due_at"])
    running[said["task_id"]] = TaskClock(due_at, due_at, took_over=True)


def _cancelled(clock: TaskClock, event: Event) -> None:
    """A task ended, with the due that its pause had made; one of a withdrawn case keeps its clock."""
    if event.payload.get("reason") == TaskEnd.WITHDRAWN:
        return
    _moved(clock, event)
    clock.filed_at, clock.cancelled_at = None, event.occurred_at


def _filed(clock: TaskClock, event: Event) -> None:
    clock.filed_at = event.occurred_at
    if not event.payload["claimed"]:
        clock.done_at = event.occurred_at


def _sent_back(clock: TaskClock, _event: Event) -> None:
    clock.filed_at = None


def _passed(clock: TaskClock, event: Event) -> None:
    clock.done_at = event.occurred_at


_TELLINGS: Mapping[str, Callable[[TaskClock, Event], None]] = {
    "task.asked": _moved,
    "task.cancelled": _cancelled,
    "task.contested": _moved,
    "task.due_recomputed": _moved,
    "task.extension_granted": _moved,
    "task.listed": _moved,
    "task.progress_reported": _moved,
    "task.replied": _moved,
    "task.resumed": _moved,
    "task.answered": _filed,
    "task.sent_back": _sent_back,
    "task.passed": _passed,
}
