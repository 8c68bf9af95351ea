"""Which cases are counted, and as of when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend import clock
from backend.db import sql
from backend.errors import Invalid, Words
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.statistics.facts import AREA_THEN

LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. Days are the area's and inclusive; None leaves a thing open."""

    area_code: str
    as_of: date | None = None
    includes_subareas: bool = True
    channels: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    department_codes: tuple[str, ...] | None = None
    tiers: tuple[str, ...] | None = None
    accepted_from: date | None = None
    accepted_to: date | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The question, checked: an instant and two conditions.

    `cases` is about what a case keeps over its rounds, `rounds` about one round alone: a department
    answers for the rounds it handled and for the cases that stand with it. `is_narrow` says that
    category, department, tier or days of acceptance were chosen, `is_of_whole_months` that the
    instant ends a month that is over and that these days make whole months.
    """

    area_code: str
    zone: str
    as_of: date
    instant: datetime
    cases: sql.Where
    rounds: sql.Where
    is_narrow: bool
    is_of_whole_months: bool


async def select(asked: Asked) -> Selection:
    """Return the selection; raises `Invalid` for what cannot be meant, naming the input."""
    area = await organizations.area(asked.area_code)
    as_of = _day_in_the_past(asked.as_of, today=clock.today(area.zone))
    codes = {area.code}
    if asked.includes_subareas:
        codes |= await organizations.codes_under(area.code)
    for code in asked.categories or ():
        await organizations.ensure_category(code, path=("input", "categories"))
    return Selection(
        area_code=area.code,
        zone=area.zone,
        as_of=as_of,
        instant=clock.end_of(as_of, area.zone),
        cases=_held_by(sorted(codes))
        & _among("channel", asked.channels, "channels")
        & _among("category_code", asked.categories, "categories")
        & _among("tier", asked.tiers, "tiers")
        & _accepted_between(asked.accepted_from, asked.accepted_to, zone=area.zone),
        rounds=await _of_departments(asked.department_codes),
        is_narrow=asked != widened(asked),
        is_of_whole_months=as_of < clock.today(area.zone) and _is_of_whole_months(asked, as_of),
    )


def widened(asked: Asked) -> Asked:
    """Return the question without what narrows it."""
    return replace(
        asked,
        categories=None,
        department_codes=None,
        tiers=None,
        accepted_from=None,
        accepted_to=None,
    )


def _is_of_whole_months(asked: Asked, as_of: date) -> bool:
    begins = asked.accepted_from is None or asked.accepted_from.day == 1
    last_days = (as_of, asked.accepted_to or as_of)
    return begins and all((day + timedelta(days=1)).day == 1 for day in last_days)


def _day_in_the_past(day: date | None, *, today: date) -> date:
    if day is None:
        return today
    path = ("input", "asOf")
    if day > today:
        raise Invalid(
            Words(
                f"统计时点不能晚于今天（{today}）",
                f"Figures of a future day are not known (today is {today})",
            ),
            path=path,
        )
    return day


def _accepted_between(first: date | None, last: date | None, *, zone: str) -> sql.Where:
    """Both days count, each to its end in the area's zone."""
    window = sql.EVERYTHING
    if first is not None and last is not None and first > last:
        raise Invalid(
            Words("起始日期晚于截止日期", "The first day lies after the last"),
            path=("input", "acceptedFrom"),
        )
    if first is not None:
        window &= sql.Where("accepted_at >= ?", (clock.start_of(first, zone),))
    if last is not None:
        window &= sql.Where("accepted_at < ?", (clock.end_of(last, zone),))
    return window


def _held_by(codes: Collection[str]) -> sql.Where:
    """Cases that these areas held at the instant: for one that moved the events are asked."""
    stayed = sql.Where("is_moved = FALSE") & sql.is_in("handling.area_code", codes)
    moved = sql.Where("is_moved = TRUE") & sql.is_in(f"({AREA_THEN})", codes)
    return stayed | moved


def _among(column: str, chosen: Collection[object] | None, name: str) -> sql.Where:
    """None leaves the column open; an empty list finds nothing."""
    if chosen is None:
        return sql.EVERYTHING
    if len(chosen) > LONGEST_LIST:
        raise Invalid(
            Words(f"最多可选{LONGEST_LIST}项", f"At most {LONGEST_LIST} values"),
            path=("input", name),
        )
    return sql.is_in(column, chosen)


async def _of_departments(codes: tuple[str, ...] | None) -> sql.Where:
    if codes is None:
        return sql.EVERYTHING
    wanted = _among("organization.code", codes, "departmentCodes")
    known = {body.code: body.id for body in await sql.rows(Organization, wanted)}
    for code in codes:
        if code not in known:
            raise Invalid(
                Words(f"没有代码为“{code}”的部门", f"There is no department “{code}”"),
                path=("input", "departmentCodes"),
            )
    return sql.is_in("department_id", known.values())
