"""Who may do what with an instruction: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from backend.actor import Actor, Role, Seat
from backend.errors import Words, not_allowed
from backend.instructions.models import Instruction, InstructionLine
from backend.instructions.workflow import InstructionAct, LineAct

LineRule = Callable[[Actor, InstructionLine], Seat | None]
Rule = Callable[[Actor, Instruction], Seat | None]


def heads(actor: Actor, line: InstructionLine) -> Seat | None:
    """The head of the department; an officer reads, but the head answers for it."""
    for seat in actor.seats:
        if seat.role is Role.DEPARTMENT_HEAD and seat.organization_id == line.department_id:
            return seat
    return None


def seat_for_leader(actor: Actor, leader_id: UUID) -> Seat | None:
    """Return the seat in which the actor speaks for a leader: the leader's own, or his office's."""
    for seat in actor.seats:
        if seat.role is Role.LEADER and actor.person_id == leader_id:
            return seat
        if any(led.person_id == leader_id for led in seat.acts_for):
            return seat
    return None


def judges(actor: Actor, line: InstructionLine) -> Seat | None:
    """The leader who spoke, or his office; nobody judges what his own department reported."""
    if actor.belongs_to(line.department_id) or actor.person_id == line.reported_by_id:
        return None
    return seat_for_leader(actor, line.leader_id)


def spoke(actor: Actor, row: Instruction) -> Seat | None:
    """The leader who spoke, or his office."""
    return seat_for_leader(actor, row.leader_id)


MAY_LINE: Mapping[LineAct, LineRule] = {
    LineAct.ACKNOWLEDGE: heads,
    LineAct.REPORT_BACK: heads,
    LineAct.ACCEPT: judges,
    LineAct.NOT_ENOUGH: judges,
}
MAY: Mapping[InstructionAct, Rule] = {
    InstructionAct.CORRECT: spoke,
    InstructionAct.RELEASE_SUMMARY: spoke,
}


def ensure_may_line(act: LineAct, line: InstructionLine, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY_LINE[act](actor, line)
    if seat is None:
        own = act in {LineAct.ACCEPT, LineAct.NOT_ENOUGH} and actor.belongs_to(line.department_id)
        raise not_allowed(
            Words("不能认可本单位的反馈", "Nobody judges what his own department reported")
            if own
            else None
        )
    return seat


def ensure_may(act: InstructionAct, row: Instruction, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, row)
    if seat is None:
        raise not_allowed()
    return seat
