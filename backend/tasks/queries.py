"""Who sees which task, and what he may do with it now."""

from __future__ import annotations

from backend import clock
from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.submissions.finding import searched
from backend.submissions.leading import cases_of
from backend.submissions.models import Submission
from backend.submissions.queries import AREA_ROLES, audited_by, complained_of, filed_by_chamber_of
from backend.submissions.queries import visible_to as cases_visible_to
from backend.tasks.models import Support, Task, TaskState
from backend.tasks.policy import MAY, MAY_SUPPORT
from backend.tasks.workflow import STEPS, SUPPORT_STEPS, SupportAct, TaskAct
from backend.workflow import refusal


def visible_to(actor: Actor) -> sql.Where:
    """Tasks of the actor's department, of his area's charge, and of his own firm's cases.

    An auditor reads those of disputed and drawn cases; nobody those of a complaint about his people.
    """
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("task.area_code", actor.areas_as(*AREA_ROLES)) | of_portfolios(actor)
    seen |= sql.is_in("task.department_id", actor.organizations_as(*DEPARTMENT_ROLES))
    seen |= sql.is_in("task.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    seen |= of_cases(filed_by_chamber_of(actor))
    return (seen | of_cases(audited_by(actor))) & not_complained_of(actor)


def not_complained_of(actor: Actor) -> sql.Where:
    """Everything but what belongs to complaints about an organization the actor works for."""
    about = complained_of(actor)
    if not about:
        return sql.EVERYTHING
    return sql.Where("task.complained_of_id IS NULL") | ~sql.is_in("task.complained_of_id", about)


def of_cases(cases: sql.Where) -> sql.Where:
    """Tasks of the cases for which the condition holds."""
    if cases == sql.NOTHING:
        return cases
    return sql.Where(
        f"EXISTS (SELECT 1 FROM submission WHERE submission.id = task.submission_id AND ({cases.text}))",
        cases.values,
    )


def of_portfolios(actor: Actor) -> sql.Where:
    """Tasks of the cases that a deputy leader, or his office, has before him."""
    return of_cases(cases_of(actor))


def of_cases_searched(text: str, actor: Actor) -> sql.Where:
    """Tasks of the cases that a search finds among those the actor sees."""
    wanted = searched(text, actor) & cases_visible_to(actor)
    return sql.Where(
        f"task.submission_id IN (SELECT submission.id FROM submission WHERE {wanted.text})",
        wanted.values,
    )


def not_of_own_side(actor: Actor) -> sql.Where:
    """Tasks that the actor reads in an office, not for his firm or for what his chamber filed."""
    own = sql.is_in("task.firm_id", sorted(actor.organizations_as(Role.ENTREPRENEUR)))
    own |= of_cases(filed_by_chamber_of(actor))
    return sql.EVERYTHING if own == sql.NOTHING else ~own


def awaiting_sample_check() -> sql.Where:
    """Replies that went out, were drawn and nobody has read since."""
    return sql.Where(
        "task.is_sampled AND task.sample_checked_at IS NULL AND task.state = ?", (TaskState.DONE,)
    )


def extension_asked() -> sql.Where:
    """Tasks whose extension waits for a decision: the due moment refuses it."""
    return sql.Where(
        "task.extension_asked_at IS NOT NULL AND COALESCE(task.paused_due_at, task.due_at) > ?",
        (clock.now(),),
    ) & sql.is_in("task.state", sorted(STEPS[TaskAct.DECIDE_EXTENSION].sources))


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


async def standing(case: Submission) -> list[Task]:
    """Return the tasks of the present round that were not ended without a reply, oldest first."""
    return [task for task in await of_round(case) if task.state is not TaskState.CANCELLED]


async def of_round(case: Submission) -> list[Task]:
    """Return the tasks of the case's present round, oldest first."""
    tasks = Task.filter(submission_id=case.id, round=case.round)
    return await tasks.order_by("id")


def supports_visible_to(actor: Actor) -> sql.Where:
    """What is asked of the actor's department or beside its task, and all of his area's charge.

    The firm never reads it; nobody reads what belongs to a complaint about his people.
    """
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("support.area_code", actor.areas_as(*AREA_ROLES))
    departments = actor.organizations_as(*DEPARTMENT_ROLES)
    seen |= sql.is_in("support.department_id", departments)
    seen |= sql.is_in("support.lead_id", departments)
    if cases := _of_tasks("support", of_portfolios(actor)):
        seen |= cases
    if about := complained_of(actor):
        others = sql.Where("support.complained_of_id IS NULL")
        seen &= others | ~sql.is_in("support.complained_of_id", about)
    return seen


def milestones_visible_to(actor: Actor) -> sql.Where:
    """The steps of the plan of a task that the actor sees."""
    return _of_tasks("milestone", visible_to(actor)) or sql.NOTHING


def _of_tasks(table: str, tasks: sql.Where) -> sql.Where | None:
    """Rows of a table whose task fulfils the condition; None where no task does."""
    if tasks == sql.NOTHING:
        return None
    return sql.Where(
        f"EXISTS (SELECT 1 FROM task WHERE task.id = {table}.task_id AND ({tasks.text}))",
        tasks.values,
    )


def support_acts(row: Support, actor: Actor) -> list[SupportAct]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in SUPPORT_STEPS.items()
        if step.by == "person"
        and MAY_SUPPORT[act](actor, row) is not None
        and refusal(row, step) is None
    ]
