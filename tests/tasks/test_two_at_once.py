"""Two people act on the same thing at the same moment: one is served, the other is told why not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from backend import clock
from backend.actor import Role
from backend.errors import Conflict, DomainError
from backend.events.models import Event
from backend.instructions import actions as instructions
from backend.organizations import actions as organizations
from backend.organizations.actions import Evidence
from backend.organizations.models import EvidenceKind, FirmTier, Organization
from backend.publications import actions as publications
from backend.publications.models import Publication
from backend.submissions import actions as cases
from backend.submissions.models import Kind, Outcome, Submission
from backend.tasks import actions as tasks
from backend.tasks.models import ReturnReason, Support, SupportState, Task
from tests.instructions.cast import an_instruction, line_of, the_leaders
from tests.submissions.cast import Cast, a_filed_case, a_task, body, somebody, the_cast
from tests.tasks.test_returns import MONDAY, returned
from tests.tasks.test_support import supported

pytestmark = pytest.mark.usefixtures("database")
Acts = Callable[[], Awaitable[object]]
TIMES = 4


async def one_wins(act: Acts, *, told: str) -> None:
    """Do the same act several times at once, each with the row as it was read before."""
    before = await Event.filter(name=told).count()
    answers = await asyncio.gather(*(act() for _ in range(TIMES)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert [answer for answer in refused if not isinstance(answer, DomainError)] == []
    assert len(refused) == TIMES - 1
    assert await Event.filter(name=told).count() == before + 1


async def an_answered_case(cast: Cast) -> Submission:
    """Return a case that may be told to others."""
    case = await a_filed_case(cast)
    await cases.accept(case, actor=cast.clerk)
    await cases.answer_directly(
        case, text="可以续贷", outcome=Outcome.SOLVED, actor=cast.clerk, detail=""
    )
    return case


async def test_an_opinion_is_given_once_and_a_refusal_ruled_on_once() -> None:
    cast = await the_cast()
    _, row, officer = await supported(cast)

    async def declines() -> None:
        own = await Support.get(id=row.id)
        await asyncio.sleep(0)
        await tasks.decline_support(own, reason=ReturnReason.OTHER, text="非本职", actor=officer)

    await one_wins(declines, told="support.declined")
    other = await body("TAX_BUREAU")

    async def rules() -> None:
        own = await Support.get(id=row.id)
        await asyncio.sleep(0)
        await tasks.rule_support(
            own, text="改由税务", department_id=other.id, actor=cast.coordinator
        )

    await one_wins(rules, told="support.ruled")
    asked = await Support.filter(state=SupportState.REQUESTED)
    assert [each.department_id for each in asked] == [other.id]


async def test_two_refusals_at_once_never_go_to_one_department_twice() -> None:
    cast = await the_cast()
    hrss, health, tax = [await body(code) for code in ("HRSS", "HEALTH", "TAX_BUREAU")]
    task = await a_task(cast)
    asked = [tasks.Asked(hrss.id), tasks.Asked(health.id)]
    rows = await tasks.request_support(task, supports=asked, actor=cast.coordinator)
    for row, office in zip(rows, (hrss, health), strict=True):
        officer = await somebody(Role.OFFICER, office)
        await tasks.decline_support(row, reason=ReturnReason.OTHER, text="非本职", actor=officer)
    answers = await asyncio.gather(
        *(
            tasks.rule_support(row, text="改", department_id=tax.id, actor=cast.coordinator)
            for row in rows
        ),
        return_exceptions=True,
    )
    [refused] = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refused, DomainError)
    assert await Support.filter(department_id=tax.id).count() == 1


async def test_a_return_is_ruled_on_once_and_goes_to_one_department() -> None:
    cast = await the_cast()
    task = await returned(cast)
    hrss = await body("HRSS")

    async def rules() -> None:
        own = await Task.get(id=task.id)
        with clock.set_to(MONDAY):
            await tasks.rule(own, text="归人社", department_id=hrss.id, actor=cast.coordinator)

    await one_wins(rules, told="task.ruled")
    assert await Task.filter(department_id=hrss.id).count() == 1


async def test_two_returns_at_once_never_go_to_one_department() -> None:
    cast = await the_cast()
    hrss, health = [await body(code) for code in ("HRSS", "HEALTH")]
    case = await a_filed_case(cast)
    both = await tasks.accept_and_dispatch(
        case,
        assignments=[tasks.Assignment(cast.lead_id), tasks.Assignment(health.id)],
        actor=cast.clerk,
    )
    officers = (cast.officer, await somebody(Role.OFFICER, health))
    for task, officer in zip(both, officers, strict=True):
        await tasks.request_return(task, reason=ReturnReason.OTHER, text="非本职", actor=officer)
    answers = await asyncio.gather(
        *(
            tasks.rule(task, text="归人社", department_id=hrss.id, actor=cast.coordinator)
            for task in both
        ),
        return_exceptions=True,
    )
    [refused] = [answer for answer in answers if isinstance(answer, BaseException)]
    assert isinstance(refused, DomainError)
    assert await Task.filter(department_id=hrss.id).count() == 1


async def test_an_extension_is_decided_once() -> None:
    cast = await the_cast()
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.request_extension(
            task,
            due_on=date(2026, 12, 10),
            reason="需会商",
            interim_reply="正在会商",
            actor=cast.officer,
        )

        async def decides() -> None:
            own = await Task.get(id=task.id)
            await tasks.decide_extension(own, is_granted=True, text="", actor=cast.coordinator)

        await one_wins(decides, told="task.extension_granted")
    assert (await Task.get(id=task.id)).extensions_granted == 1


async def test_a_line_of_an_instruction_is_taken_on_and_closed_once() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders)

    async def acknowledges() -> None:
        await instructions.acknowledge(await line_of(row, leaders.lead_id), actor=leaders.head)

    async def reports() -> None:
        line = await line_of(row, leaders.lead_id)
        await instructions.report_back(line, text="已办", actor=leaders.head)

    async def accepts() -> None:
        await instructions.accept(await line_of(row, leaders.lead_id), actor=leaders.mayor)

    await one_wins(acknowledges, told="instruction.acknowledged")
    await one_wins(reports, told="instruction.reported_back")
    await one_wins(accepts, told="instruction.accepted")


async def test_a_publication_is_proposed_consented_to_and_published_once() -> None:
    cast = await the_cast()
    case = await an_answered_case(cast)
    text = publications.Text("续贷", "能否续贷？", "可以。")

    async def proposes() -> None:
        await publications.propose(case, text, actor=cast.clerk)

    await one_wins(proposes, told="publication.proposed")

    async def consents() -> None:
        await publications.consent(await Publication.get(), actor=cast.firm)

    async def publishes() -> None:
        await publications.publish(await Publication.get(), actor=cast.clerk)

    await one_wins(consents, told="publication.consented")
    await one_wins(publishes, told="publication.published")


async def test_a_place_in_a_tier_is_decided_once() -> None:
    cast = await the_cast()
    firm = await Organization.get(id=cast.firm_id)
    shown = Evidence(EvidenceKind.CHINA_TOP_500, year=2026)
    row = await organizations.apply_for_tier(firm, "top500", evidence=[shown], actor=cast.firm)

    async def grants() -> None:
        own = await FirmTier.get(id=row.id)
        await organizations.grant_tier(own, reason="", actor=cast.clerk)

    async def reviews() -> None:
        own = await FirmTier.get(id=row.id)
        await organizations.review_tier(own, evidence=[shown], reason="", actor=cast.clerk)

    await one_wins(grants, told="tier.granted")
    answers = await asyncio.gather(*(reviews() for _ in range(TIMES)), return_exceptions=True)
    assert all(answer is None or isinstance(answer, Conflict) for answer in answers)
