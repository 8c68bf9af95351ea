"""What one line of each kind does, through the same verbs as everybody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from backend.accounts.actions import enrol, give_role
from backend.actor import Actor, Role
from backend.errors import Invalid, Words
from backend.imports import policy
from backend.imports.models import ImportKind, ImportRun, LineOutcome
from backend.organizations import credit_code, places, queries
from backend.organizations.actions import (
    enter_firm,
    found_organizations,
    join_chamber,
    register_firm,
)
from backend.organizations.drafts import BodyDraft, FirmDraft
from backend.organizations.models import EnterpriseType, Organization, OrganizationKind
from backend.submissions import actions as cases
from backend.submissions.models import Channel, Submission

Cells = Mapping[str, str]
ChoiceT = TypeVar("ChoiceT")

TYPES: Final = {
    "": EnterpriseType.PRIVATE,
    "民营": EnterpriseType.PRIVATE,
    "民企": EnterpriseType.PRIVATE,
    "台资": EnterpriseType.TAIWAN,
    "外资": EnterpriseType.FOREIGN,
    "港澳资": EnterpriseType.HONG_KONG_MACAO,
    **{kind.value: kind for kind in EnterpriseType},
}
YES: Final = frozenset({"是", "yes", "true", "1", "紧急"})
NO: Final = frozenset({"", "否", "no", "false", "0"})
_LONGEST_ORDER: Final = 50


@dataclass(frozen=True, slots=True)
class Effect:
    """What a line did, and our number or key for it."""

    outcome: LineOutcome
    result: str | None = None


async def take_in(run: ImportRun, cells: Cells, *, actor: Actor) -> Effect:
    """Do what one line asks for, in the unit of the caller; raises `DomainError` for a bad line."""
    return await _KINDS[run.kind](run, cells, actor)


async def _firm(run: ImportRun, cells: Cells, actor: Actor) -> Effect:
    code = credit_code.check(_needed(cells, "credit_code"))
    before = await queries.firm_by_credit_code(code)
    draft = FirmDraft(
        name=_needed(cells, "name"),
        credit_code=code,
        area_code=_area(run, cells, actor),
        name_en=cells.get("name_en") or (before.name_en if before else None),
        enterprise_type=_choice(cells, "enterprise_type", TYPES),
        is_demo=before.is_demo if before else False,
    )
    return _compared(before, await register_firm(draft, actor=actor))


def _body(kind: OrganizationKind) -> Callable[[ImportRun, Cells, Actor], Awaitable[Effect]]:
    async def found(run: ImportRun, cells: Cells, actor: Actor) -> Effect:
        code = _needed(cells, "code")
        before = await queries.organization_by_code(code)
        if before is not None and before.kind is not kind:
            raise Invalid(
                Words("编码已用于其他单位", "This code is another body's"), path=("code",)
            )
        if before is not None:
            policy.ensure_may_import(actor, run.kind, before.area_code)
        members = cells.get("member_count", "")
        draft = BodyDraft(
            kind=kind,
            code=code,
            name=_needed(cells, "name"),
            area_code=_area(run, cells, actor),
            name_en=cells.get("name_en") or (before.name_en if before else None),
            member_count=_count(members) if members else (before.member_count if before else None),
            position=before.position if before else 0,
            is_demo=before.is_demo if before else False,
        )
        [after] = await found_organizations([draft], actor=actor)
        return _compared(before, after)

    return found


async def _member(_run: ImportRun, cells: Cells, actor: Actor) -> Effect:
    chamber = await queries.organization_by_code(_needed(cells, "chamber_code"))
    if chamber is None or chamber.kind is not OrganizationKind.CHAMBER:
        raise Invalid(Words("没有这家商会", "There is no such chamber"), path=("chamber_code",))
    firm = await queries.firm_by_credit_code(credit_code.check(_needed(cells, "credit_code")))
    if firm is None:
        raise Invalid(Words("企业尚未登记", "This firm is not registered"), path=("credit_code",))
    known = await places.is_member(chamber.id, firm.id)
    await join_chamber(firm, chamber, actor=actor)
    return Effect(LineOutcome.UNCHANGED if known else LineOutcome.CREATED, firm.name[:60])


async def _work_order(run: ImportRun, cells: Cells, actor: Actor) -> Effect:
    key = key_of_order(_needed(cells, "order_number"))
    known = await Submission.get_or_none(import_key=key)
    area_code = _area(run, cells, actor)
    seat = policy.ensure_may_import(actor, run.kind, area_code)
    if known is not None:
        return Effect(LineOutcome.UNCHANGED, known.number)
    firm, is_new = await _firm_of_order(cells, area_code, actor)
    contact_id = None
    if phone := cells.get("phone", ""):
        contact = await enrol(cells.get("contact") or firm.name[:60], phone=phone, actor=actor)
        contact_id = contact.id
        if is_new:
            # Of a firm nobody knew there is nothing to read but this case.
            await give_role(contact, Role.ENTREPRENEUR, organization=firm, actor=actor)
    filing = cases.Filing(
        firm_id=firm.id,
        body=_needed(cells, "text"),
        title=cells.get("title", ""),
        category_code=cells.get("category_code") or None,
        is_urgent=_choice(cells, "is_urgent", dict.fromkeys(YES, True) | dict.fromkeys(NO, False)),
        channel=Channel.IMPORT,
        import_key=key,
    )
    row = await cases.enter(
        filing, actor=actor, seat=seat, area_code=area_code, filed_by_id=contact_id
    )
    return Effect(LineOutcome.CREATED, row.number)


def key_of_order(number: str) -> str:
    """Return the key under which a work order is known; raises `Invalid` for an endless number."""
    if len(number) > _LONGEST_ORDER:
        words = Words(f"最多 {_LONGEST_ORDER} 个字", f"At most {_LONGEST_ORDER} characters")
        raise Invalid(words, path=("order_number",))
    return f"12345:{number}"


async def _firm_of_order(cells: Cells, area_code: str, actor: Actor) -> tuple[Organization, bool]:
    """Return the firm by its credit code, else by its name in the area; entered if unknown."""
    name = _needed(cells, "firm")
    if not (given := cells.get("credit_code", "")):
        return await enter_firm(name, area_code=area_code, actor=actor, path=("firm",))
    code = credit_code.check(given)
    known = await queries.firm_by_credit_code(code)
    if known is not None:
        return known, False
    draft = FirmDraft(name=name, credit_code=code, area_code=area_code)
    return await register_firm(draft, actor=actor), True


def _compared(before: Organization | None, after: Organization) -> Effect:
    if before is None:
        return Effect(LineOutcome.CREATED, after.credit_code or after.code)
    is_same = before.version == after.version
    outcome = LineOutcome.UNCHANGED if is_same else LineOutcome.CHANGED
    return Effect(outcome, after.credit_code or after.code)


def _area(run: ImportRun, cells: Cells, actor: Actor) -> str:
    """Return the area of a line: its own, else that of the run; raises `NotAllowed` elsewhere."""
    code = cells.get("area_code") or run.area_code
    policy.ensure_may_import(actor, run.kind, code)
    return code


def _needed(cells: Cells, name: str) -> str:
    value = cells.get(name, "")
    if not value:
        raise Invalid(Words("此项必填", "This is required"), path=(name,))
    return value


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Invalid(Words("应为整数", "This must be a whole number"), path=("member_count",))
    return int(text[:12])


def _choice(cells: Cells, name: str, known: Mapping[str, ChoiceT]) -> ChoiceT:
    value = cells.get(name, "")
    for spelling in (value, value.upper(), value.lower()):
        if spelling in known:
            return known[spelling]
    choices = "、".join(word for word in known if word)
    raise Invalid(Words(f"应为：{choices}", f"This must be one of: {choices}"), path=(name,))


_KINDS: Final[Mapping[ImportKind, Callable[[ImportRun, Cells, Actor], Awaitable[Effect]]]] = {
    ImportKind.FIRMS: _firm,
    ImportKind.DEPARTMENTS: _body(OrganizationKind.DEPARTMENT),
    ImportKind.CHAMBERS: _body(OrganizationKind.CHAMBER),
    ImportKind.CHAMBER_MEMBERS: _member,
    ImportKind.WORK_ORDERS: _work_order,
}
