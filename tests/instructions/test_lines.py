"""What becomes of an instruction: its lines, a correction, the released line, and who sees it."""

from __future__ import annotations

import pytest

from backend.actor import Actor
from backend.db import sql
from backend.errors import Conflict, NotAllowed, NotPossible
from backend.instructions import queries
from backend.instructions.actions import (
    Saying,
    Summary,
    accept,
    acknowledge,
    issue,
    not_enough,
    release_summary,
    report_back,
)
from backend.instructions.models import Instruction, InstructionLine, LineState, SummaryWording
from backend.submissions import queries as case_queries
from backend.submissions.models import Submission
from tests.instructions.cast import WORDS, an_instruction, case_of, line_of, the_leaders
from tests.submissions.cast import body

pytestmark = pytest.mark.usefixtures("database")


async def test_each_department_answers_for_its_own_line_and_the_least_far_counts() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders, leaders.lead_id, leaders.health_id)
    mine, theirs = (
        await line_of(row, leaders.lead_id),
        await line_of(row, leaders.health_id),
    )
    with pytest.raises(NotAllowed):
        await acknowledge(theirs, actor=leaders.head)
    await acknowledge(mine, actor=leaders.head)
    await report_back(mine, text="已约谈企业", actor=leaders.head)
    assert (await Instruction.get(id=row.id)).state is LineState.ISSUED
    await acknowledge(theirs, actor=leaders.health_head)
    await report_back(theirs, text="已配合", actor=leaders.health_head)
    assert (await Instruction.get(id=row.id)).state is LineState.REPORTED_BACK
    await not_enough(mine, text="请说明还差几家", actor=leaders.mayor)
    assert (mine.state, mine.not_enough_count) == (LineState.ACKNOWLEDGED, 1)
    await report_back(mine, text="还差两家", actor=leaders.head)
    await accept(mine, actor=leaders.mayor)
    await accept(theirs, actor=leaders.mayor)
    assert (await Instruction.get(id=row.id)).state is LineState.CLOSED


async def test_of_two_who_act_on_a_line_at_once_one_reads_a_conflict() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders)
    first, second = await line_of(row, leaders.lead_id), await line_of(row, leaders.lead_id)
    await acknowledge(first, actor=leaders.head)
    with pytest.raises(Conflict):
        await acknowledge(second, actor=leaders.head)


async def test_a_correction_is_a_new_instruction_and_the_old_one_stands_no_more() -> None:
    leaders = await the_leaders()
    old = await an_instruction(leaders, leaders.lead_id, leaders.health_id)
    saying = Saying(text="请卫健委配合。", department_ids=(leaders.lead_id,), corrects=old)
    new = await issue(await case_of(old), saying, actor=leaders.mayor)
    old = await Instruction.get(id=old.id)
    assert (old.text, new.corrects_id) == (WORDS, old.id)
    assert old.superseded_at is not None
    line = await line_of(old, leaders.lead_id)
    with pytest.raises(NotPossible):
        await acknowledge(line, actor=leaders.head)
    seen = case_queries.visible_to(leaders.health_head)
    assert await sql.count(Submission, seen) == 0
    assert await sql.count(Submission, case_queries.visible_to(leaders.head)) == 1
    again = Saying(text=WORDS, department_ids=(leaders.lead_id,), corrects=old)
    with pytest.raises(NotPossible):
        await issue(await case_of(old), again, actor=leaders.mayor)


async def test_only_a_released_line_reaches_the_case() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders)
    assert (await case_of(row)).leader_summary_zh is None
    await release_summary(row, summary=Summary(), actor=leaders.mayor)
    case = await case_of(row)
    comm = await body("COMM")
    assert case.leader_summary_zh == f"区领导已关注，已交{comm.name}办理"
    assert WORDS not in (case.leader_summary_en or "")
    await release_summary(
        await Instruction.get(id=row.id),
        summary=Summary(SummaryWording.NOTED, "领导已阅。"),
        actor=leaders.mayor,
    )
    assert (await case_of(row)).leader_summary_zh == "领导已阅。"


async def counts(actor: Actor) -> tuple[int, int]:
    """Return how many instructions and lines the actor sees."""
    return (
        await sql.count(Instruction, queries.visible_to(actor)),
        await sql.count(InstructionLine, queries.lines_visible_to(actor)),
    )


async def test_departments_see_their_own_lines_and_the_firm_sees_none() -> None:
    leaders = await the_leaders()
    await an_instruction(leaders, leaders.lead_id, leaders.health_id)
    cast = leaders.case_cast
    assert await counts(leaders.mayor) == (1, 2)
    assert await counts(cast.clerk) == await counts(cast.coordinator) == (1, 2)
    assert await counts(cast.supervisor) == (1, 2)
    assert await counts(leaders.head) == await counts(cast.officer) == (1, 1)
    assert await counts(cast.indit_officer) == (0, 0)
    assert await counts(cast.firm) == (0, 0)
