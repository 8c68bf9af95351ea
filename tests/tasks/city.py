"""A city in which anybody does anything he is offered: its people, and what time it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from backend import clock
from backend.actor import SYSTEM, Actor, Role
from backend.events import deliver, number_new
from backend.jobs import run_due
from backend.organizations.actions import set_workdays
from backend.organizations.drafts import DayDraft
from backend.submissions import actions as cases
from backend.submissions.models import Visibility
from backend.wiring import JOBS, REACTIONS
from tests.instructions.cast import a_leader
from tests.submissions.cast import Cast, body, somebody, the_cast
from tests.tasks.test_returns import MONDAY

TEXT = "请尽快办理。"
CITY, OTHER_DISTRICT = "320500", "320583"
OFFICES = ("COMM", "INDIT", "HEALTH", "HRSS")
HOURS = (0.3, 2, 5, 20, 26, 50, 130)


@dataclass
class City:
    """The people, their departments, the cases so far, and what time it is."""

    cast: Cast
    people: list[Actor]
    departments: list[UUID]
    random: Random
    now: datetime = MONDAY
    case_ids: list[UUID] = field(default_factory=list[UUID])
    done: list[str] = field(default_factory=list[str])

    def any_departments(self, most: int = 3) -> list[UUID]:
        """Return some departments, the first one to lead."""
        return self.random.sample(self.departments, self.random.randint(1, most))


async def a_city(seed: int) -> City:
    """Return the city with everybody in his seat on Monday."""
    with clock.set_to(MONDAY):
        cast = await the_cast()
        offices = [await body(code) for code in OFFICES]
        people = [
            cast.firm,
            cast.clerk,
            await somebody(Role.FEDERATION, await body("FED")),
            cast.coordinator,
            cast.supervisor,
            await somebody(Role.AUDITOR, await body("FED"), area_code=CITY),
            await a_leader(),
            *[await somebody(Role.DEPARTMENT_HEAD, each) for each in offices],
        ]
    return City(cast, people, [each.id for each in offices], Random(seed))


async def let_time_pass(city: City) -> None:
    """Move the clock on, and let time and news do what they do."""
    city.now += timedelta(hours=city.random.choice(HOURS))
    with clock.set_to(city.now):
        await settle()


async def settle() -> None:
    """Let every reaction and every timer that is due do its part."""
    while await number_new() + await deliver(REACTIONS) + await run_due(JOBS):
        pass


async def change_the_calendar(city: City) -> None:
    """Declare one of the coming days a day off, or a working day."""
    with clock.set_to(city.now):
        day = clock.today() + timedelta(days=city.random.randint(1, 20))
        draft = DayDraft(day=day, is_workday=city.random.random() < 0.4)
        await set_workdays(CITY, [draft], confirmed_years=frozenset(), actor=SYSTEM)
        await settle()


async def file_one(city: City) -> None:
    """The firm files one sentence."""
    visibility = city.random.choice([Visibility.NORMAL, Visibility.CONFIDENTIAL])
    filing = cases.Filing(
        firm_id=city.cast.firm_id,
        body=f"{TEXT}第{len(city.case_ids)}件",
        visibility=visibility,
        is_urgent=city.random.random() < 0.1,
    )
    with clock.set_to(city.now):
        city.case_ids.append((await cases.file(filing, actor=city.cast.firm)).id)
