"""Who sees which instruction, what he may do with it now, and what stands on a leader's desk."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.instructions.models import Instruction, InstructionLine, LineState
from backend.instructions.policy import MAY, MAY_LINE
from backend.instructions.workflow import LINE_STEPS, STEPS, InstructionAct, LineAct
from backend.submissions import queries as cases
from backend.submissions.leading import cases_of
from backend.submissions.models import Kind
from backend.submissions.workflow import OPEN_STATES
from backend.workflow import refusal

READ_IT = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.LEADER_OFFICE,
)
DISPUTES_FOR_A_LEADER = 3
"""From the third dispute on a case stands before the leader."""


def of_offices(actor: Actor, table: str) -> sql.Where:
    """Rows about cases in charge of the actor's offices; firms and auditors read none of them."""
    charge = sql.is_in("submission.area_code", sorted(actor.areas_as(*READ_IT))) | cases_of(actor)
    if charge == sql.NOTHING:
        return sql.NOTHING
    seen = charge & cases.visible_to(actor)
    return sql.Where(
        f"EXISTS (SELECT 1 FROM submission WHERE submission.id = {table}.submission_id "
        f"AND ({seen.text}))",
        seen.values,
    )


def lines_visible_to(actor: Actor) -> sql.Where:
    """Lines of the area's offices and of the actor's own department."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    own = sql.is_in("instruction_line.department_id", actor.organizations_as(*DEPARTMENT_ROLES))
    return of_offices(actor, "instruction_line") | own


def visible_to(actor: Actor) -> sql.Where:
    """Instructions of the area's offices, and those with a line for the actor's department."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = of_offices(actor, "instruction")
    if departments := actor.organizations_as(*DEPARTMENT_ROLES):
        own = sql.is_in("instruction_line.department_id", departments)
        seen |= sql.Where(
            "EXISTS (SELECT 1 FROM instruction_line WHERE "
            f"instruction_line.instruction_id = instruction.id AND {own.text})",
            own.values,
        )
    return seen


def leader_ids(actor: Actor) -> list[UUID]:
    """Return the leaders whose desk the actor sits at: his own, and those his office acts for."""
    return sorted({led.person_id for led in actor.leading})


def reads_visible_to(actor: Actor) -> sql.Where:
    """Read marks stand on the leader's own desk and at his office alone."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    return sql.is_in("leader_read.leader_id", leader_ids(actor))


def sent_visible_to(actor: Actor) -> sql.Where:
    """What was put before a leader: he, his office, and the offices of the case."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    area = sql.is_in("submission.area_code", sorted(actor.areas_as(Role.FEDERATION)))
    offices = sql.NOTHING
    if area != sql.NOTHING:
        seen = area & cases.visible_to(actor)
        offices = sql.Where(
            "EXISTS (SELECT 1 FROM submission WHERE submission.id = sent_to_leader.submission_id "
            f"AND ({seen.text}))",
            seen.values,
        )
    return offices | sql.is_in("sent_to_leader.leader_id", leader_ids(actor))


def viewer_line_acts(line: InstructionLine, actor: Actor) -> list[LineAct]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in LINE_STEPS.items()
        if MAY_LINE[act](actor, line) is not None and refusal(line, step) is None
    ]


def viewer_acts(row: Instruction, actor: Actor) -> list[InstructionAct]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in STEPS.items()
        if MAY[act](actor, row) is not None and refusal(row, step) is None
    ]


def is_overdue(line: InstructionLine) -> bool:
    """Say whether the department is late: with its report, or already with acknowledging."""
    if line.superseded_at is not None:
        return False
    now = clock.now()
    if line.state is LineState.ISSUED and now >= line.acknowledge_due_at:
        return True
    return line.state in {LineState.ISSUED, LineState.ACKNOWLEDGED} and now >= line.due_at


