"""Asking for a place in a tier, giving, refusing, reviewing and ending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock
from backend.actor import SYSTEM, Actor, Seat
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, NotPossible, Words
from backend.events import record
from backend.organizations import policy, queries, tiers
from backend.organizations.models import (
    REASON_LENGTH,
    EvidenceKind,
    FirmTier,
    Organization,
    OrganizationKind,
    TierEvidence,
    TierState,
)
from backend.organizations.tiers import Admission, Tier
from backend.organizations.workflow import STEPS, TierAct
from backend.workflow import move

MOST_EVIDENCE = 10
_EARLIEST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class Evidence:
    """A list of a year, or a certificate with its number and last day."""

    kind: EvidenceKind
    year: int | None = None
    number: str | None = None
    expires_on: date | None = None


async def apply_for_tier(
    firm: Organization, tier_code: str, *, evidence: Sequence[Evidence], actor: Actor
) -> FirmTier:
    """Ask for a place in a tier, as the firm. One that is open already is returned as it is."""
    seat = policy.ensure_may_apply_for_tier(actor, firm)
    wanted = _of_the_tier(firm, tier_code)
    if wanted.admission is Admission.BY_ITSELF:
        words = Words("该层级自动进入，无需申请", "Firms come into this tier by themselves")
        raise NotPossible(words, path=("input", "tierCode"))
    shown = await _shown(wanted, evidence, firm)
    async with unit_of_work():
        row, is_new = await _open(firm, wanted, TierState.APPLIED)
        if is_new:
            await _keep(row, shown, is_checked=False)
            await _tell("applied", row, actor=actor, seat=seat)
    return row


async def grant_tier(
    row: FirmTier, *, reason: str, actor: Actor, expected_version: int | None = None
) -> FirmTier:
    """Give the place that was asked for: its evidence was checked, its reason is written down."""
    seat = await _seat(TierAct.GRANT, row, actor=actor)
    wanted = tiers.tier(row.tier_code)
    evidence = await TierEvidence.filter(firm_tier_id=row.id)
    changes = await _terms(wanted, evidence, reason, row.area_code, actor=actor)
    async with unit_of_work():
        await move(row, STEPS[TierAct.GRANT], expected_version=expected_version, changes=changes)
        await TierEvidence.filter(firm_tier_id=row.id).update(is_checked=True)
        await _tell("granted", row, actor=actor, seat=seat)
    return row


async def refuse_tier(
    row: FirmTier, *, reason: str, actor: Actor, expected_version: int | None = None
) -> FirmTier:
    """Refuse the place; the firm reads why, and may ask again."""
    seat = await _seat(TierAct.REFUSE, row, actor=actor)
    words = clean_text(reason, minimum=1, maximum=REASON_LENGTH, path=("input", "reason"))
    changes = {"refusal": words, "open_key": None, **_decided(actor)}
    async with unit_of_work():
        await move(row, STEPS[TierAct.REFUSE], expected_version=expected_version, changes=changes)
        await _tell("refused", row, actor=actor, seat=seat)
    return row


async def review_tier(
    row: FirmTier,
    *,
    evidence: Sequence[Evidence],
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
) -> FirmTier:
    """Confirm the place for another year, with fresh evidence where the tier asks for it."""
    seat = await _seat(TierAct.REVIEW, row, actor=actor)
    wanted = tiers.tier(row.tier_code)
    firm = await Organization.get(id=row.firm_id)
    shown = await _shown(wanted, evidence, firm)
    changes = await _terms(wanted, shown, reason, row.area_code, actor=actor)
    async with unit_of_work():
        await move(row, STEPS[TierAct.REVIEW], expected_version=expected_version, changes=changes)
        await TierEvidence.filter(firm_tier_id=row.id).delete()
        await _keep(row, shown, is_checked=True)
        await _tell("reviewed", row, actor=actor, seat=seat)
    return row


async def end_tier(
    row: FirmTier, *, reason: str, actor: Actor, expected_version: int | None = None
) -> FirmTier:
    """End the place; it stays in the record with the reason."""
    seat = await _seat(TierAct.END, row, actor=actor)
    words = clean_text(reason, minimum=1, maximum=REASON_LENGTH, path=("input", "reason"))
    changes = {"ended_at": clock.now(), "ended_for": words, "open_key": None}
    async with unit_of_work():
        await move(row, STEPS[TierAct.END], expected_version=expected_version, changes=changes)
        await _tell("ended", row, actor=actor, seat=seat)
    return row


async def hold_by_itself(
    firm: Organization, tier_code: str, *, evidence: Evidence, actor: Actor = SYSTEM
) -> FirmTier:
    """Give the place that follows from what the firm did, such as attending a salon; once."""
    wanted = _of_the_tier(firm, tier_code)
    if wanted.admission is not Admission.BY_ITSELF:
        raise ValueError(f"{tier_code} is given by somebody")
    async with unit_of_work():
        row, is_new = await _open(firm, wanted, TierState.HELD)
        if is_new:
            await _keep(row, [evidence], is_checked=True)
            await _tell("granted", row, actor=actor, seat=None)
    return row


def _of_the_tier(firm: Organization, tier_code: str) -> Tier:
    """Return the tier, if it is for firms like this one."""
    wanted = tiers.tier(tier_code)
    if firm.kind is not OrganizationKind.FIRM:
        raise Invalid(Words("请选择一家企业", "Choose a firm"), path=("input", "firmId"))
    if wanted.types and firm.enterprise_type not in wanted.types:
        words = Words("该层级不面向这类企业", "This tier is not for firms of this type")
        raise NotPossible(words, path=("input", "tierCode"))
    return wanted


async def _shown(wanted: Tier, evidence: Sequence[Evidence], firm: Organization) -> list[Evidence]:
    """Return the evidence, if it is of the kinds the tier knows and still good."""
    path = ("input", "evidence")
    if len(evidence) > MOST_EVIDENCE:
        raise Invalid(Words(f"最多 {MOST_EVIDENCE} 项", f"At most {MOST_EVIDENCE}"), path=path)
    today = clock.today(await queries.zone_of(firm.area_code))
    for each in evidence:
        if each.kind not in wanted.evidence:
            raise Invalid(
                Words("该层级不看这项依据", "This tier asks for other evidence"), path=path
            )
        if each.year is not None and not _EARLIEST_YEAR <= each.year <= today.year:
            raise Invalid(Words("年份不对", "The year is wrong"), path=path)
        if each.expires_on is not None and each.expires_on < today:
            raise Invalid(Words("证书已过期", "The certificate has expired"), path=path)
    if wanted.needs_evidence and not evidence:
        raise Invalid(Words("请填写入围的榜单或证书", "Name the list or certificate"), path=path)
    return [*evidence]


async def _terms(
    wanted: Tier,
    evidence: Sequence[Evidence | TierEvidence],
    reason: str,
    area_code: str,
    *,
    actor: Actor,
) -> dict[str, object]:
    """Return on what terms the place is held: why, until when, and when it is looked at again."""
    least = 1 if wanted.needs_reason else 0
    why = clean_text(reason, minimum=least, maximum=REASON_LENGTH, path=("input", "reason"))
    if wanted.needs_evidence and not evidence:
        words = Words("没有可核验的依据", "There is no evidence to check")
        raise NotPossible(words, path=("input", "id"))
    today = clock.today(await queries.zone_of(area_code))
    ends = [each.expires_on for each in evidence if each.expires_on is not None]
    if ends and min(ends) < today:
        words = Words(
            "证书已过期，请企业补充新证书", "The certificate has expired: ask for a new one"
        )
        raise NotPossible(words, path=("input", "id"))
    review_on = tiers.next_review(today)
    return {
        "reason": why or None,
        "expires_on": min(ends) if ends else None,
        "review_on": min([review_on, *ends]),
        **_decided(actor),
    }


def _decided(actor: Actor) -> dict[str, object]:
    return {"decided_at": clock.now(), "decided_by_id": actor.person_id}


async def _open(firm: Organization, wanted: Tier, state: TierState) -> tuple[FirmTier, bool]:
    """Return the firm's open place in the tier, and whether it was opened now."""
    row = FirmTier(firm_id=firm.id, tier_code=wanted.code, area_code=firm.area_code, state=state)
    row.open_key = f"{firm.id}:{wanted.code}"
    row.applied_at = clock.now()
    row.decided_at = clock.now() if state is TierState.HELD else None
    await FirmTier.bulk_create([row], ignore_conflicts=True)
    opened = await FirmTier.get(open_key=row.open_key)
    return opened, opened.id == row.id


async def _keep(row: FirmTier, evidence: Sequence[Evidence], *, is_checked: bool) -> None:
    for each in evidence:
        await TierEvidence.create(
            firm_tier_id=row.id,
            kind=each.kind,
            year=each.year,
            number=each.number,
            expires_on=each.expires_on,
            is_checked=is_checked,
        )


async def _seat(act: TierAct, row: FirmTier, *, actor: Actor) -> Seat:
    return policy.ensure_may_decide_tier(act, row, actor=actor)


async def _tell(what: str, row: FirmTier, *, actor: Actor, seat: Seat | None) -> None:
    payload: dict[str, UUID | str] = {"firm_id": row.firm_id, "tier_code": row.tier_code}
    await record(
        f"tier.{what}", row, actor=actor, area_code=row.area_code, seat=seat, payload=payload
    )
