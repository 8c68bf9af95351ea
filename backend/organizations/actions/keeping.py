"""Setting up and keeping areas, categories, organizations, duties and working days.

Each verb is idempotent by a natural key: said twice it changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from backend.actor import Actor, Role, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words
from backend.events import Draft, record, record_many
from backend.organizations import credit_code, policy, queries
from backend.organizations.drafts import (
    AreaDraft,
    BodyDraft,
    CategoryDraft,
    DayDraft,
    DutyDraft,
    FirmDraft,
)
from backend.organizations.models import (
    NAME_LENGTH,
    Area,
    Category,
    Duty,
    EnterpriseType,
    Organization,
    OrganizationKind,
    WorkdayException,
)
from backend.organizations.remembered import forget_after_change
from backend.organizations.searching import index_names
from backend.organizations.tree import AreaTree
from backend.organizations.upsert import Kept, keep

_NAME = ("input", "name")


async def open_areas(drafts: Sequence[AreaDraft], *, actor: Actor) -> list[Area]:
    """Open areas, or bring them up to their drafts; imported years of a calendar stay confirmed."""
    policy.ensure_may_keep_everything(actor)
    known = (await queries.tree()).areas
    together = AreaTree.of([*known.values(), *(Area(**asdict(draft)) for draft in drafts)])
    for draft in drafts:
        if draft.parent_code is not None and not together.is_below(draft.code, draft.parent_code):
            raise Invalid(Words("上级地区不存在或形成循环", "The area above is unknown or below"))
    values = [_area(draft, known.get(draft.code)) for draft in drafts]
    async with unit_of_work():
        kept = await keep(Area, values, by=("code",))
        forget_after_change()
    return [each.row for each in kept]


async def define_categories(drafts: Sequence[CategoryDraft], *, actor: Actor) -> list[Category]:
    """Define what cases are about."""
    policy.ensure_may_keep_everything(actor)
    values = [asdict(draft) | {"keywords": [*draft.keywords]} for draft in drafts]
    async with unit_of_work():
        kept = await keep(Category, values, by=("code",))
        forget_after_change()
    return [each.row for each in kept]


async def found_organizations(drafts: Sequence[BodyDraft], *, actor: Actor) -> list[Organization]:
    """Found bodies that are no firms: chambers, departments, federations, leadership, offices."""
    for draft in drafts:
        if draft.kind is OrganizationKind.FIRM:
            raise ValueError("firms are registered, not founded")
        await queries.area(draft.area_code)
        policy.ensure_may_keep_area(actor, draft.area_code)
    values = [_body(draft) for draft in drafts]
    async with unit_of_work():
        kept = await keep(Organization, values, by=("code",))
        await _record_all(kept, "organization.founded", actor=actor)
    return [each.row for each in kept]


async def found_department(
    draft: BodyDraft, *, duties: Sequence[DutyDraft], actor: Actor
) -> Organization:
    """Found one department with the duties it answers for."""
    async with unit_of_work():
        [department] = await found_organizations([draft], actor=actor)
        await assign_duties(department, duties, actor=actor)
    return department


async def assign_duties(
    department: Organization, duties: Sequence[DutyDraft], *, actor: Actor
) -> None:
    """Make these the duties of a department, and no others."""
    policy.ensure_may_keep_area(actor, department.area_code)
    for duty in duties:
        await queries.ensure_category(duty.category_code)
    values = [asdict(duty) | {"department_id": department.id} for duty in duties]
    async with unit_of_work():
        kept = await keep(Duty, values, by=("department_id", "category_code"))
        others = Duty.filter(department_id=department.id)
        gone = await others.exclude(id__in=[each.row.id for each in kept]).delete()
        if gone or any(each.is_new or each.changed for each in kept):
            codes = [duty.category_code for duty in duties]
            await record(
                "organization.duties_assigned",
                department,
                actor=actor,
                area_code=department.area_code,
                seat=_seat(actor, department.area_code),
                payload={"categories": codes},
            )


async def register_firms(drafts: Sequence[FirmDraft], *, actor: Actor) -> list[Organization]:
    """Register firms of areas the actor keeps; a firm is known by its credit code.

    Raises `Invalid` for a wrong code, a type of firm its area does not serve, and a firm that
    another area keeps.
    """
    values = [await _firm(draft, actor=actor) for draft in drafts]
    async with unit_of_work():
        await _ensure_ours([each["credit_code"] for each in values], actor=actor)
        kept = await keep(Organization, values, by=("credit_code",))
        await index_names([each.row for each in kept if each.is_new or each.changed])
        await _record_all(kept, "organization.registered", actor=actor)
    return [each.row for each in kept]


async def register_firm(draft: FirmDraft, *, actor: Actor) -> Organization:
    """Register one firm; see `register_firms`."""
    [firm] = await register_firms([draft], actor=actor)
    return firm


async def set_workdays(
    area_code: str, days: Sequence[DayDraft], *, confirmed_years: frozenset[int], actor: Actor
) -> None:
    """Set days worked and off in an area and those below it.

    `confirmed_years` are those whose whole notice is now among the area's days: their dues are no
    longer provisional.
    """
    policy.ensure_may_keep_area(actor, area_code)
    area = await queries.area(area_code)
    values = [asdict(day) | {"area_code": area_code} for day in days]
    async with unit_of_work():
        await keep(WorkdayException, values, by=("day", "area_code"))
        await record(
            "area.workdays_set",
            area,
            actor=actor,
            area_code=area_code,
            seat=_seat(actor, area_code),
            payload={"days": [day.day for day in days], "years": sorted(confirmed_years)},
        )
        # Recording holds the row, so that of two imports at once neither loses its years.
        await area.refresh_from_db()
        years = confirmed_years | AreaTree.of([area]).confirmed_years(area_code)
        await Area.filter(id=area.id).update(
            settings=area.settings | {"confirmed_years": sorted(years)}
        )
        forget_after_change()


async def serve_types(area_code: str, types: Collection[EnterpriseType], *, actor: Actor) -> Area:
    """Switch on the types of firm that an area and those below it serve; the others are refused.

    Firms that are registered already stay. Raises `Invalid` when none is left.
    """
    policy.ensure_may_keep_area(actor, area_code)
    area = await queries.area(area_code)
    served = [kind.value for kind in EnterpriseType if kind in types]
    if not served:
        words = Words("请至少选择一类企业", "Choose at least one type of firm")
        raise Invalid(words, path=("input", "enterpriseTypes"))
    async with unit_of_work():
        await record(
            "area.types_served",
            area,
            actor=actor,
            area_code=area_code,
            seat=_seat(actor, area_code),
            payload={"types": served},
        )
        # Recording holds the row, so that no other setting of the area is lost.
        await area.refresh_from_db()
        settings = area.settings | {"enterprise_types": served}
        await Area.filter(id=area.id).update(settings=settings)
        forget_after_change()
        return await Area.get(id=area.id)


def _area(draft: AreaDraft, existing: Area | None) -> dict[str, Any]:
    """Return the columns of an area; settings a draft does not name stay."""
    settings = existing.settings if existing is not None else {}
    return asdict(draft) | {"settings": settings | {**draft.settings}}


def _body(draft: BodyDraft) -> dict[str, Any]:
    return asdict(draft) | {
        "name": clean_text(draft.name, minimum=1, maximum=NAME_LENGTH, path=_NAME)
    }


async def _firm(draft: FirmDraft, *, actor: Actor) -> dict[str, Any]:
    await queries.area(draft.area_code)
    policy.ensure_may_register_firms(actor, draft.area_code)
    if draft.enterprise_type not in await queries.enterprise_types(draft.area_code):
        raise Invalid(
            Words("本地区尚未面向这类企业", "This area does not serve firms of this type yet"),
            path=("input", "enterpriseType"),
        )
    return asdict(draft) | {
        "kind": OrganizationKind.FIRM,
        "name": clean_text(draft.name, minimum=1, maximum=NAME_LENGTH, path=_NAME),
        "credit_code": credit_code.check(draft.credit_code),
    }


async def _ensure_ours(codes: Sequence[str], *, actor: Actor) -> None:
    """Refuse to take over a firm from an area the actor does not keep."""
    for firm in await Organization.filter(credit_code__in=codes):
        if not policy.may_register_firms(actor, firm.area_code):
            raise Invalid(
                Words("这家企业已在其他地区登记", "This firm is registered in another area"),
                path=("input", "creditCode"),
            )


async def _record_all(kept: Sequence[Kept[Organization]], name: str, *, actor: Actor) -> None:
    """Record each organization that is new under `name`, each that changed as changed."""
    drafts = [
        _event(each.row, name, {"kind": each.row.kind}, actor=actor)
        if each.is_new
        else _event(each.row, "organization.changed", {"columns": [*each.changed]}, actor=actor)
        for each in kept
        if each.is_new or each.changed
    ]
    await record_many(drafts, silent=False)


def _event(row: Organization, name: str, payload: Mapping[str, object], *, actor: Actor) -> Draft:
    return Draft(
        name=name,
        aggregate_type=Organization.__name__,
        aggregate_id=row.id,
        actor=actor,
        area_code=row.area_code,
        seat=_seat(actor, row.area_code),
        payload=payload,
    )


def _seat(actor: Actor, area_code: str) -> Seat | None:
    """Return in which role the actor keeps the area: the one `policy` asks for."""
    return actor.seat_as(Role.FEDERATION, Role.ADMIN, area_code=area_code)
