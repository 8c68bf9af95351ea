"""The people of a case: a firm, a clerk, a coordinator, officers, a supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.actor import SYSTEM, Actor, Role
from backend.organizations import credit_code, queries, seed
from backend.organizations.actions import register_firm
from backend.organizations.drafts import FirmDraft
from backend.organizations.models import Organization
from backend.submissions import actions
from backend.submissions.models import Submission
from backend.tasks import actions as tasks
from backend.tasks.models import ContactChannel, Task

DISTRICT = "320506"
SENTENCE = "银行要求先还后贷，过桥资金太贵，请协调续贷。"
_numbers = count(1)


async def somebody(role: Role, organization: Organization, *, area_code: str = "") -> Actor:
    """Return a new person with one seat."""
    person = await enrol(f"{role}", phone=f"1990001{next(_numbers):04d}", is_demo=False)
    await give_role(person, role, organization=organization, area_code=area_code)
    return await actor_of_person(person.id)


async def body(code: str) -> Organization:
    """Return one of the founding city's bodies."""
    found = await queries.organization_by_code(code)
    assert found is not None
    return found


async def a_firm(area_code: str = DISTRICT) -> Organization:
    """Return a new firm of the area."""
    code = credit_code.generate(area_code, next(_numbers))
    return await register_firm(
        FirmDraft(credit_code=code, name="示例企业（虚构）", area_code=area_code), actor=SYSTEM
    )


@dataclass(frozen=True)
class Cast:
    """Everybody a case meets."""

    firm: Actor
    firm_id: UUID
    clerk: Actor
    coordinator: Actor
    officer: Actor
    lead_id: UUID
    indit_officer: Actor
    indit_id: UUID
    supervisor: Actor


async def the_cast() -> Cast:
    """Found the city and return its people."""
    await seed.found_city()
    firm, lead, indit = await a_firm(), await body("COMM"), await body("INDIT")
    return Cast(
        firm=await somebody(Role.ENTREPRENEUR, firm),
        firm_id=firm.id,
        clerk=await somebody(Role.FEDERATION, await body("FED")),
        coordinator=await somebody(Role.COORDINATOR, indit),
        officer=await somebody(Role.OFFICER, lead),
        lead_id=lead.id,
        indit_officer=await somebody(Role.OFFICER, indit),
        indit_id=indit.id,
        supervisor=await somebody(Role.SUPERVISOR, await body("SUPERVISE")),
    )


async def a_filed_case(cast: Cast, **given: object) -> Submission:
    """Return a case just filed."""
    filing = actions.Filing(firm_id=cast.firm_id, body=SENTENCE, **given)  # pyright: ignore[reportArgumentType]
    return await actions.file(filing, actor=cast.firm)


async def a_task(cast: Cast, *, lead_id: UUID | None = None, **given: object) -> Task:
    """Return the task of a case just accepted and dispatched."""
    case = await a_filed_case(cast)
    [task] = await tasks.accept_and_dispatch(
        case,
        assignments=[tasks.Assignment(lead_id or cast.lead_id)],
        actor=cast.clerk,
        **given,  # pyright: ignore[reportArgumentType]
    )
    return task


BY_CALL = tasks.Contact(ContactChannel.CALL)
