"""Reads of areas, organizations, duties and calendars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotPossible, Words
from backend.organizations import policy
from backend.organizations.models import (
    AREA_CODE_LENGTH,
    EVERY_AREA,
    Area,
    Category,
    Duty,
    EnterpriseType,
    Organization,
    OrganizationKind,
    WorkdayException,
)
from backend.organizations.places import members_of
from backend.organizations.remembered import Remembered
from backend.organizations.tree import AreaTree
from backend.workdays import Calendar, Day, Explanation, explain

LISTED_KINDS = tuple(kind for kind in OrganizationKind if kind is not OrganizationKind.ANONYMOUS)
PUBLIC_KINDS = tuple(kind for kind in LISTED_KINDS if kind is not OrganizationKind.FIRM)
FALLBACK_CATEGORY = "OTHER"
"""Whoever answers for this category answers for a case nobody else answers for."""


MOST_WORKDAYS = 250
CALCULATED_YEARS = range(2000, 2101)


def visible_to(actor: Actor) -> sql.Where:
    """Bodies are public; a firm is seen by its own people and by those who watch over its area.

    Departments, auditors and programs without the identity scope meet other people's firms only
    through cases, where the case decides what is shown.
    """
    if actor.is_system:
        return sql.EVERYTHING
    own = sql.is_in("organization.id", {seat.organization_id for seat in actor.seats})
    seen = sql.is_in("organization.kind", PUBLIC_KINDS) | own
    if policy.may_identify_firms(actor):
        areas = actor.areas_as(*policy.SEE_FIRMS_OF_THEIR_AREA)
        watched = sql.is_in("organization.area_code", sorted(areas))
        # Nobody but its filer is told that an anonymous case has a stand-in.
        seen = seen | (watched & sql.is_in("organization.kind", LISTED_KINDS))
        if chambers := actor.organizations_as(Role.CHAMBER_HEAD):
            seen = seen | members_of(chambers)
    return seen


def everybody(actor: Actor) -> sql.Where:  # noqa: ARG001 - nobody is asked who he is
    """Areas, categories, duties and calendars are public."""
    return sql.EVERYTHING


async def _load_tree() -> AreaTree:
    return AreaTree.of(await sql.rows(Area))


tree = Remembered(_load_tree)
"""All areas of this deployment: `await tree()`."""


async def area(code: str, *, path: tuple[str | int, ...] = ("input", "areaCode")) -> Area:
    """Return the area of a code; raises `Invalid` for an unknown one."""
    found = (await tree()).areas.get(code)
    if found is None:
        raise Invalid(_no_area(code), path=path)
    return found


def _no_area(code: str) -> Words:
    """Say so, repeating what has the form of a code and nothing else."""
    if len(code) > AREA_CODE_LENGTH or not (code.isascii() and code.isalnum()):
        return Words("没有这个地区", "There is no such area")
    return Words(f"没有代码为“{code}”的地区", f"There is no area “{code}”")


async def zone_of(area_code: str) -> str:
    """Return the IANA zone of an area; raises `Invalid` for an unknown one."""
    return (await area(area_code)).zone


async def codes_under(code: str) -> frozenset[str]:
    """Return the code and every code below it; nothing for an unknown code."""
    return (await tree()).codes_under(code)


async def takes_anonymous(area_code: str) -> bool:
    """Return whether an area takes cases without a name."""
    return (await tree()).takes_anonymous(area_code)


async def enterprise_types(area_code: str) -> frozenset[EnterpriseType]:
    """Return the types of firm that an area serves."""
    return (await tree()).enterprise_types(area_code)


async def return_workdays(area_code: str) -> int:
    """Return for how many working days a department of an area may return what it was given."""
    return (await tree()).return_workdays(area_code)


async def _load_categories() -> Mapping[str, Category]:
    found = await sql.rows(Category, order="position, code")
    return {category.code: category for category in found}


categories = Remembered(_load_categories)
"""All categories by code, in their order: `await categories()`."""


async def ensure_category(
    code: str, *, path: tuple[str | int, ...] = ("input", "categoryCode")
) -> Category:
    """Return the category of a code; raises `Invalid` for an unknown one."""
    found = (await categories()).get(code)
    if found is None:
        raise Invalid(Words(f"没有类别“{code}”", f"There is no category “{code}”"), path=path)
    return found


async def ensure_taken_on(code: str | None) -> None:
    """Raise `NotPossible`, with the right address, for a category that is always declined."""
    category = (await categories()).get(code or "")
    if category is not None and category.is_declined:
        raise NotPossible(
            Words(
                f"此类事项不在受理范围，请引导至：{category.where_zh}",
                f"Cases of this category are declined; the right address: {category.where_en}",
            ),
            path=("input", "categoryCode"),
        )


async def organization_by_code(code: str) -> Organization | None:
    """Return the department, chamber or other body with this code."""
    return await sql.one(Organization, sql.Where("organization.code = ?", (code,)))


async def firm_by_credit_code(credit_code: str) -> Organization | None:
    """Return the firm with this (normalised) credit code."""
    return await sql.one(Organization, sql.Where("organization.credit_code = ?", (credit_code,)))


async def is_department(organization_id: UUID, *, area_code: str) -> bool:
    """Return whether a case of the area may be dispatched to this body.

    It is a department or a body with duties, in the area itself, above it or below it.
    """
    department = sql.Where("organization.kind = ?", (OrganizationKind.DEPARTMENT,))
    answers = sql.Where("EXISTS (SELECT 1 FROM duty WHERE duty.department_id = organization.id)")
    wanted = sql.Where("organization.id = ?", (organization_id,))
    areas = await tree()
    in_reach = {place.code for place in areas.chain(area_code)} | areas.codes_under(area_code)
    within = sql.is_in("organization.area_code", in_reach)
    return await sql.exists(Organization, wanted & within & (department | answers))


def answers_for(category_code: str) -> sql.Where:
    """Return the condition that an organization has a duty in a category."""
    return sql.Where(
        "organization.id IN (SELECT department_id FROM duty WHERE category_code = ?)",
        (category_code,),
    )


def is_called(text: str) -> sql.Where:
    """Return the condition that an organization's name contains `text`, whatever its case."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", text.strip().lower()) + "%"
    return sql.Where(
        "LOWER(organization.name) LIKE ? ESCAPE '\\' OR LOWER(organization.name_en) LIKE ? ESCAPE '\\'",
        (pattern, pattern),
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department a case may go to, and why."""

    organization: Organization
    reason: Words


async def departments_for(category_code: str | None, area_code: str) -> list[Suggestion]:
    """Return the departments that answer for a category, those of the nearest area first.

    A district without one of its own has the city's. A category that nobody answers for goes to
    whoever answers for all the rest; the reason says so.
    """
    found = await _duties(category_code, area_code) if category_code else []
    named = (await categories()).get(category_code or "")
    if found and named is not None:
        return [Suggestion(body, _by_duty(body, duty, named)) for body, duty in found]
    return [
        Suggestion(body, _by_default(body, duty))
        for body, duty in await _duties(FALLBACK_CATEGORY, area_code)
    ]


async def _duties(category_code: str, area_code: str) -> list[tuple[Organization, Duty]]:
    nearness = {near.code: place for place, near in enumerate((await tree()).chain(area_code))}
    duties = {
        duty.department_id: duty
        for duty in await sql.rows(Duty, sql.Where("duty.category_code = ?", (category_code,)))
    }
    bodies = await sql.rows(
        Organization,
        sql.is_in("organization.id", duties) & sql.is_in("organization.area_code", nearness),
    )
    bodies.sort(key=lambda body: (nearness[body.area_code], body.position, body.name))
    return [(body, duties[body.id]) for body in bodies]


def _by_duty(body: Organization, duty: Duty, named: Category) -> Words:
    return Words(
        f"“{named.name_zh}”由{body.name}负责：{duty.text_zh}",
        f"{body.name_en or body.name} answers for {named.name_en}: {duty.text_en}",
    )


def _by_default(body: Organization, duty: Duty) -> Words:
    return Words(
        f"没有部门专门负责，由{body.name}牵头：{duty.text_zh}",
        f"No department answers for it alone, so {body.name_en or body.name} leads: {duty.text_en}",
    )


async def _load_calendars() -> Mapping[str, Calendar]:
    by_area: dict[str, dict[date, Day]] = {}
    for exception in await sql.rows(WorkdayException):
        by_area.setdefault(exception.area_code, {})[exception.day] = _day(exception)
    areas = await tree()
    return {
        code: Calendar(
            overrides=_overrides(by_area, [above.code for above in areas.chain(code)]),
            zone=row.zone,
            confirmed_years=areas.confirmed_years(code),
        )
        for code, row in areas.areas.items()
    }


calendars = Remembered(_load_calendars)
"""The working calendar of every area by code: `await calendars()`."""


async def calendar_of(area_code: str) -> Calendar:
    """Return the working calendar of an area: its own exceptions, else those of the areas above.

    Raises `Invalid` for an unknown area.
    """
    await area(area_code)
    return (await calendars())[area_code]


async def explain_due_date(assigned: date, workdays: int, *, area_code: str) -> Explanation:
    """Return why a target of so many working days ends when it does (the public calculator).

    Raises `Invalid` for an unknown area, and outside of 1–250 working days and the years 2000–2100.
    """
    if not 1 <= workdays <= MOST_WORKDAYS:
        raise Invalid(
            Words(f"工作日数应为 1 至 {MOST_WORKDAYS}", f"Working days: 1 to {MOST_WORKDAYS}"),
            path=("workdays",),
        )
    if assigned.year not in CALCULATED_YEARS:
        raise Invalid(
            Words("日期应在 2000 年至 2100 年之间", "Dates: from 2000 to 2100"),
            path=("assignedOn",),
        )
    return explain(await calendar_of(area_code), assigned, workdays)


def _day(exception: WorkdayException) -> Day:
    name = Words(exception.name_zh, exception.name_en or exception.name_zh)
    return Day(exception.is_workday, name if name.zh else None, exception.is_half)


def _overrides(
    by_area: Mapping[str, Mapping[date, Day]], nearest_first: list[str]
) -> Mapping[date, Day]:
    merged = dict(by_area.get(EVERY_AREA, {}))
    for code in reversed(nearest_first):
        merged.update(by_area.get(code, {}))
    return merged
