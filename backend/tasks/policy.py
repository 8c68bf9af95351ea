"""Who may do what with a task: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Seat
from backend.errors import Words, not_allowed
from backend.submissions.policy import rules_on
from backend.submissions.sides import seat_in_firm
from backend.tasks.models import Support, Task
from backend.tasks.workflow import SupportAct, TaskAct

Rule = Callable[[Actor, Task], Seat | None]
SupportRule = Callable[[Actor, Support], Seat | None]


def has_a_stake(actor: Actor, row: Task | Support) -> bool:
    """It belongs to the case of his own firm, or to one that complains of his own organization."""
    return actor.belongs_to(row.firm_id) or actor.belongs_to(row.complained_of_id)


def handles(actor: Actor, task: Task) -> Seat | None:
    """An officer or the head of the department that leads the task; never for his own firm."""
    if has_a_stake(actor, task):
        return None
    for seat in actor.seats:
        if seat.role in DEPARTMENT_ROLES and seat.organization_id == task.department_id:
            return seat
    return None


def is_the_firm(actor: Actor, task: Task) -> Seat | None:
    """One of the people of the firm whose case it is."""
    return seat_in_firm(actor, task.firm_id)


def reviews(actor: Actor, task: Task) -> Seat | None:
    """Nobody reviews what his own organization leads, or his own firm asked for."""
    if has_a_stake(actor, task):
        return None
    return rules_on(
        actor,
        area_code=task.area_code,
        lead_ids=(task.department_id,),
        lead_also_coordinates=task.lead_also_coordinates,
        complained_of_id=task.complained_of_id,
    )


def supervises(actor: Actor, task: Task) -> Seat | None:
    """The area's supervisor; never for his own firm."""
    if has_a_stake(actor, task):
        return None
    return actor.seat_as(Role.SUPERVISOR, area_code=task.area_code)


def dispatches(actor: Actor, task: Task) -> Seat | None:
    """Whoever gives cases of the area to departments; never for his own firm."""
    if has_a_stake(actor, task):
        return None
    return actor.seat_as(Role.COORDINATOR, Role.FEDERATION, area_code=task.area_code)


def calls_for_the_department(actor: Actor, task: Task) -> Seat | None:
    """The Federation of the area."""
    if has_a_stake(actor, task):
        return None
    return actor.seat_as(Role.FEDERATION, area_code=task.area_code)


def is_in_charge(actor: Actor, task: Task) -> Seat | None:
    """A leader of the area, the deputy whose portfolio holds the department, or their office."""
    if actor.belongs_to(task.department_id) or has_a_stake(actor, task):
        return None
    for seat in actor.seats:
        leaders = [seat] if seat.role is Role.LEADER else [led.seat for led in seat.acts_for]
        if any(
            leader.reaches(
                area_code=task.area_code, category_code=None, lead_ids=(task.department_id,)
            )
            for leader in leaders
        ):
            return seat
    return None


def decides_extension(actor: Actor, task: Task) -> Seat | None:
    """The first extension is granted by whoever reviews, a second one by the leader in charge."""
    return is_in_charge(actor, task) if task.extensions_granted else reviews(actor, task)


def gives_opinion(actor: Actor, row: Support) -> Seat | None:
    """An officer or the head of the department that was asked; never for his own firm."""
    if has_a_stake(actor, row):
        return None
    for seat in actor.seats:
        if seat.role in DEPARTMENT_ROLES and seat.organization_id == row.department_id:
            return seat
    return None


def rules_on_support(actor: Actor, row: Support) -> Seat | None:
    """Nobody rules on what his own organization was asked for, leads, or his own firm asked for."""
    if has_a_stake(actor, row):
        return None
    return rules_on(
        actor,
        area_code=row.area_code,
        lead_ids=(row.department_id, row.lead_id),
        lead_also_coordinates=row.also_coordinates,
        complained_of_id=row.complained_of_id,
    )


def nobody(_actor: Actor, _row: object) -> Seat | None:
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
    TaskAct.DECIDE_EXTENSION: decides_extension,
    TaskAct.CONTEST: is_the_firm,
    TaskAct.LIST: supervises,
    TaskAct.RESUME_LISTED: handles,
    TaskAct.CANCEL: reviews,
    TaskAct.RULE_ELSEWHERE: nobody,
    TaskAct.LAPSE_EXTENSION: nobody,
    TaskAct.CALL_FOR_DEPARTMENT: calls_for_the_department,
    TaskAct.WRITE_TO_FIRM: handles,
    TaskAct.REPORT_MILESTONE: handles,
    TaskAct.REQUEST_SUPPORT: dispatches,
    TaskAct.SAMPLE_CHECK: reviews,
}

MAY_SUPPORT: Mapping[SupportAct, SupportRule] = {
    SupportAct.GIVE_OPINION: gives_opinion,
    SupportAct.DECLINE_SUPPORT: gives_opinion,
    SupportAct.RULE_SUPPORT: rules_on_support,
    SupportAct.DROP_SUPPORT: nobody,
}

OWN_REVIEW = frozenset(
    {
        TaskAct.PASS,
        TaskAct.SEND_BACK,
        TaskAct.RULE,
        TaskAct.DECIDE_EXTENSION,
        TaskAct.CANCEL,
        TaskAct.SAMPLE_CHECK,
    }
)


NOT_ONES_OWN = Words("不能审核本单位主办的任务", "Nobody reviews what his own organization leads")


def ensure_may(act: TaskAct, task: Task, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, task)
    if seat is None:
        own = act in OWN_REVIEW and actor.belongs_to(task.department_id)
        raise not_allowed(NOT_ONES_OWN if own else None)
    return seat


def ensure_may_support(act: SupportAct, row: Support, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY_SUPPORT[act](actor, row)
    if seat is None:
        raise not_allowed(None)
    return seat
