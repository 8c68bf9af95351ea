"""The one line of an instruction that the firm may read is released to it."""

from __future__ import annotations

from backend import clock
from backend.actor import Actor, Seat
from backend.db import unit_of_work
from backend.instructions import policy
from backend.instructions.models import Instruction, InstructionLine
from backend.instructions.summaries import Summary, in_words
from backend.instructions.workflow import STEPS, InstructionAct
from backend.organizations.models import Organization
from backend.submissions.models import Submission
from backend.submissions.telling import tell as tell_case
from backend.workflow import move


async def release_summary(
    row: Instruction, *, summary: Summary, actor: Actor, expected_version: int | None = None
) -> None:
    """Let the firm read one line about the instruction; a later one takes its place."""
    seat = policy.ensure_may(InstructionAct.RELEASE_SUMMARY, row, actor=actor)
    async with unit_of_work():
        await keep_summary(row, summary, actor=actor, seat=seat, expected_version=expected_version)


async def keep_summary(
    row: Instruction,
    summary: Summary,
    *,
    actor: Actor,
    seat: Seat,
    expected_version: int | None = None,
) -> None:
    """Write the line on the instruction and on its case; the caller holds the unit."""
    lead = await InstructionLine.get(instruction_id=row.id, position=0)
    department = await Organization.get(id=lead.department_id)
    words = await in_words(summary, area_code=row.area_code, lead=department)
    now = clock.now()
    await move(
        row,
        STEPS[InstructionAct.RELEASE_SUMMARY],
        expected_version=expected_version,
        changes={"summary_zh": words.zh, "summary_en": words.en, "summary_released_at": now},
    )
    case = Submission.filter(id=row.submission_id)
    await case.update(leader_summary_zh=words.zh, leader_summary_en=words.en, leader_summary_at=now)
    await tell_case(
        "leader_summary_released",
        await Submission.get(id=row.submission_id),
        actor=actor,
        seat=seat,
    )
