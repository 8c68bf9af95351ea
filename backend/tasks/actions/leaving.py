"""A case leaves with its open tasks, in one unit: withdrawn by its firm, or moved to another area."""

from __future__ import annotations

from backend.actor import Actor
from backend.db import sql, unit_of_work
from backend.errors import NotPossible, Words
from backend.organizations import queries as organizations
from backend.submissions import actions as cases
from backend.submissions.models import Move, Submission, SubmissionAccess, WithdrawalReason
from backend.tasks import queries
from backend.tasks.actions.cancelling import end_all
from backend.tasks.actions.supporting import open_ones
from backend.tasks.models import Task, TaskEnd
from backend.tasks.workflow import OPEN_STATES

FOLLOWING = ("task", "support")
"""The rows that go where their case goes: whose area decides who sees and reviews them."""


async def withdraw(
    submission: Submission,
    *,
    reason: WithdrawalReason,
    text: str,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Take the case back as its firm, and with it everything departments still had to do.

    The clocks of its round stay as they were: a withdrawn case stands in no figure.
    """
    async with unit_of_work():
        seat = await cases.withdraw(
            submission, reason=reason, text=text, actor=actor, expected_version=expected_version
        )
        await end_all(
            submission.id,
            round_number=submission.round,
            reason=TaskEnd.WITHDRAWN,
            actor=actor,
            seat=seat,
        )


async def open_tasks(submission: Submission) -> list[Task]:
    """Return what departments still have to do in the present round."""
    return [task for task in await queries.of_round(submission) if task.state in OPEN_STATES]


async def move_to_area(
    submission: Submission,
    *,
    area_code: str,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> Move:
    """Give the case to another area, with its tasks and their clocks as they run.

    Raises NotPossible when a department that still has to reply, or to give its opinion, does not
    work for that area. Whoever does not, and is done, sees the case no more.
    """
    async with unit_of_work():
        gone = await cases.move_to(
            submission,
            area_code=area_code,
            reason=reason,
            actor=actor,
            expected_version=expected_version,
        )
        await ensure_served(submission, area_code=area_code)
        for table in FOLLOWING:
            await sql.execute(
                f"UPDATE {table} SET area_code = ?, version = version + 1 WHERE submission_id = ?",
                (area_code, submission.id),
            )
        for given in await SubmissionAccess.filter(submission_id=submission.id):
            if not await organizations.is_department(given.organization_id, area_code=area_code):
                await given.delete()
    return gone


async def ensure_served(submission: Submission, *, area_code: str) -> None:
    """Raise NotPossible unless every department at work on the case also works for the area."""
    tasks = await open_tasks(submission)
    asked = [one for task in tasks for one in await open_ones(task)]
    for row in (*tasks, *asked):
        if not await organizations.is_department(row.department_id, area_code=area_code):
            raise NotPossible(
                Words(
                    "承办或协办部门不服务该地区：请先取消其任务，或待其答复后再移送",
                    "A department at work on the case does not serve that area: "
                    "cancel its task first, or wait for its reply",
                ),
                path=("input", "areaCode"),
            )
