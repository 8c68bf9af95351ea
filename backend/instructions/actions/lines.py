"""The departments acknowledge and report back, each for itself; the leader has the last word."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor, Role
from backend.db import sql, unit_of_work
from backend.instructions import policy
from backend.instructions.models import TEXT_LENGTH, InstructionLine, LineState
from backend.instructions.telling import tell
from backend.instructions.workflow import LINE_STEPS, LineAct
from backend.submissions.replies import required_text
from backend.workflow import move

_LEAST_FAR_FIRST = tuple(LineState)


async def acknowledge(
    line: InstructionLine, *, actor: Actor, expected_version: int | None = None
) -> None:
    """The head has read it and takes it on."""
    seat = policy.ensure_may_line(LineAct.ACKNOWLEDGE, line, actor=actor)
    async with unit_of_work():
        await move(
            line,
            LINE_STEPS[LineAct.ACKNOWLEDGE],
            expected_version=expected_version,
            changes={"acknowledged_at": clock.now(), "acknowledged_by_id": actor.person_id},
        )
        await follow(line)
        await tell("acknowledged", line, actor=actor, seat=seat)


async def report_back(
    line: InstructionLine, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """The head reports to the leader what came of it."""
    seat = policy.ensure_may_line(LineAct.REPORT_BACK, line, actor=actor)
    text = required_text(text, path=("input", "text"), maximum=TEXT_LENGTH)
    async with unit_of_work():
        await move(
            line,
            LINE_STEPS[LineAct.REPORT_BACK],
            expected_version=expected_version,
            changes={
                "report": text,
                "reported_at": clock.now(),
                "reported_by_id": actor.person_id,
            },
        )
        await follow(line)
        await tell("reported_back", line, actor=actor, seat=seat)


async def accept(
    line: InstructionLine, *, actor: Actor, expected_version: int | None = None
) -> None:
    """The leader, or his office for him, is content with the report."""
    seat = policy.ensure_may_line(LineAct.ACCEPT, line, actor=actor)
    office_id = seat.organization_id if seat.role is Role.LEADER_OFFICE else None
    async with unit_of_work():
        await move(
            line,
            LINE_STEPS[LineAct.ACCEPT],
            expected_version=expected_version,
            changes={"closed_at": clock.now(), "closing_office_id": office_id},
        )
        await follow(line)
        await tell("accepted", line, actor=actor, seat=seat, payload={"office_id": office_id})


async def not_enough(
    line: InstructionLine, *, text: str, actor: Actor, expected_version: int | None = None
) -> None:
    """The leader asks for more; the due day stays."""
    seat = policy.ensure_may_line(LineAct.NOT_ENOUGH, line, actor=actor)
    text = required_text(text, path=("input", "text"), maximum=TEXT_LENGTH)
    office_id = seat.organization_id if seat.role is Role.LEADER_OFFICE else None
    async with unit_of_work():
        await move(
            line,
            LINE_STEPS[LineAct.NOT_ENOUGH],
            expected_version=expected_version,
            changes={"not_enough": text, "not_enough_count": line.not_enough_count + 1},
        )
        await follow(line)
        await tell("sent_back", line, actor=actor, seat=seat, payload={"office_id": office_id})


async def follow(line: InstructionLine) -> None:
    """Bring the whole instruction to where its least far line stands; runs in the line's unit."""
    # The first write holds the row: two departments at once do not overlook each other.
    await sql.execute(
        "UPDATE instruction SET version = version + 1 WHERE id = ?", (line.instruction_id,)
    )
    lines = await InstructionLine.filter(instruction_id=line.instruction_id)
    state = min((each.state for each in lines), key=_LEAST_FAR_FIRST.index)
    await sql.execute("UPDATE instruction SET state = ? WHERE id = ?", (state, line.instruction_id))
