"""Keeping the working days of an area on the graph."""

from __future__ import annotations

from datetime import date

import strawberry

from backend import graph
from backend.actor import Scope
from backend.errors import Invalid, Words
from backend.organizations import actions, queries
from backend.organizations.drafts import DayDraft
from backend.organizations.schema.mutations import AreaPayload

MOST_DAYS = 400


@strawberry.input
class WorkdayInput:
    """A day that the area works or has off in spite of the notices and the week."""

    day: date
    is_workday: bool
    is_half: bool = False
    name_zh: str = ""
    name_en: str = ""


@strawberry.input
class AreaSetWorkdaysInput(graph.MutationInput):
    """Days (at most 400), and the years whose whole notice is now among them."""

    area_code: str
    days: list[WorkdayInput]
    confirmed_years: list[int] = strawberry.field(default_factory=list)


@strawberry.type
class CalendarMutation:
    """What an administrator does when a year's holidays are published."""

    @graph.mutation(
        scope=Scope.ORGANIZATIONS_WRITE,
        description="Set days worked and off in an area and those below it, as its administrator. "
        "Open tasks are counted anew; whose date changes is told in their timelines.",
    )
    async def area_set_workdays(
        self, info: strawberry.Info, input: AreaSetWorkdaysInput
    ) -> AreaPayload:
        """Set the days; years outside 2000–2100 are refused."""

        async def work() -> dict[str, object]:
            _ensure_sane(input)
            days = [
                DayDraft(
                    day=each.day,
                    is_workday=each.is_workday,
                    is_half=each.is_half,
                    name_zh=each.name_zh,
                    name_en=each.name_en,
                    area_code=input.area_code,
                )
                for each in input.days
            ]
            await actions.set_workdays(
                input.area_code,
                days,
                confirmed_years=frozenset(input.confirmed_years),
                actor=graph.actor_of(info),
            )
            return {"area": await queries.area(input.area_code)}

        return await graph.perform(info, AreaPayload, input, work)


def _ensure_sane(given: AreaSetWorkdaysInput) -> None:
    if not 1 <= len(given.days) <= MOST_DAYS:
        words = Words(f"请提供 1 至 {MOST_DAYS} 天", f"Give 1 to {MOST_DAYS} days")
        raise Invalid(words, path=("input", "days"))
    years = {each.day.year for each in given.days} | {*given.confirmed_years}
    if not years <= {*queries.CALCULATED_YEARS}:
        words = Words("年份应在 2000 年至 2100 年之间", "Years: from 2000 to 2100")
        raise Invalid(words, path=("input", "confirmedYears"))
