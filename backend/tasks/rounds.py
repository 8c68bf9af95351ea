"""What the clocks of its tasks make of a round: its due, and whether it was kept. Pure.

A round's due changes only before it has passed. The one exception is a hand-over: whoever takes a
task over late gets a due of his own, and the instant of that is kept beside it. So what a figure
says of a past day stays what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.tasks.models import Task


@dataclass(slots=True)
class TaskClock:
    """One task's part in its round: `due_at` counts its pauses, an open one as if it ran out.

    `filed_at` is when the reply that counts was filed, `done_at` when it had passed, `cancelled_at`
    when the task ended without one. `took_over`: a ruling gave it to another department.
    """

    first_due_at: datetime
    due_at: datetime
    filed_at: datetime | None = None
    done_at: datetime | None = None
    cancelled_at: datetime | None = None
    took_over: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the round's first due tells all there is to tell of this task."""
        return self.due_at == self.first_due_at and not self.took_over and not self.was_missed

    @property
    def was_dropped(self) -> bool:
        """Whether the task was cancelled before it was due: nobody waits for it."""
        return self.cancelled_at is not None and self.cancelled_at < self.due_at

    @property
    def was_missed(self) -> bool:
        """Whether the task was cancelled when it was already late: late stays late."""
        return self.cancelled_at is not None and self.cancelled_at >= self.due_at

    def is_filed_in_time(self) -> bool:
        """Say whether the reply was filed before the task's own due."""
        return self.filed_at is not None and self.filed_at < self.due_at

    def is_done_in_time(self) -> bool:
        """Say whether the reply had also passed by then."""
        return self.done_at is not None and self.done_at < self.due_at

    def is_over(self) -> bool:
        """Say whether nothing more will come of the task."""
        return self.done_at is not None or self.cancelled_at is not None


def clock_of(task: Task) -> TaskClock:
    """Return the task's part in its round."""
    was_paused = task.paused_workdays or task.paused_seconds
    # A recorded extension stands beside the round, not in its clocks.
    stands_beside = task.recorded and not was_paused
    return TaskClock(
        first_due_at=task.original_due_at,
        due_at=task.paused_due_at or (task.original_due_at if stands_beside else task.due_at),
        filed_at=task.claimed_at,
        done_at=task.done_at,
        cancelled_at=task.ended_at,
        took_over=task.took_over,
    )


@dataclass(frozen=True, slots=True)
class RoundDue:
    """What its clocks make of a round, as `handling` keeps it; both None where nothing moved."""

    paused_due_at: datetime | None = None
    in_time: bool | None = None


def due_of_round(clocks: Sequence[TaskClock]) -> RoundDue:
    """Return the round's due as its tasks moved it, and once all is over whether it was kept.

    A round is in time when each of its tasks was filed before its own due. As long as one is
    missing, the round's due is the earliest of those that no reply met; once none is, the latest.
    """
    if all(each.is_plain for each in clocks):
        return RoundDue()
    waited_for = [each for each in clocks if not each.was_dropped]
    unmet = [each.due_at for each in waited_for if not each.is_done_in_time()]
    is_over = all(each.is_over() for each in waited_for)
    return RoundDue(
        paused_due_at=min(unmet) if unmet else max(each.due_at for each in clocks),
        in_time=all(each.is_filed_in_time() for each in waited_for) if is_over else None,
    )
