"""What a firm had said by a day is what that day shows, whatever it said later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend import clock
from backend.db import sql
from backend.statistics.facts import bound
from backend.statistics.facts import facts as facts_sql
from backend.submissions.models import Grade, Handling, Kind, Outcome, Submission, Verdict
from backend.surveys import actions
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def solved_as_of(instant: datetime) -> list[Verdict]:
    """Return what the firms had said by an instant."""
    text = f"{facts_sql('1 = 1')} SELECT verdict FROM fact"
    found = await sql.fetch(*bound(text, instant=instant))
    return [Verdict(str(row["verdict"])) for row in found]


async def test_a_later_dispute_leaves_the_days_before_it_as_they_were() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    await actions.evaluate(case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED), actor=cast.firm)
    first = clock.now()
    with clock.moved_by(timedelta(days=3)):
        await actions.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    facts = await Handling.get(submission_id=case.id)
    assert (facts.verdict, facts.previous_verdict) == (Verdict.NOT_SOLVED, Verdict.SOLVED)
    assert (facts.grade, facts.previous_grade) == (Grade.SATISFIED, Grade.SATISFIED)
    assert await solved_as_of(first + timedelta(days=1)) == [Verdict.SOLVED]
    assert await solved_as_of(first + timedelta(days=4)) == [Verdict.NOT_SOLVED]
