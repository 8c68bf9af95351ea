"""A case without a name: where it is taken, that nobody learns who it is, and the way back to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from backend.actor import ANONYMOUS, SYSTEM, Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotAllowed, NotFound, NotPossible, TooMany
from backend.events.models import Event
from backend.organizations import queries as organizations
from backend.organizations.actions import allow_anonymous
from backend.organizations.models import Organization, OrganizationKind
from backend.submissions import actions, correspondence, queries, return_codes
from backend.submissions.actions import anonymous
from backend.submissions.models import (
    Grade,
    Handling,
    Outcome,
    State,
    Submission,
    Verdict,
    Visibility,
    WithdrawalReason,
)
from backend.submissions.voice_models import ReturnCode
from backend.surveys import actions as surveys
from backend.surveys.models import Invitation
from tests.submissions.cast import DISTRICT, SENTENCE, Cast, a_filed_case, body, somebody, the_cast

ADDRESS = "203.0.113.7"
CITY = "320500"


@pytest_asyncio.fixture
async def cast(database: str) -> AsyncIterator[Cast]:
    """The founding city, which takes anonymous cases."""
    people = await the_cast()
    await allow_anonymous(CITY, is_allowed=True, actor=SYSTEM)
    yield people


async def filed(key: str = "", *, address: str = ADDRESS) -> tuple[Submission, str]:
    """File anonymously in the district."""
    return await actions.file_anonymously(
        area_code=DISTRICT,
        body=SENTENCE,
        key=key or f"{uuid4()}",
        address=address,
        actor=ANONYMOUS,
    )


async def back(code: str) -> Actor:
    """Come back with a code."""
    return await actions.holder_by_code(code, address=ADDRESS)


async def sees(actor: Actor) -> int:
    """Count the cases the actor sees."""
    return await sql.count(Submission, queries.visible_to(actor))


async def test_an_area_takes_them_only_when_it_says_so_and_a_district_has_it_from_its_city(
    database: str,
) -> None:
    await the_cast()
    with pytest.raises(NotPossible) as refused:
        await filed()
    assert "没有开通" in refused.value.words.zh
    assert "confidential" in refused.value.words.en
    await allow_anonymous(CITY, is_allowed=True, actor=SYSTEM)
    await filed()
    await allow_anonymous(DISTRICT, is_allowed=False, actor=SYSTEM)
    assert await organizations.takes_anonymous("320583")
    with pytest.raises(NotPossible):
        await filed()


async def test_the_administrator_of_the_area_alone_switches_it(cast: Cast) -> None:
    for actor in (cast.clerk, cast.coordinator, cast.firm):
        with pytest.raises(NotAllowed):
            await allow_anonymous(DISTRICT, is_allowed=False, actor=actor)
    admin = await somebody(Role.ADMIN, await body("FED"))
    area = await allow_anonymous(DISTRICT, is_allowed=False, actor=admin)
    assert area.settings["anonymous_filing"] is False


async def test_whoever_is_signed_in_is_told_to_sign_out_first(cast: Cast) -> None:
    with pytest.raises(NotPossible) as refused:
        await actions.file_anonymously(
            area_code=DISTRICT, body=SENTENCE, key="k", address=ADDRESS, actor=cast.firm
        )
    assert "退出登录" in refused.value.words.zh
    with pytest.raises(Invalid):
        await a_filed_case(cast, visibility=Visibility.ANONYMOUS)


async def test_nothing_that_is_kept_leads_to_whoever_filed(cast: Cast) -> None:
    case, code = await filed()
    assert case.filed_by_id is None
    assert case.visibility is Visibility.ANONYMOUS
    for event in await Event.filter(thread_id=case.id):
        assert event.person_id is None
        assert ADDRESS not in f"{event.payload}"
    [kept] = await ReturnCode.all()
    assert code not in kept.code_index
    assert return_codes.in_groups(code) != kept.code_index
    counters = await sql.fetch("SELECT key FROM allowance")
    assert counters
    assert not any(ADDRESS in str(row["key"]) for row in counters)


async def test_nobody_learns_that_it_has_a_stand_in(cast: Cast) -> None:
    case, code = await filed()
    stand_in = await Organization.get(id=case.firm_id)
    assert stand_in.kind is OrganizationKind.ANONYMOUS
    here = sql.Where("organization.id = ?", (stand_in.id,))
    admin = await somebody(Role.ADMIN, await body("FED"))
    leader = await somebody(Role.LEADER, await body("MAYOR"))
    everybody = (
        cast.clerk,
        cast.coordinator,
        cast.supervisor,
        cast.officer,
        admin,
        leader,
        ANONYMOUS,
    )
    for actor in everybody:
        assert await sql.count(Organization, here & organizations.visible_to(actor)) == 0
        assert not queries.identity_visible(actor, case), actor.roles
    assert queries.identity_visible(await back(code), case)


async def test_the_code_leads_back_to_this_case_and_to_no_other(cast: Cast) -> None:
    case, code = await filed()
    other, other_code = await filed()
    holder = await back(return_codes.in_groups(code).lower())
    assert await sees(holder) == 1
    [seen] = await sql.rows(Submission, queries.visible_to(holder))
    assert seen.id == case.id
    assert (await back(other_code)).seats[0].organization_id == other.firm_id
    assert await sees(ANONYMOUS) == 0


async def test_a_wrong_code_is_told_from_a_typo_and_its_tries_are_counted(cast: Cast) -> None:
    _, code = await filed()
    with pytest.raises(Invalid) as mistyped:
        await back(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert mistyped.value.code == "RETURN_CODE_MISTYPED"
    [unknown] = return_codes.made_for("LJ-2026-999999-X", "no such request")
    limit = anonymous.WRONG_PER_ADDRESS.times
    for _ in range(limit):
        with pytest.raises(NotFound):
            await back(unknown)
    with pytest.raises(TooMany):
        await back(code)
    assert await actions.holder_by_code(code, address="198.51.100.1")


async def test_one_address_files_so_many_and_no_more(cast: Cast) -> None:
    for _ in range(anonymous.FILED_PER_ADDRESS[0].times):
        await filed()
    with pytest.raises(TooMany):
        await filed()
    await filed(address="198.51.100.1")


async def test_the_same_request_shows_its_code_again_and_another_does_not(cast: Cast) -> None:
    case, code = await filed("my key")
    assert await actions.code_shown_again(case.number or "", "my key") == code
    assert await actions.code_shown_again(case.number or "", "another key") is None


async def test_its_holder_answers_writes_and_withdraws_like_a_firm(cast: Cast) -> None:
    case, code = await filed()
    holder = await back(code)
    await actions.ask_info(case, question="哪家银行？", actor=cast.clerk)
    await actions.answer_info(case, text="某银行", actor=holder)
    assert case.state is State.FILED
    await actions.post_message(case, text="请尽快", actor=holder)
    await actions.post_message(case, text="已收到", actor=cast.clerk)
    await actions.withdraw(case, reason=WithdrawalReason.SOLVED_ALREADY, text="", actor=holder)
    assert case.state is State.WITHDRAWN


async def test_its_verdict_counts_like_any_other_and_it_gets_no_link(cast: Cast) -> None:
    case, code = await filed()
    await actions.accept(case, actor=cast.clerk)
    await actions.answer_directly(case, text="已办妥", outcome=Outcome.SOLVED, actor=cast.clerk)
    await surveys.invite(case)
    assert await Invitation.all().count() == 0
    answer = surveys.Answer(Verdict.SOLVED, Grade.SATISFIED)
    await surveys.evaluate(case, answer=answer, actor=await back(code))
    [facts] = await Handling.filter(submission_id=case.id)
    assert facts.grade is Grade.SATISFIED


async def test_its_holder_files_nothing_more_and_its_contact_is_nobody(cast: Cast) -> None:
    case, code = await filed()
    holder = await back(code)
    filing = actions.Filing(firm_id=case.firm_id, body=SENTENCE)
    with pytest.raises(NotAllowed):
        await actions.file(filing, actor=holder)
    with pytest.raises(NotPossible):
        await actions.reveal_contact(case, reason="需要联系", actor=cast.clerk)
    assert (await correspondence.holder_of(case)).person_id is None
