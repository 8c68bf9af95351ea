"""A figure gives a case to the area that held it at the instant, whatever came later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.organizations.remembered import forget_everything
from backend.statistics.counting import count, count_by
from backend.statistics.dimensions import Dimension
from backend.statistics.rebuild import rebuild
from backend.statistics.selection import Asked, select
from backend.submissions.models import Submission
from backend.tasks import actions as tasks
from tests.statistics.test_rebuild import facts
from tests.submissions.cast import DISTRICT, Cast, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")
CITY, OTHER = "320500", "320583"
DAYS = [date(2026, 11, day) for day in (23, 24, 25, 26)]
AREAS = (DISTRICT, OTHER, CITY)


def at(day: date) -> datetime:
    """Return ten o'clock of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


async def held(day: date) -> dict[str, int]:
    """Return how many cases each area alone held at the end of a day, and how the city splits them."""
    asked = {area: Asked(area, as_of=day, includes_subareas=False) for area in AREAS}
    counts = {
        area: (await count(await select(question))).numbers["submissionCount"]
        for area, question in asked.items()
    }
    cells = await count_by(await select(Asked(CITY, as_of=day)), Dimension.AREA)
    split = {cell.key: cell.numbers["submissionCount"] for cell in cells}
    assert split == {area: number for area, number in counts.items() if number}
    return counts


async def moved_twice() -> tuple[Cast, Submission]:
    """Return a case of a district that goes to another one on the next day, then to the city."""
    forget_everything()
    with clock.set_to(at(DAYS[0])):
        cast = await the_cast()
        task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    for day, area in ((DAYS[1], OTHER), (DAYS[2], CITY)):
        with clock.set_to(at(day)):
            await tasks.move_to_area(case, area_code=area, reason="企业已迁址", actor=cast.clerk)
    return cast, case


async def test_past_days_keep_the_area_that_held_the_case_then() -> None:
    await moved_twice()
    with clock.set_to(at(DAYS[3])):
        told = [await held(day) for day in DAYS]
    assert told == [
        {DISTRICT: 1, OTHER: 0, CITY: 0},
        {DISTRICT: 0, OTHER: 1, CITY: 0},
        {DISTRICT: 0, OTHER: 0, CITY: 1},
        {DISTRICT: 0, OTHER: 0, CITY: 1},
    ]


async def test_the_facts_of_a_moved_case_are_told_again_alike() -> None:
    await moved_twice()
    stored = await facts()
    await rebuild()
    assert await facts() == stored
