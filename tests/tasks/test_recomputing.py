"""A changed calendar moves open clocks alone, never into the past, and says how many before."""

from __future__ import annotations

from datetime import date

import pytest

from backend import clock
from backend.actor import SYSTEM
from backend.events import Event, deliver, number_new
from backend.organizations import actions as organizations
from backend.organizations.drafts import DayDraft
from backend.submissions.models import Handling, Kind
from backend.tasks import actions as tasks
from backend.tasks.actions import Recount
from backend.tasks.models import Task
from backend.wiring import REACTIONS
from backend.workdays import Day
from tests.submissions.cast import DISTRICT, a_task, the_cast
from tests.tasks.test_returns import MONDAY, on

pytestmark = pytest.mark.usefixtures("database")

OFF = date(2026, 12, 1)


async def set_off(area_code: str, *days: date, is_workday: bool = False) -> None:
    """Give an area days off, and let everybody hear of it."""
    drafts = [DayDraft(day=day, is_workday=is_workday) for day in days]
    await organizations.set_workdays(area_code, drafts, confirmed_years=frozenset(), actor=SYSTEM)
    await number_new()
    await deliver(REACTIONS)


async def test_a_day_off_moves_what_is_open_by_a_working_day() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        task, asked, urgent = [
            await a_task(cast, kind=kind) for kind in (Kind.GENERAL, Kind.GENERAL, Kind.URGENT)
        ]
        await tasks.ask(asked, question="合同编号？", actor=cast.officer)
        before = {row.id: row.due_at for row in await Task.all()}
    with clock.set_to(on(11, 24)):
        days = {OFF: Day(is_workday=False)}
        assert await tasks.preview(DISTRICT, days) == Recount(changed=2)
        assert {row.id: row.due_at for row in await Task.all()} == before
        await set_off(DISTRICT, OFF)
        await set_off(DISTRICT, OFF)
    task, asked = await Task.get(id=task.id), await Task.get(id=asked.id)
    assert (task.due_at, task.original_due_at) == (on(12, 8, 24), on(12, 7, 24))
    assert asked.paused_due_at == on(12, 15, 24)
    assert (await Task.get(id=urgent.id)).due_at == before[urgent.id]
    assert await Event.filter(name="task.due_recomputed").count() == 2
    facts = await Handling.get(submission_id=task.submission_id)
    assert (facts.due_at, facts.paused_due_at) == (on(12, 7, 24), on(12, 8, 24))


async def test_what_was_due_stays_due_and_nothing_moves_into_the_past() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        late = await a_task(cast, kind=Kind.CONSULT)  # due on 30 November
        task = await a_task(cast, kind=Kind.GENERAL)  # due on 7 December
    weekends = [date(2026, 11, day) for day in (28, 29)]
    made_up = {
        day: Day(is_workday=True) for day in [*weekends, date(2026, 12, 5), date(2026, 12, 6)]
    }
    with clock.set_to(on(12, 6)):
        assert await tasks.preview(DISTRICT, made_up) == Recount(changed=1, due_now=1)
        await set_off(DISTRICT, *made_up, is_workday=True)
    assert (await Task.get(id=late.id)).due_at == on(11, 30, 24)
    assert (await Task.get(id=task.id)).due_at == on(12, 6, 24)


async def test_another_district_keeps_its_dues() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
    with clock.set_to(on(11, 24)):
        await set_off("320583", OFF)
    assert (await Task.get(id=task.id)).due_at == on(12, 7, 24)
