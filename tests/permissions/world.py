"""A small city in which everything the graph can show is there once: made by the real acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from backend import clock
from backend.accounts import sessions, tokens
from backend.accounts.actions import disclose_phone, give_role
from backend.accounts.models import Person
from backend.actor import SYSTEM, Role, Seat
from backend.organizations import seed
from backend.organizations.models import Organization, OrganizationKind
from backend.submissions import actions as cases
from backend.submissions.models import (
    DeclineReason,
    DisputeReason,
    Grade,
    Kind,
    Submission,
    Verdict,
    Visibility,
)
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks.models import Task
from tests.permissions import viewers, world_of_files, world_of_offices
from tests.permissions.cast import CALL, City, a_case, a_firm, a_task, answered
from tests.permissions.viewers import HERE, THERE, People, body


async def build() -> City:
    """Make the world: its offices and firms, cases of two districts in every state, what is private."""
    await seed.found_city()
    people = People()
    await viewers.enter_offices(people)
    firm, neighbour, far_firm = await a_firm(HERE), await a_firm(HERE), await a_firm(THERE)
    names = ("firm", "firm of a neighbour", "firm there")
    for name, each in zip(names, (firm, neighbour, far_firm), strict=True):
        await people.enter(name, "firm", Role.ENTREPRENEUR, each)
    for name, area in (("chamber", HERE), ("chamber there", THERE)):
        chamber = await Organization.create(
            kind=OrganizationKind.CHAMBER, name=f"{name}商会", area_code=area, code=name.upper()
        )
        await people.enter(name, "cham", Role.CHAMBER_HEAD, chamber)
    city = City(people, firm, neighbour, far_firm)
    await _cases_of(city, "firm", city.firm, "here")
    await _cases_of(city, "firm of a neighbour", city.neighbour, "here", few=True)
    await _cases_of(city, "firm there", city.far_firm, "there", few=True)
    await _private_things(city)
    await world_of_offices.add(city)
    await world_of_files.add(city)
    await people.programs_of(*viewers.WITH_PROGRAMS)
    return city


async def _evaluated(city: City, who: str, case: Submission, **given: Any) -> None:
    said: dict[str, Any] = {
        "verdict": Verdict.SOLVED,
        "grade": Grade.SATISFIED,
        "was_contacted": True,
        "was_pressed": True,
        "text": city.text(f"评语，电话 19900020055，{city.firm.name}"),
        **given,
    }
    await surveys.evaluate(case, answer=Answer(**said), actor=city.by(who))


async def _cases_of(
    city: City, who: str, firm: Organization, place: str, *, few: bool = False
) -> None:
    hidden = {"visibility": Visibility.CONFIDENTIAL}
    await a_case(city, who, firm)
    await a_case(city, who, firm, **hidden)
    case = await answered(city, await a_task(city, who, firm, place, kind=Kind.CONSULT))
    await _evaluated(city, who, case)
    # A reply of a hidden firm that waits for review, and one that was shown and rated.
    await answered(city, await a_task(city, who, firm, place, kind=Kind.COMPLEX, **hidden))
    case = await answered(city, await a_task(city, who, firm, place, kind=Kind.CONSULT, **hidden))
    await _evaluated(city, who, case)
    if not few:
        await _cases_in_other_states(city, who, firm, place)


async def _cases_in_other_states(city: City, who: str, firm: Organization, place: str) -> None:
    federation, officer = city.by(f"federation {place}"), city.by("officer in charge")
    case = await a_case(city, who, firm, visibility=Visibility.PUBLIC)
    await cases.ask_info(case, question=city.text("补充什么"), actor=federation)
    case = await a_case(city, who, firm)
    await cases.decline(
        case,
        reason=DeclineReason.LITIGATION,
        text=city.text("不受理的理由"),
        where=city.text("去哪里"),
        actor=federation,
    )
    task = await a_task(city, who, firm, place, kind=Kind.GENERAL)
    await tasks.record_contact(task, contact=CALL, actor=officer)
    await tasks.report_progress(task, text=city.text("进展"), actor=officer)
    await tasks.ask(task, question=city.text("问企业"), actor=officer)
    task = await a_task(city, who, firm, place, kind=Kind.COMPLEX)
    await answered(city, task)
    task = await Task.get(id=task.id)
    reviewer = city.by(f"coordinator {place}")
    await tasks.send_back(task, reason=city.text("退回重写"), actor=reviewer)
    await _ruled_cases(city, who, firm, place)


async def _ruled_cases(city: City, who: str, firm: Organization, place: str) -> None:
    ruler = city.by(f"coordinator {place}")
    for ends in ("upheld", "redone"):
        task = await a_task(city, who, firm, place, kind=Kind.CONSULT)
        case = await answered(city, task)
        await _evaluated(
            city, who, case, verdict=Verdict.NOT_SOLVED, reason=DisputeReason.WRONG_BASIS
        )
        case = await Submission.get(id=case.id)
        if ends == "upheld":
            await cases.uphold(case, explanation=city.text("维持的理由"), actor=ruler)
        else:
            [task] = await tasks.redo(case, text=city.text("重办要求"), actor=ruler)
            await answered(city, task)


async def _private_things(city: City) -> None:
    firm = city.people.viewers["firm"]
    person = await Person.get(id=firm.person_id)
    # The same person has a second firm, in the other district.
    second = await a_firm(THERE)
    await give_role(person, Role.ENTREPRENEUR, organization=second)
    both = firm.organizations | {second.id}
    city.people.viewers["firm"] = replace(firm, organizations=both)
    await sessions.open_for(person, secret="s" * 43)
    for role in (Role.OFFICER, Role.SUPERVISOR):
        seat = Seat(role, (await body("COMM")).id, HERE, frozenset({HERE}))
        actor = city.by("officer in charge")
        await disclose_phone(person, reason=city.text("联系企业"), actor=actor, seat=seat)
    used, _ = await tokens.create(person, name="used", scopes=(), days=3, actor=SYSTEM)
    await tokens.AccessToken.filter(id=used.id).update(last_used_at=clock.now())
    await tokens.revoke(used, actor=SYSTEM)
