"""A department says a task is not its own; somebody else rules, once and for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.organizations.models import Duty
from backend.submissions import handling
from backend.submissions.models import AccessReason, Submission
from backend.submissions.replies import required_text
from backend.submissions.telling import tell as tell_case
from backend.tasks import policy, queries
from backend.tasks.actions.dispatching import Assignment, make_task
from backend.tasks.actions.finishing import note_dues
from backend.tasks.actions.reach import ensure_in_reach
from backend.tasks.actions.supporting import follow_the_lead
from backend.tasks.models import ReturnReason, Task, TaskEnd
from backend.tasks.telling import tell
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import change, ensure_possible, move


async def request_return(
    task: Task,
    *,
    reason: ReturnReason,
    text: str,
    actor: Actor,
    proposed_department_id: UUID | None = None,
    expected_version: int | None = None,
) -> None:
    """Ask to return a task before the first act: once, within a working day; the clock goes on."""
    seat = policy.ensure_may(TaskAct.REQUEST_RETURN, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.REQUEST_RETURN], expected_version=expected_version)
    text = required_text(text, path=("input", "text"))
    if proposed_department_id == task.department_id:
        raise Invalid(
            Words("请推荐其他部门", "Propose another department"),
            path=("input", "proposedDepartmentId"),
        )
    async with unit_of_work():
        await move(
            task,
            STEPS[TaskAct.REQUEST_RETURN],
            expected_version=expected_version,
            changes={
                "return_used": True,
                "return_reason": reason,
                "return_text": text,
                "proposed_department_id": proposed_department_id,
            },
        )
        facts = {"reason": reason, "proposed_department_id": proposed_department_id}
        await tell("return_requested", task, actor=actor, seat=seat, payload=facts)


async def rule(
    task: Task,
    *,
    text: str,
    actor: Actor,
    department_id: UUID | None = None,
    duty: Duty | None = None,
    expected_version: int | None = None,
) -> Task:
    """Rule on a return: the same department, its due unchanged, or another with its own from today.

    `duty` is what the ruling cites: by default what the department answers for in the case's
    category. Returns the task of whoever has it now; it cannot be returned again.
    """
    seat = policy.ensure_may(TaskAct.RULE, task, actor=actor)
    ensure_possible(task, STEPS[TaskAct.RULE], expected_version=expected_version)
    text = required_text(text, path=("input", "text"))
    case = await Submission.get(id=task.submission_id)
    owner_id = department_id or task.department_id
    cited = await cited_duty(case, owner_id, duty)
    ruled = {"ruling_text": text, "ruling_duty_id": cited, "ruled_at": clock.now()}
    facts = {"department_id": owner_id, "duty_id": cited}
    async with unit_of_work():
        if owner_id == task.department_id:
            step = STEPS[TaskAct.RULE]
            await move(task, step, expected_version=expected_version, changes=ruled)
            await tell("ruled", task, actor=actor, seat=seat, payload=facts)
            return task
        ended = {"ended_at": clock.now(), "end_reason": TaskEnd.RULED_ELSEWHERE}
        await move(
            task,
            STEPS[TaskAct.RULE_ELSEWHERE],
            expected_version=expected_version,
            changes={**ruled, **ended, "open_support_count": 0},
        )
        await tell("ruled", task, actor=actor, seat=seat, payload=facts)
        return await hand_over(task, owner_id, ruled=ruled, actor=actor, seat=seat)


async def cited_duty(case: Submission, department_id: UUID, duty: Duty | None) -> UUID | None:
    """Return the duty a ruling cites; raise Invalid for one of another department."""
    if duty is not None:
        if duty.department_id != department_id:
            raise Invalid(
                Words("引用的职责不属于该部门", "That duty is another department's"),
                path=("input", "dutyId"),
            )
        return duty.id
    own = await Duty.get_or_none(department_id=department_id, category_code=case.category_code)
    return own.id if own else None


async def held_for(task: Task, department_id: UUID) -> Submission:
    """Return the case, held until the unit ends: two returns ruled on at once never go to one
    department. Raises Invalid for one out of reach or with a task of this round already.
    """
    case = await handling.count_tasks(task.submission_id)
    path = ("input", "departmentId")
    await ensure_in_reach(case, department_id, path=path)
    if any(one.department_id == department_id for one in await queries.standing(case)):
        raise Invalid(
            Words("该部门在本轮已有任务", "That department has a task of this round already"),
            path=path,
        )
    return case


async def hand_over(
    old: Task, department_id: UUID, *, ruled: Mapping[str, object], actor: Actor, seat: Seat
) -> Task:
    """Give the task to another department, with what was asked beside it; the caller holds the unit.

    The first department keeps its own task and no longer sees the case.
    """
    now = clock.now()
    case = await held_for(old, department_id)
    given = Assignment(
        department_id,
        text=old.assignment or "",
        previous_task_id=old.id,
        is_instructed=old.is_instructed,
    )
    taken = {"took_over": True, "return_used": True, "sibling_count": old.sibling_count}
    new = await make_task(case, given, assigned_at=now, **taken, **ruled)
    await follow_the_lead(old, new, actor=actor, seat=seat)
    # A department that a leader gave a second task of the round stays with the other one.
    standing = await queries.standing(case)
    stays = any(one.department_id == old.department_id for one in standing)
    is_first = case.lead_department_id == old.department_id and not stays
    await take_the_lead(case, new, standing=standing, is_first=is_first)
    await handling.grant_access(case, new.department_id, reason=AccessReason.TASK)
    if not stays:
        await handling.revoke_access(case.id, old.department_id, reason=AccessReason.TASK)
    if is_first:
        await handling.note_hand_over(
            case, department_id=new.department_id, contact_due_at=new.contact_due_at, at=now
        )
    passed = await handling.note_new_due(case, at=now)
    facts = {
        "round": new.round,
        "task_id": new.id,
        "previous_task_id": old.id,
        "department_id": new.department_id,
        "previous_department_id": old.department_id,
        "is_first": is_first,
        "due_at": new.due_at,
        "contact_due_at": new.contact_due_at,
        "passed_due_at": passed,
    }
    await tell_case("reassigned", case, actor=actor, seat=seat, payload=facts)
    await note_dues(case)
    return new


async def take_the_lead(
    case: Submission, new: Task, *, standing: Sequence[Task], is_first: bool
) -> None:
    """Let the case know who leads it now."""
    columns: dict[str, object] = {
        "lead_ids": [*dict.fromkeys(str(one.department_id) for one in standing)],
        "lead_also_coordinates": any(one.lead_also_coordinates for one in standing),
    }
    if is_first:
        columns["lead_department_id"] = new.department_id
    await change(case, columns)
