"""A firm's place in a tier: shown, decided by others, looked at every year, ended for a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend import clock
from backend.actor import Actor, Role, Scope
from backend.db import sql
from backend.errors import Conflict, Invalid, NotAllowed, NotPossible
from backend.events.models import Event
from backend.organizations import actions, places, policy, tiers
from backend.organizations.actions import Evidence
from backend.organizations.models import (
    EnterpriseType,
    EvidenceKind,
    FirmTier,
    Organization,
    TierEvidence,
    TierState,
)
from backend.organizations.workflow import STEPS, TierAct
from tests.organizations.cast import CITY, KUNSHAN, WUZHONG, a_firm, a_person_as

CERTIFICATE = Evidence(EvidenceKind.LITTLE_GIANT, number="XJR-1", expires_on=date(2027, 6, 30))
ON_A_LIST = Evidence(EvidenceKind.CHINA_TOP_500, year=2026)


@pytest.fixture
async def firm(city: str) -> Organization:
    return await a_firm()


@pytest.fixture
async def head(firm: Organization) -> Actor:
    return await a_person_as(Role.ENTREPRENEUR, organization_id=firm.id, area_code=WUZHONG)


@pytest.fixture
async def clerk(city: str) -> Actor:
    return await a_person_as(Role.FEDERATION, area_code=city)


async def asked(firm: Organization, head: Actor, code: str, *evidence: Evidence) -> FirmTier:
    return await actions.apply_for_tier(firm, code, evidence=evidence, actor=head)


async def test_a_firm_on_a_list_is_admitted_without_a_reason_and_reviewed_in_a_year(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    with clock.set_to(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        place = await asked(firm, head, "top500", ON_A_LIST)
        await actions.grant_tier(place, reason="", actor=clerk)
    assert (place.state, place.review_on) == (TierState.HELD, date(2027, 11, 23))
    assert [row.is_checked for row in await TierEvidence.all()] == [True]
    names = [event.name for event in await Event.filter(aggregate_id=place.id).order_by("id")]
    assert names == ["tier.applied", "tier.granted"]


async def test_a_certificate_ends_the_place_on_its_last_day(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    with clock.set_to(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        place = await asked(firm, head, "little_giant", CERTIFICATE)
        await actions.grant_tier(place, reason="细分领域第一", actor=clerk)
    assert place.expires_on == place.review_on == date(2027, 6, 30)
    assert await places.tier_held(firm.id, on=date(2027, 6, 30)) == "little_giant"
    assert await places.tier_held(firm.id, on=date(2027, 7, 1)) is None


async def test_a_tier_that_is_chosen_asks_for_a_written_reason(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    place = await asked(firm, head, "industry")
    with pytest.raises(Invalid):
        await actions.grant_tier(place, reason=" ", actor=clerk)
    await place.refresh_from_db()
    assert place.state is TierState.APPLIED
    await actions.grant_tier(place, reason="行业标杆", actor=clerk)
    assert place.reason == "行业标杆"


async def test_what_a_tier_asks_for_has_to_be_shown(firm: Organization, head: Actor) -> None:
    expired = Evidence(EvidenceKind.LITTLE_GIANT, number="1", expires_on=date(2020, 1, 1))
    future = Evidence(EvidenceKind.CHINA_TOP_500, year=2999)
    for code, evidence in (
        ("top500", ()),
        ("top500", (CERTIFICATE,)),
        ("top500", (future,)),
        ("little_giant", (expired,)),
        ("top500", (ON_A_LIST,) * 11),
        ("nobility", ()),
    ):
        with pytest.raises(Invalid):
            await asked(firm, head, code, *evidence)
    assert await FirmTier.all().count() == 0


async def test_a_certificate_that_expired_since_it_was_shown_is_not_granted(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    with clock.set_to(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        place = await asked(firm, head, "little_giant", CERTIFICATE)
    with clock.set_to(datetime(2027, 7, 1, 2, tzinfo=UTC)), pytest.raises(NotPossible):
        await actions.grant_tier(place, reason="好", actor=clerk)


async def test_a_review_takes_this_years_evidence_and_leaves_the_old_behind(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    with clock.set_to(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        place = await asked(firm, head, "top500", ON_A_LIST)
        await actions.grant_tier(place, reason="", actor=clerk)
    with clock.set_to(datetime(2027, 11, 20, 2, tzinfo=UTC)):
        with pytest.raises(Invalid):
            await actions.review_tier(place, evidence=[], reason="", actor=clerk)
        fresh = Evidence(EvidenceKind.CHINA_PRIVATE_500, year=2027)
        await actions.review_tier(place, evidence=[fresh], reason="", actor=clerk)
    assert place.review_on == date(2028, 11, 20)
    assert [row.year for row in await TierEvidence.all()] == [2027]


async def test_a_refused_firm_reads_why_and_may_ask_again(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    first = await asked(firm, head, "industry")
    with pytest.raises(Invalid):
        await actions.refuse_tier(first, reason="", actor=clerk)
    await actions.refuse_tier(first, reason="材料不足", actor=clerk)
    assert policy.may_read_ground(first, head)
    again = await asked(firm, head, "industry")
    assert again.id != first.id


async def test_asking_twice_opens_one_place(firm: Organization, head: Actor) -> None:
    first = await asked(firm, head, "industry")
    assert (await asked(firm, head, "industry")).id == first.id


async def test_ending_needs_a_reason_and_frees_the_place(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    place = await asked(firm, head, "industry")
    await actions.grant_tier(place, reason="标杆", actor=clerk)
    with pytest.raises(Invalid):
        await actions.end_tier(place, reason="", actor=clerk)
    await actions.end_tier(place, reason="已迁出", actor=clerk)
    assert place.ended_at is not None
    assert await places.tier_held(firm.id, on=date(2026, 11, 23)) is None


async def test_attendance_gives_its_tier_once_and_by_itself(
    firm: Organization, head: Actor
) -> None:
    attended = Evidence(EvidenceKind.SALON_ATTENDANCE, year=2026)
    first = await actions.hold_by_itself(firm, "salon", evidence=attended)
    second = await actions.hold_by_itself(firm, "salon", evidence=attended)
    assert (first.id, first.state) == (second.id, TierState.HELD)
    with pytest.raises(NotPossible):
        await asked(firm, head, "salon")
    with pytest.raises(ValueError, match="given by somebody"):
        await actions.hold_by_itself(firm, "top500", evidence=ON_A_LIST)


async def test_the_highest_good_place_counts(firm: Organization, head: Actor, clerk: Actor) -> None:
    await actions.hold_by_itself(firm, "salon", evidence=Evidence(EvidenceKind.SALON_ATTENDANCE))
    place = await asked(firm, head, "industry")
    await actions.grant_tier(place, reason="标杆", actor=clerk)
    assert await places.tier_held(firm.id, on=date(2026, 11, 23)) == "industry"


async def test_a_tier_for_foreign_firms_is_closed_to_others(city: str, clerk: Actor) -> None:
    await actions.serve_types(
        WUZHONG,
        [EnterpriseType.PRIVATE, EnterpriseType.TAIWAN],
        actor=await a_person_as(Role.ADMIN, area_code=city),
    )
    for kind, is_open in ((EnterpriseType.PRIVATE, False), (EnterpriseType.TAIWAN, True)):
        firm = await a_firm(enterprise_type=kind)
        head = await a_person_as(Role.ENTREPRENEUR, organization_id=firm.id, area_code=WUZHONG)
        if is_open:
            assert (await asked(firm, head, "taiwan_foreign")).state is TierState.APPLIED
            continue
        with pytest.raises(NotPossible):
            await asked(firm, head, "taiwan_foreign")


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("state", sorted(TierState))
async def test_only_the_federation_of_the_area_decides_and_only_what_the_machine_allows(
    firm: Organization, role: Role, state: TierState
) -> None:
    for area, reaches in ((CITY, True), (WUZHONG, True), (KUNSHAN, False)):
        somebody = await a_person_as(role, area_code=area)
        place = FirmTier(firm_id=firm.id, tier_code="industry", area_code=WUZHONG, state=state)
        allowed = role is Role.FEDERATION and reaches
        expected = [act for act, step in STEPS.items() if allowed and state in step.sources]
        assert policy.tier_acts(place, somebody) == expected


async def test_nobody_decides_on_his_own_firm(firm: Organization, head: Actor) -> None:
    place = await asked(firm, head, "industry")
    both = await a_person_as(Role.FEDERATION, organization_id=firm.id, area_code=CITY)
    with pytest.raises(NotAllowed):
        await actions.grant_tier(place, reason="标杆", actor=both)
    with pytest.raises(NotAllowed):
        await asked(firm, await a_person_as(Role.ENTREPRENEUR), "industry")


async def test_a_stale_decision_changes_nothing(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    place = await asked(firm, head, "industry")
    with pytest.raises(Conflict):
        await actions.grant_tier(place, reason="标杆", actor=clerk, expected_version=7)
    await place.refresh_from_db()
    assert place.state is TierState.APPLIED


async def test_places_are_seen_by_the_firm_and_by_those_who_watch_over_its_area(
    firm: Organization, head: Actor, clerk: Actor
) -> None:
    await asked(firm, head, "top500", ON_A_LIST)
    program = await a_person_as(Role.FEDERATION, scopes=frozenset({Scope.READ}))
    blind = await a_person_as(Role.FEDERATION, scopes=frozenset({Scope.IDENTITY}))
    seen = {
        "head": head,
        "clerk": clerk,
        "officer": await a_person_as(Role.OFFICER),
        "other district": await a_person_as(Role.FEDERATION, area_code=KUNSHAN),
        "other firm": await a_person_as(Role.ENTREPRENEUR),
        "program": program,
        "blind": blind,
    }
    for visible_to, model in (
        (places.tiers_visible_to, FirmTier),
        (places.evidence_visible_to, TierEvidence),
    ):
        found = {who: len(await sql.rows(model, visible_to(actor))) for who, actor in seen.items()}
        assert {who for who, count in found.items() if count} == {"head", "clerk"}


def test_every_tier_says_who_belongs_in_it_and_what_it_asks_for() -> None:
    assert [*tiers.TIERS] == [
        "top500",
        "industry",
        "little_giant",
        "chamber",
        "new_gen",
        "taiwan_foreign",
        "salon",
    ]
    for tier in tiers.TIERS.values():
        assert tier.rule_zh
        assert tier.rule_en
        assert bool(tier.evidence) or not tier.needs_evidence


def test_a_place_given_on_a_leap_day_is_reviewed_at_the_end_of_february() -> None:
    assert tiers.next_review(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_machine_of_tiers_has_four_edges() -> None:
    assert set(STEPS) == set(TierAct)
