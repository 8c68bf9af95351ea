"""A supporting department gives its opinion or declines; somebody else rules on a refusal."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.submissions.models import REPLY_LENGTH, Submission
from backend.submissions.replies import required_text
from backend.tasks import policy
from backend.tasks.actions.supporting import (
    Asked,
    ask_one,
    check_asked,
    end_one,
    open_ones,
    tell_support,
)
from backend.tasks.models import ReturnReason, Support, Task, TaskEnd
from backend.tasks.workflow import SUPPORT_STEPS, SupportAct
from backend.workflow import change, ensure_possible, move


async def give_opinion(
    row: Support, *, opinion: str, actor: Actor, expected_version: int | None = None
) -> None:
    """Give the opinion that was asked for; the lead reads it and owns the result."""
    seat = policy.ensure_may_support(SupportAct.GIVE_OPINION, row, actor=actor)
    opinion = required_text(opinion, path=("input", "opinion"), maximum=REPLY_LENGTH)
    async with unit_of_work():
        await move(
            row,
            SUPPORT_STEPS[SupportAct.GIVE_OPINION],
            expected_version=expected_version,
            changes={
                "opinion": opinion,
                "given_at": clock.now(),
                "officer_id": actor.person_id,
            },
        )
        await close_one(row.task_id)
        await tell_support("opinion_given", row, actor=actor, seat=seat)


async def decline(
    row: Support,
    *,
    reason: ReturnReason,
    text: str,
    actor: Actor,
    proposed_department_id: UUID | None = None,
    expected_version: int | None = None,
) -> None:
    """Decline, once, with a reason and who should be asked instead; somebody rules on it."""
    seat = policy.ensure_may_support(SupportAct.DECLINE_SUPPORT, row, actor=actor)
    text = required_text(text, path=("input", "text"))
    async with unit_of_work():
        await move(
            row,
            SUPPORT_STEPS[SupportAct.DECLINE_SUPPORT],
            expected_version=expected_version,
            changes={
                "decline_reason": reason,
                "decline_text": text,
                "declined_at": clock.now(),
                "proposed_department_id": proposed_department_id,
            },
        )
        facts = {"reason": reason, "proposed_department_id": proposed_department_id}
        await tell_support("declined", row, actor=actor, seat=seat, payload=facts)


async def rule(
    row: Support,
    *,
    text: str,
    actor: Actor,
    department_id: UUID | None = None,
    is_dropped: bool = False,
    expected_version: int | None = None,
) -> Support:
    """Rule on a refusal: dropped, another department, or the same again; the last two are final.

    The same department keeps its due date; another one has its own from now on.
    """
    seat = policy.ensure_may_support(SupportAct.RULE_SUPPORT, row, actor=actor)
    text = required_text(text, path=("input", "text"))
    step = SUPPORT_STEPS[SupportAct.RULE_SUPPORT]
    ensure_possible(row, step, expected_version=expected_version)
    is_elsewhere = department_id not in {None, row.department_id}
    if is_dropped and is_elsewhere:
        raise Invalid(
            Words("不再协办时不能指定部门", "What is dropped goes to no department"),
            path=("input", "departmentId"),
        )
    ruled = {"ruling_text": text, "ruled_at": clock.now(), "is_final": True}
    async with unit_of_work():
        if not is_dropped and not is_elsewhere:
            await move(row, step, expected_version=expected_version, changes=ruled)
            facts = {"department_id": row.department_id, "is_dropped": False}
            await tell_support("ruled", row, actor=actor, seat=seat, payload=facts)
            return row
        await end_one(row, reason=TaskEnd.RULED_ELSEWHERE, changes=ruled)
        facts = {"department_id": department_id, "is_dropped": is_dropped}
        await tell_support("ruled", row, actor=actor, seat=seat, payload=facts)
        if department_id is None or is_dropped:
            await close_one(row.task_id)
            return row
        return await ask_elsewhere(row, department_id, actor=actor, seat=seat)


async def ask_elsewhere(
    row: Support, department_id: UUID, *, actor: Actor, seat: Seat | None
) -> Support:
    """Ask another department in the place of one that declined. Runs in the unit."""
    task = await Task.get(id=row.task_id)
    # Holding the task first: of two refusals ruled on at once one reads a conflict, and no
    # department is asked twice.
    await change(task, {})
    case = await Submission.get(id=row.submission_id)
    taken = {task.department_id, *[one.department_id for one in await open_ones(task)]}
    path = ("input", "departmentId")
    asked = Asked(department_id, row.assignment or "")
    await check_asked(case, [asked], taken=taken, path=path)
    return await ask_one(case, task, asked, actor=actor, seat=seat, previous=row)


async def close_one(task_id: UUID) -> None:
    """Let the task know that it waits for one opinion less."""
    task = await Task.get(id=task_id)
    await change(task, {"open_support_count": task.open_support_count - 1})
