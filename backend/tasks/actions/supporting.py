"""What a second department is asked for beside the one that leads (协办): asking, and ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.submissions import handling
from backend.submissions.models import REASON_LENGTH, AccessReason, Submission
from backend.tasks import deadlines, policy
from backend.tasks.actions.reach import ensure_in_reach
from backend.tasks.models import Support, SupportState, Task, TaskEnd
from backend.tasks.workflow import (
    MOST_SUPPORTS,
    OPEN_SUPPORT,
    STEPS,
    SUPPORT_STEPS,
    SupportAct,
    TaskAct,
)
from backend.workflow import change, ensure_possible, move


@dataclass(frozen=True, slots=True)
class Asked:
    """A department that supports a task, and what is asked of it."""

    department_id: UUID
    text: str = ""


async def request_support(
    task: Task, *, supports: Sequence[Asked], actor: Actor, expected_version: int | None = None
) -> list[Support]:
    """Ask departments for their opinion beside a task that runs already."""
    seat = policy.ensure_may(TaskAct.REQUEST_SUPPORT, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.REQUEST_SUPPORT], expected_version=expected_version)
    case = await Submission.get(id=task.submission_id)
    taken = {task.department_id, *[one.department_id for one in await open_ones(task)]}
    path = ("input", "supports")
    if not supports:
        raise Invalid(Words("请选择协办部门", "Choose a department"), path=path)
    await check_asked(case, supports, taken=taken, path=path)
    async with unit_of_work():
        return await ask_all(case, task, supports, actor=actor, seat=seat)


async def check_asked(
    case: Submission,
    supports: Sequence[Asked],
    *,
    taken: set[UUID],
    path: tuple[str | int, ...],
) -> None:
    """Raise Invalid unless these are departments in reach, each once, and none that has it already."""
    ids = [asked.department_id for asked in supports]
    if len(ids) > MOST_SUPPORTS or len({*ids, *taken}) != len(ids) + len(taken):
        raise Invalid(
            Words(
                f"协办部门不得重复，最多{MOST_SUPPORTS}个",
                f"Each supporting department once, at most {MOST_SUPPORTS}",
            ),
            path=path,
        )
    for index, department_id in enumerate(ids):
        await ensure_in_reach(case, department_id, path=(*path, index))


async def ask_all(
    case: Submission, task: Task, supports: Sequence[Asked], *, actor: Actor, seat: Seat | None
) -> list[Support]:
    """Create what is asked beside a task; the caller has checked it and holds the unit."""
    if not supports:
        return []
    counts = {
        "open_support_count": task.open_support_count + len(supports),
        "support_count": task.support_count + len(supports),
    }
    await change(task, counts)
    return [await ask_one(case, task, asked, actor=actor, seat=seat) for asked in supports]


async def ask_one(
    case: Submission,
    task: Task,
    asked: Asked,
    *,
    actor: Actor,
    seat: Seat | None,
    previous: Support | None = None,
) -> Support:
    """Create one, let its department see the case and record it. Runs in the unit."""
    now = clock.now()
    due = await deadlines.support_due(task, asked_at=now)
    row = await Support.create(
        task_id=task.id,
        submission_id=task.submission_id,
        round=task.round,
        department_id=asked.department_id,
        lead_id=task.department_id,
        firm_id=task.firm_id,
        complained_of_id=task.complained_of_id,
        previous_support_id=previous.id if previous else None,
        is_final=previous is not None,
        state=SupportState.REQUESTED,
        area_code=task.area_code,
        kind=task.kind,
        assignment=clean_text(asked.text, maximum=REASON_LENGTH) or None,
        also_coordinates=task.lead_also_coordinates
        or await accounts.holds_role(asked.department_id, Role.COORDINATOR),
        requested_at=now,
        due_at=due.exclusive_end,
        due_is_provisional=due.provisional,
    )
    await handling.grant_access(case, asked.department_id, reason=AccessReason.SUPPORT)
    facts = {
        "task_id": task.id,
        "department_id": asked.department_id,
        "due_at": row.due_at,
        "previous_support_id": previous.id if previous else None,
    }
    await tell_support("requested", row, actor=actor, seat=seat, payload=facts)
    return row


async def open_ones(task: Task) -> list[Support]:
    """Return what beside the task is still waited for."""
    return await Support.filter(task_id=task.id, state__in=list(OPEN_SUPPORT)).order_by("id")


async def drop_open(
    task: Task, *, reason: TaskEnd, actor: Actor = SYSTEM, seat: Seat | None = None
) -> None:
    """End what is still asked beside a task that ends; the caller clears the task's count."""
    for row in await open_ones(task):
        await end_one(row, reason=reason)
        await tell_support("cancelled", row, actor=actor, seat=seat, payload={"reason": reason})


async def end_one(
    row: Support, *, reason: TaskEnd, changes: Mapping[str, object] | None = None
) -> None:
    """End one and take its department's sight of the case back."""
    now: datetime = clock.now()
    await move(
        row,
        SUPPORT_STEPS[SupportAct.DROP_SUPPORT],
        changes={"ended_at": now, "end_reason": reason, **(changes or {})},
    )
    others = Support.filter(submission_id=row.submission_id, department_id=row.department_id)
    if not await others.exclude(state=SupportState.CANCELLED).exists():
        await handling.revoke_access(
            row.submission_id, row.department_id, reason=AccessReason.SUPPORT
        )


async def follow_the_lead(old: Task, new: Task, *, actor: Actor, seat: Seat | None) -> None:
    """Let what was asked beside a task go on beside the one that takes its place.

    A department that leads now is no longer asked beside itself.
    """
    rows = await Support.filter(task_id=old.id).order_by("id")
    for row in rows:
        if row.department_id == new.department_id and row.state in OPEN_SUPPORT:
            await end_one(row, reason=TaskEnd.RULED_ELSEWHERE)
            facts = {"reason": TaskEnd.RULED_ELSEWHERE}
            await tell_support("cancelled", row, actor=actor, seat=seat, payload=facts)
        led = {"task_id": new.id, "lead_id": new.department_id}
        coordinates = row.also_coordinates or new.lead_also_coordinates
        await change(row, {**led, "also_coordinates": coordinates})
    waiting = sum(row.state in OPEN_SUPPORT for row in rows)
    await change(new, {"support_count": len(rows), "open_support_count": waiting})


async def tell_support(
    what: str,
    row: Support,
    *,
    actor: Actor,
    seat: Seat | None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Record `support.<what>` on the thread of its case."""
    await record(
        f"support.{what}",
        row,
        actor=actor,
        seat=seat,
        area_code=row.area_code,
        thread_id=row.submission_id,
        payload=payload or {},
    )
