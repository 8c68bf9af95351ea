"""Who may do what with a case: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Seat
from backend.errors import Words, not_allowed
from backend.submissions.leading import leaders_on
from backend.submissions.models import Submission
from backend.submissions.sides import (
    hides_firm,
    speaks_for_its_side,
    speaks_for_the_firm,
)
from backend.submissions.workflow import Act

Rule = Callable[[Actor, Submission], Seat | None]


def has_a_stake(actor: Actor, row: Submission) -> bool:
    """It is the case of his own firm, or one that complains of his own organization."""
    return actor.belongs_to(row.firm_id) or actor.belongs_to(row.complained_of_id)


def complaint_goes_to(row: Submission) -> Role:
    """A complaint about conduct goes to the supervisor; about the supervisor, to the Federation."""
    return Role.FEDERATION if row.complained_of_supervises else Role.SUPERVISOR


def verifies(actor: Actor, row: Submission) -> Seat | None:
    """The Federation of the area, for a complaint the supervisor; never with a stake in it.

    Who declined it does not verify it again; a complaint under review may also go to the
    Federation, for the area may have one supervisor alone.
    """
    declined_it = row.declined_by_id is not None and row.declined_by_id == actor.person_id
    if has_a_stake(actor, row) or declined_it:
        return None
    if row.complained_of_id is None:
        return actor.seat_as(Role.FEDERATION, area_code=row.area_code)
    others = (Role.FEDERATION, Role.SUPERVISOR) if row.review_used else ()
    return actor.seat_as(complaint_goes_to(row), *others, area_code=row.area_code)


def dispatches(actor: Actor, row: Submission) -> Seat | None:
    """The area's coordinator or Federation, for a complaint the supervisor; never with a stake."""
    if has_a_stake(actor, row):
        return None
    if row.complained_of_id is not None:
        return actor.seat_as(complaint_goes_to(row), area_code=row.area_code)
    return actor.seat_as(Role.COORDINATOR, Role.FEDERATION, area_code=row.area_code)


def rules_on(
    actor: Actor,
    *,
    area_code: str,
    lead_ids: Iterable[UUID],
    lead_also_coordinates: bool,
    complained_of_id: UUID | None = None,
) -> Seat | None:
    """Nobody rules on what his own organization leads, helped to lead or is complained of for.

    The coordinator rules; where a coordinating organization leads, the Federation does; where
    that leads too, the supervisor. On a complaint about conduct the last two rule.
    """
    if any(actor.belongs_to(lead_id) for lead_id in lead_ids):
        return None
    if complained_of_id is not None:
        if actor.belongs_to(complained_of_id):
            return None
        return actor.seat_as(Role.SUPERVISOR, Role.FEDERATION, area_code=area_code)
    if not lead_also_coordinates:
        return actor.seat_as(Role.COORDINATOR, area_code=area_code)
    return actor.seat_as(Role.FEDERATION, Role.SUPERVISOR, Role.COORDINATOR, area_code=area_code)


def leads(row: Submission) -> tuple[UUID, ...]:
    """Return every organization that leads a task of the present round, or answered directly."""
    return tuple(UUID(lead_id) for lead_id in row.lead_ids)


def decides_disputes(actor: Actor, row: Submission) -> Seat | None:
    """Whoever may rule on the round's lead; never on a case of one's own firm."""
    if actor.belongs_to(row.firm_id):
        return None
    return rules_on(
        actor,
        area_code=row.area_code,
        lead_ids=leads(row),
        lead_also_coordinates=row.lead_also_coordinates,
        complained_of_id=row.complained_of_id,
    )


def reveals_contact(actor: Actor, row: Submission) -> Seat | None:
    """Whoever has to call the firm: the department that leads, and the area's Federation.

    A firm that hides itself from departments is called by the Federation alone; one that complains
    of a department also by the supervisor.
    """
    if has_a_stake(actor, row):
        return None
    leading = () if hides_firm(row) else leads(row)
    for seat in actor.seats:
        if seat.role in DEPARTMENT_ROLES and seat.organization_id in leading:
            return seat
    also = () if row.complained_of_id is None else (Role.SUPERVISOR,)
    return actor.seat_as(Role.FEDERATION, *also, area_code=row.area_code)


def audits(actor: Actor, row: Submission) -> Seat | None:
    """The auditor of the area; never with a stake in it."""
    if has_a_stake(actor, row):
        return None
    return actor.seat_as(Role.AUDITOR, area_code=row.area_code)


def instructs(actor: Actor, row: Submission) -> Seat | None:
    """A leader who has the case before him, or his office; never with a stake in it."""
    if has_a_stake(actor, row):
        return None
    return next((lead.seat for lead in leaders_on(actor, row)), None)


def writes_messages(actor: Actor, row: Submission) -> Seat | None:
    """The firm's side, who dispatches the case, and its leader; a department by its task."""
    return speaks_for_its_side(actor, row) or dispatches(actor, row) or instructs(actor, row)


def nobody(_actor: Actor, _row: Submission) -> Seat | None:
    """No person takes this edge: time or another act's unit does."""
    return None


MAY: Mapping[Act, Rule] = {
    Act.FILE: speaks_for_the_firm,
    Act.OPEN: verifies,
    Act.ACCEPT: verifies,
    Act.ACCEPT_AND_DISPATCH: verifies,
    Act.ASK_INFO: verifies,
    Act.ANSWER_INFO: speaks_for_its_side,
    Act.DECLINE: verifies,
    Act.DISPATCH: dispatches,
    Act.ANSWER_DIRECTLY: dispatches,
    Act.PUBLISH_REPLY: nobody,
    Act.CONFIRM: speaks_for_the_firm,
    Act.DISPUTE: speaks_for_the_firm,
    Act.REDO: decides_disputes,
    Act.UPHOLD: decides_disputes,
    Act.TIME_OUT: nobody,
    Act.LAPSE: nobody,
    Act.RECORD_CLOSED: nobody,
    Act.REQUEST_REVIEW: speaks_for_the_firm,
    Act.WITHDRAW: speaks_for_the_firm,
    Act.MOVE: dispatches,
    Act.ADD_INFO: speaks_for_its_side,
    Act.MARK_COMPLAINT: verifies,
    Act.AUDIT_WITHDRAWAL: audits,
    Act.SPLIT: verifies,
    Act.REVEAL_CONTACT: reveals_contact,
    Act.POST_MESSAGE: writes_messages,
    Act.TAKE_OVER: speaks_for_the_firm,
    Act.OBJECT: speaks_for_the_firm,
    Act.INSTRUCT: instructs,
    Act.FORWARD: instructs,
    Act.VERIFY_BESIDE: verifies,
    Act.SEND_TO_LEADER: verifies,
}

FROM_THE_TASK = Words("请在任务里给企业发消息", "A department writes to the firm from its task")

WHY_NOT: Mapping[Act, Words] = {
    Act.POST_MESSAGE: FROM_THE_TASK,
    Act.REDO: Words(
        "本单位主办的诉求，须由其他单位裁定",
        "A case led by your own organization is ruled by others",
    ),
    Act.UPHOLD: Words(
        "本单位主办的诉求，须由其他单位裁定",
        "A case led by your own organization is ruled by others",
    ),
}


def ensure_may(act: Act, row: Submission, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, row)
    if seat is None:
        own = act in WHY_NOT and any(actor.belongs_to(lead_id) for lead_id in leads(row))
        raise not_allowed(WHY_NOT[act] if own else None)
    return seat
