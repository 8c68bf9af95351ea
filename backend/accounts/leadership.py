"""What a deputy leader answers for, and which office acts for which leader."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import clock
from backend.accounts import policy
from backend.accounts.models import LeaderLevel, Mandate, Membership, PortfolioHeld
from backend.actor import SYSTEM, Actor, Role
from backend.db import unit_of_work
from backend.errors import Invalid, Words
from backend.events import record
from backend.organizations import queries as organizations

MOST_DEPARTMENTS = 100
MOST_CATEGORIES = 100
MOST_LEADERS = 10


async def set_portfolio(
    membership: Membership,
    *,
    department_ids: Collection[UUID],
    category_codes: Collection[str],
    until: datetime | None = None,
    actor: Actor = SYSTEM,
) -> PortfolioHeld:
    """Give a deputy leader his departments and categories; the portfolio he had ends now.

    Raises `Invalid` for anybody but a deputy, for too many, and for an end that is not to come.
    """
    seat = policy.ensure_may_arrange(membership, actor=actor)
    if membership.role is not Role.LEADER or membership.leader_level is not LeaderLevel.DEPUTY:
        raise Invalid(
            Words("只有分管领导才有分工", "Only a deputy leader has a portfolio"),
            path=("input", "membershipId"),
        )
    _ensure_to_come(until)
    await _check_portfolio(membership, department_ids, category_codes)
    columns: dict[str, Any] = {
        "department_ids": sorted(str(each) for each in set(department_ids)),
        "category_codes": sorted(set(category_codes)),
        "until": until,
    }
    async with unit_of_work():
        now = clock.now()
        before = PortfolioHeld.filter(membership_id=membership.id, until=None)
        await before.update(until=now)
        await PortfolioHeld.filter(membership_id=membership.id, until__gt=now).update(until=now)
        held = await PortfolioHeld.create(membership_id=membership.id, since=now, **columns)
        await record(
            "membership.portfolio_set",
            membership,
            actor=actor,
            seat=seat,
            area_code=membership.area_code,
            payload={"portfolio_id": held.id, **columns},
        )
    return held


async def _check_portfolio(
    membership: Membership, department_ids: Collection[UUID], category_codes: Collection[str]
) -> None:
    _ensure_few(department_ids, MOST_DEPARTMENTS, path=("input", "departmentIds"))
    _ensure_few(category_codes, MOST_CATEGORIES, path=("input", "categoryCodes"))
    for index, department_id in enumerate(department_ids):
        if not await organizations.is_department(department_id, area_code=membership.area_code):
            raise Invalid(
                Words("请选择承办部门", "Choose a department"),
                path=("input", "departmentIds", index),
            )
    for index, code in enumerate(category_codes):
        await organizations.ensure_category(code, path=("input", "categoryCodes", index))


async def set_mandates(
    office: Membership,
    *,
    leaders: Sequence[Membership],
    until: datetime | None = None,
    actor: Actor = SYSTEM,
) -> list[Mandate]:
    """Name the leaders for whom an office acts from now on; those not named it acts for no more.

    Raises `Invalid` where the office is none, a leader is none, or a leader is himself the office.
    """
    seat = policy.ensure_may_arrange(office, actor=actor)
    if office.role is not Role.LEADER_OFFICE:
        raise Invalid(
            Words("请选择领导办公室人员", "Choose somebody of a leader's office"),
            path=("input", "membershipId"),
        )
    _ensure_few(leaders, MOST_LEADERS, path=("input", "leaderIds"))
    _ensure_to_come(until)
    for index, leader in enumerate(leaders):
        within = await organizations.codes_under(office.area_code)
        own = leader.person_id == office.person_id
        if leader.role is not Role.LEADER or own or leader.area_code not in within:
            raise Invalid(
                Words("请选择本地区的领导", "Choose leaders of the area"),
                path=("input", "leaderIds", index),
            )
    async with unit_of_work():
        now = clock.now()
        await Mandate.filter(office_id=office.id, until=None).update(until=now)
        await Mandate.filter(office_id=office.id, until__gt=now).update(until=now)
        made = [
            await Mandate.create(office_id=office.id, leader_id=leader_id, since=now, until=until)
            for leader_id in dict.fromkeys(leader.id for leader in leaders)
        ]
        await record(
            "membership.mandates_set",
            office,
            actor=actor,
            seat=seat,
            area_code=office.area_code,
            payload={"leader_ids": [each.leader_id for each in made], "until": until},
        )
    return made


def _ensure_few(given: Collection[object], most: int, *, path: tuple[str | int, ...]) -> None:
    if len(given) > most:
        raise Invalid(Words(f"最多{most}项", f"At most {most}"), path=path)


def _ensure_to_come(until: datetime | None) -> None:
    if until is not None and until <= clock.now():
        raise Invalid(
            Words("结束时间应晚于现在", "The end must lie in the future"), path=("input", "until")
        )
