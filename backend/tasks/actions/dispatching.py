"""How a case becomes tasks of departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import clock
from backend.accounts import queries as accounts
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.submissions import handling
from backend.submissions import policy as case_policy
from backend.submissions.actions import take_on
from backend.submissions.models import REASON_LENGTH, AccessReason, Kind, Submission
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.tasks import deadlines, queries
from backend.tasks.actions.reach import ensure_in_reach
from backend.tasks.actions.supporting import Asked, ask_all, check_asked
from backend.tasks.models import Support, Task, TaskState
from backend.workflow import move

MOST_TASKS = 10


@dataclass(frozen=True, slots=True)
class Assignment:
    """One department and what is asked of it; `previous_task_id` links a redone task to the old.

    Behind an instructed one stands a leader: its reply is reviewed before it goes. `supports` are
    asked for their opinion beside it.
    """

    department_id: UUID
    text: str = ""
    previous_task_id: UUID | None = None
    is_instructed: bool = False
    supports: tuple[Asked, ...] = ()


async def accept_and_dispatch(
    submission: Submission,
    *,
    assignments: Sequence[Assignment],
    actor: Actor,
    kind: Kind | None = None,
    category_code: str | None = None,
    expected_version: int | None = None,
) -> list[Task]:
    """受理并交办: one sheet takes the case on and gives it to departments."""
    seat = case_policy.ensure_may(Act.ACCEPT_AND_DISPATCH, submission, actor=actor)
    await check_assignments(submission, assignments)
    async with unit_of_work():
        await take_on(
            submission,
            act=Act.ACCEPT_AND_DISPATCH,
            actor=actor,
            seat=seat,
            expected_version=expected_version,
            kind=kind,
            category_code=category_code,
            changes=await lead_columns(submission, assignments),
        )
        return await assign(submission, assignments, actor=actor, seat=seat)


async def dispatch(
    submission: Submission,
    *,
    assignments: Sequence[Assignment],
    actor: Actor,
    expected_version: int | None = None,
) -> list[Task]:
    """Give an accepted case to departments; their clocks start now."""
    seat = case_policy.ensure_may(Act.DISPATCH, submission, actor=actor)
    await check_assignments(submission, assignments)
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.DISPATCH],
            expected_version=expected_version,
            changes=await lead_columns(submission, assignments),
        )
        return await assign(submission, assignments, actor=actor, seat=seat)


async def redo(
    submission: Submission,
    *,
    actor: Actor,
    text: str = "",
    assignments: Sequence[Assignment] = (),
    expected_version: int | None = None,
) -> list[Task]:
    """Start a new round: by default the same departments, each linked to its old task."""
    seat = None if actor is SYSTEM else case_policy.ensure_may(Act.REDO, submission, actor=actor)
    text = clean_text(text, maximum=REASON_LENGTH, path=("input", "text"))
    # A leader may have given a department a second task of the round: it has the next one once.
    before = dict.fromkeys(task.department_id for task in await queries.standing(submission))
    given = assignments or [Assignment(department_id, text=text) for department_id in before]
    await check_assignments(submission, given)
    async with unit_of_work():
        return await start_round(
            submission,
            given,
            act=Act.REDO,
            actor=actor,
            seat=seat,
            expected_version=expected_version,
        )


async def start_round(
    submission: Submission,
    given: Sequence[Assignment],
    *,
    act: Act,
    actor: Actor,
    seat: Seat | None,
    expected_version: int | None = None,
) -> list[Task]:
    """Begin the next round of a disputed case with these tasks; the caller holds the unit.

    Whoever had one before has it linked to the new one.
    """
    previous_round = submission.round
    before = {task.department_id: task.id for task in await queries.standing(submission)}
    given = [replace(each, previous_task_id=before.get(each.department_id)) for each in given]
    await move(
        submission,
        STEPS[act],
        expected_version=expected_version,
        changes={
            **await lead_columns(submission, given),
            "round": previous_round + 1,
            "closed_at": None,
            "closed_by": None,
            "outcome": None,
            "verdict": None,
            "grade": None,
            "silent_due_at": None,
            "dispute_until": None,
        },
    )
    await handling.begin_round(submission)
    facts = {"round": submission.round, "previous_round": previous_round}
    await tell("redone", submission, actor=actor, seat=seat, payload=facts)
    return await assign(submission, given, actor=actor, seat=seat)


async def check_assignments(submission: Submission, assignments: Sequence[Assignment]) -> None:
    """Raise Invalid unless there are one to ten tasks, each for another department in reach.

    A case goes to departments of its own area, of those above and of those below: never to a
    neighbouring district.
    """
    ids = [assignment.department_id for assignment in assignments]
    if not 1 <= len(ids) <= MOST_TASKS or len(set(ids)) != len(ids):
        raise Invalid(
            Words("请选择一至十个不同的主办部门", "Choose one to ten different departments"),
            path=("input", "departments"),
        )
    for index, department_id in enumerate(ids):
        path = ("input", "departments", index)
        await ensure_in_reach(submission, department_id, path=path)
        supports = assignments[index].supports
        await check_asked(submission, supports, taken={department_id}, path=(*path, "supports"))


async def lead_columns(
    submission: Submission, assignments: Sequence[Assignment]
) -> dict[str, object]:
    """Return what the case keeps of its lead, so that guards need only its own row."""
    lead_ids = [assignment.department_id for assignment in assignments]
    coordinating = [await accounts.holds_role(lead_id, Role.COORDINATOR) for lead_id in lead_ids]
    return {
        "dispatched_at": submission.dispatched_at or clock.now(),
        "open_task_count": len(assignments),
        "waiting_task_count": 0,
        "lead_department_id": lead_ids[0],
        "lead_ids": [str(lead_id) for lead_id in lead_ids],
        "lead_also_coordinates": any(coordinating),
    }


async def assign(
    submission: Submission, assignments: Sequence[Assignment], *, actor: Actor, seat: Seat | None
) -> list[Task]:
    """Create the tasks of the round and let their departments see the case."""
    now = clock.now()
    beside = len(assignments) - 1
    tasks = [
        await make_task(submission, given, assigned_at=now, sibling_count=beside)
        for given in assignments
    ]
    await leave_access_to(submission, tasks)
    lead = tasks[0]
    await handling.note(
        submission,
        department_id=lead.department_id,
        dispatched_at=now,
        due_at=lead.due_at,
        contact_due_at=lead.contact_due_at,
    )
    facts = {
        "round": submission.round,
        "kind": submission.kind,
        "department_id": lead.department_id,
        "due_at": lead.due_at,
        "contact_due_at": lead.contact_due_at,
        "tasks": [
            {"task_id": task.id, "department_id": task.department_id, "due_at": task.due_at}
            for task in tasks
        ],
    }
    await tell("dispatched", submission, actor=actor, seat=seat, payload=facts)
    for task, given in zip(tasks, assignments, strict=True):
        await ask_all(submission, task, given.supports, actor=actor, seat=seat)
    return tasks


async def leave_access_to(submission: Submission, tasks: Sequence[Task]) -> None:
    """Let the departments of the round see the case, and those of the rounds before no longer."""
    now_at_work = {task.department_id for task in tasks}
    earlier = {"submission_id": submission.id, "round__lt": submission.round}
    for old in await Task.filter(**earlier):
        if old.department_id not in now_at_work:
            gone = old.department_id
            await handling.revoke_access(submission.id, gone, reason=AccessReason.TASK)
    for asked in await Support.filter(**earlier):
        gone = asked.department_id
        await handling.revoke_access(submission.id, gone, reason=AccessReason.SUPPORT)
    for department_id in now_at_work:
        await handling.grant_access(submission, department_id, reason=AccessReason.TASK)


async def make_task(
    submission: Submission, given: Assignment, *, assigned_at: datetime, **more: object
) -> Task:
    """Create one department's task with its clocks running; `more` are further columns."""
    area_code, kind = submission.area_code, submission.kind
    due = await deadlines.due(
        kind, assigned_at=assigned_at, area_code=area_code, round_number=submission.round
    )
    given_up_at = await deadlines.return_until(assigned_at=assigned_at, area_code=area_code)
    columns: dict[str, Any] = {"return_until": given_up_at, **more}
    return await Task.create(
        submission_id=submission.id,
        round=submission.round,
        department_id=given.department_id,
        firm_id=submission.firm_id,
        previous_task_id=given.previous_task_id,
        state=TaskState.ASSIGNED,
        area_code=area_code,
        kind=kind,
        assignment=clean_text(given.text, maximum=REASON_LENGTH) or None,
        assigned_at=assigned_at,
        due_at=due.exclusive_end,
        original_due_at=due.exclusive_end,
        due_is_provisional=due.provisional,
        contact_due_at=await deadlines.contact_due(
            kind, assigned_at=assigned_at, area_code=area_code
        ),
        lead_also_coordinates=await accounts.holds_role(given.department_id, Role.COORDINATOR),
        complained_of_id=submission.complained_of_id,
        is_instructed=given.is_instructed,
        is_masked=case_policy.hides_firm(submission),
        **columns,
    )
