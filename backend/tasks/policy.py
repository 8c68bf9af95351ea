"""Who may do what with a task: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Seat
from backend.errors import Words, not_allowed
from backend.submissions.policy import rules_on, seat_in_firm
from backend.tasks.models import Task
from backend.tasks.workflow import TaskAct

Rule = Callable[[Actor, Task], Seat | None]


def handles(actor: Actor, task: Task) -> Seat | None:
    """An officer or the head of the department that leads the task."""
    for seat in actor.seats:
        if seat.role in DEPARTMENT_ROLES and seat.organization_id == task.department_id:
            return seat
    return None


def is_the_firm(actor: Actor, task: Task) -> Seat | None:
    """One of the people of the firm whose case it is."""
    return seat_in_firm(actor, task.firm_id)


def reviews(actor: Actor, task: Task) -> Seat | None:
    """Nobody reviews what his own organization leads."""
    return rules_on(
        actor,
        area_code=task.area_code,
        lead_ids=(task.department_id,),
        lead_also_coordinates=task.lead_also_coordinates,
    )


def supervises(actor: Actor, task: Task) -> Seat | None:
    """The area's supervisor."""
    return actor.seat_as(Role.SUPERVISOR, area_code=task.area_code)


def nobody(_actor: Actor, _task: Task) -> Seat | None:
    """No person takes this edge: time or another act's unit does."""
    return None


MAY: Mapping[TaskAct, Rule] = {
    TaskAct.RECORD_CONTACT: handles,
    TaskAct.REPORT_PROGRESS: handles,
    TaskAct.ASK: handles,
    TaskAct.REPLY: is_the_firm,
    TaskAct.RESUME: nobody,
    TaskAct.ANSWER: handles,
    TaskAct.CLAIM: nobody,
    TaskAct.PASS: reviews,
    TaskAct.SEND_BACK: reviews,
    TaskAct.REQUEST_RETURN: handles,
    TaskAct.RULE: reviews,
    TaskAct.REQUEST_EXTENSION: handles,
    TaskAct.DECIDE_EXTENSION: reviews,
    TaskAct.CONTEST: is_the_firm,
    TaskAct.LIST: supervises,
    TaskAct.RESUME_LISTED: handles,
    TaskAct.CANCEL: reviews,
}


def ensure_may(act: TaskAct, task: Task, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, task)
    if seat is None:
        reviews_own = act in {TaskAct.PASS, TaskAct.SEND_BACK} and actor.belongs_to(
            task.department_id
        )
        raise not_allowed(
            Words("不能审核本单位主办的任务", "Nobody reviews what his own organization leads")
            if reviews_own
            else None
        )
    return seat