def overdue_lines() -> sql.Where:
    """The same of rows of `instruction_line`."""
    now = clock.now()
    return sql.Where(
        "instruction_line.superseded_at IS NULL AND "
        "((instruction_line.state = ? AND instruction_line.acknowledge_due_at <= ?) OR "
        "(instruction_line.state IN (?, ?) AND instruction_line.due_at <= ?))",
        (LineState.ISSUED, now, LineState.ISSUED, LineState.ACKNOWLEDGED, now),
    )


def with_a_line(condition: sql.Where) -> sql.Where:
    """Instructions of which a line fulfils the condition."""
    return sql.Where(
        "instruction.id IN (SELECT instruction_line.instruction_id FROM instruction_line "
        f"WHERE {condition.text})",
        condition.values,
    )


def spoken_by_the_desk(actor: Actor) -> sql.Where:
    """Instructions of the leaders at whose desk the actor sits."""
    return sql.is_in("instruction.leader_id", leader_ids(actor))


def overdue_of_the_desk(actor: Actor) -> sql.Where:
    """Of these, the ones with a late department."""
    lines = sql.is_in("instruction_line.leader_id", leader_ids(actor)) & overdue_lines()
    return spoken_by_the_desk(actor) & with_a_line(lines)


def reported_back_to_the_desk(actor: Actor) -> sql.Where:
    """Of these, the ones with a report that waits for the leader's word."""
    waiting = sql.Where(
        "instruction_line.superseded_at IS NULL AND instruction_line.state = ?",
        (LineState.REPORTED_BACK,),
    )
    lines = sql.is_in("instruction_line.leader_id", leader_ids(actor)) & waiting
    return spoken_by_the_desk(actor) & with_a_line(lines)


def open_of_the_desk(actor: Actor) -> sql.Where:
    """Of these, the ones that stand and are not closed."""
    stands = sql.Where(
        "instruction.superseded_at IS NULL AND instruction.state <> ?", (LineState.CLOSED,)
    )
    return spoken_by_the_desk(actor) & stands


def before_the_desk(actor: Actor) -> sql.Where:
    """Open cases that belong before the actor's leaders.

    Urgent ones, those disputed for the third time, instructed ones, and those that the Federation
    sent to one of them. They are narrowed further to what each leader may see.
    """
    leaders = leader_ids(actor)
    if not leaders:
        return sql.NOTHING
    sent = sql.is_in("sent_to_leader.leader_id", leaders)
    reasons = sql.Where(
        "submission.kind = ? OR submission.dispute_count >= ? OR submission.instructed_at IS NOT NULL",
        (Kind.URGENT, DISPUTES_FOR_A_LEADER),
    ) | sql.Where(
        "EXISTS (SELECT 1 FROM sent_to_leader WHERE sent_to_leader.submission_id = submission.id "
        f"AND {sent.text})",
        sent.values,
    )
    reach = sql.NOTHING
    for led in actor.leading:
        reach |= sql.is_in("submission.area_code", sorted(led.seat.area_codes))
    return sql.is_in("submission.state", sorted(OPEN_STATES)) & reasons & (reach | cases_of(actor))


def to_read(actor: Actor) -> sql.Where:
    """Of these, the ones that none of the actor's leaders has read since they came before him."""
    read = sql.is_in("leader_read.leader_id", leader_ids(actor))
    sent = sql.is_in("sent_to_leader.leader_id", leader_ids(actor))
    if read == sql.NOTHING:
        return sql.NOTHING
    was_read = sql.Where(
        "EXISTS (SELECT 1 FROM leader_read WHERE leader_read.submission_id = submission.id "
        f"AND {read.text} AND NOT EXISTS (SELECT 1 FROM sent_to_leader WHERE "
        f"sent_to_leader.submission_id = submission.id AND {sent.text} "
        "AND sent_to_leader.sent_at > leader_read.last_read_at))",
        (*read.values, *sent.values),
    )
    return before_the_desk(actor) & ~was_read


async def lines_of(row: Instruction) -> list[InstructionLine]:
    """Return the lines of an instruction, the lead's first."""
    return await InstructionLine.filter(instruction_id=row.id).order_by("position")
