"""Who sees which task, and what he may do with it now."""

from __future__ import annotations

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.submissions.models import Submission
from backend.submissions.queries import AREA_ROLES
from backend.tasks.models import Task
from backend.tasks.policy import MAY
from backend.tasks.workflow import STEPS, TaskAct
from backend.workflow import refusal


def visible_to(actor: Actor) -> sql.Where:
    """Tasks of the actor's department, of his area's charge, and of his own firm's cases."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("task.area_code", actor.areas_as(*AREA_ROLES))
    seen |= sql.is_in("task.department_id", actor.organizations_as(*DEPARTMENT_ROLES))
    seen |= sql.is_in("task.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    return seen


def viewer_acts(task: Task, actor: Actor) -> list[TaskAct]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in STEPS.items()
        if step.offered
        and step.by == "person"
        and MAY[act](actor, task) is not None
        and refusal(task, step) is None
    ]


async def of_round(case: Submission) -> list[Task]:
    """Return the tasks of the case's present round, oldest first."""
    tasks = Task.filter(submission_id=case.id, round=case.round)
    return await tasks.order_by("id")
