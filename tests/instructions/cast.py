"""The people of an instruction: leaders, their office, heads of departments, beside the case's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person
from backend.accounts.leadership import set_mandates, set_portfolio
from backend.accounts.models import LeaderLevel, Membership
from backend.actor import Actor, Role
from backend.instructions.actions import Saying, issue
from backend.instructions.models import Instruction, InstructionLine
from backend.submissions.models import Submission
from tests.submissions.cast import Cast, a_filed_case, body, somebody, the_cast

WORDS = "请商务局牵头，逐家梳理，三日内报进展。"
_numbers = count(1)


@dataclass(frozen=True)
class Leaders:
    """Everybody an instruction meets."""

    case_cast: Cast
    mayor: Actor
    head: Actor
    health_head: Actor
    health_id: UUID

    @property
    def lead_id(self) -> UUID:
        return self.case_cast.lead_id


async def the_leaders() -> Leaders:
    """Found the city and return its leaders and heads."""
    cast = await the_cast()
    health = await body("HEALTH")
    return Leaders(
        case_cast=cast,
        mayor=await a_leader("MAYOR"),
        head=await somebody(Role.DEPARTMENT_HEAD, await body("COMM")),
        health_head=await somebody(Role.DEPARTMENT_HEAD, health),
        health_id=health.id,
    )


async def a_membership(
    code: str, role: Role = Role.LEADER, level: LeaderLevel | None = None
) -> Membership:
    """Return the membership of a new person."""
    person = await enrol(f"{role}", phone=f"1990002{next(_numbers):04d}", is_demo=False)
    return await give_role(person, role, organization=await body(code), leader_level=level)


async def a_leader(code: str = "MAYOR") -> Actor:
    """Return a new top leader."""
    membership = await a_membership(code, level=LeaderLevel.TOP)
    return await actor_of_person(membership.person_id)


async def a_deputy(
    *, categories: tuple[str, ...] = (), departments: tuple[UUID, ...] = ()
) -> Actor:
    """Return a new deputy leader with a portfolio."""
    membership = await a_membership("DEPUTY", level=LeaderLevel.DEPUTY)
    await set_portfolio(membership, department_ids=departments, category_codes=categories)
    return await actor_of_person(membership.person_id)


async def an_office_of(*leaders: Actor, code: str = "PARTY_SEC") -> Actor:
    """Return somebody new in the office of these leaders."""
    office = await a_membership(code, Role.LEADER_OFFICE)
    found = [
        await Membership.get(person_id=leader.person_id, role=Role.LEADER) for leader in leaders
    ]
    await set_mandates(office, leaders=found)
    return await actor_of_person(office.person_id)


async def an_instruction(leaders: Leaders, *departments: UUID, **given: object) -> Instruction:
    """Return an instruction on a case just filed, to the lead department unless others are named."""
    case = await a_filed_case(leaders.case_cast)
    saying = Saying(text=WORDS, department_ids=departments or (leaders.lead_id,), **given)  # pyright: ignore[reportArgumentType]
    return await issue(case, saying, actor=leaders.mayor)


async def case_of(row: Instruction) -> Submission:
    """Return the case of an instruction as it stands."""
    return await Submission.get(id=row.submission_id)


async def line_of(row: Instruction, department_id: UUID) -> InstructionLine:
    """Return a department's line as it stands."""
    return await InstructionLine.get(instruction_id=row.id, department_id=department_id)
