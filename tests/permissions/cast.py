"""Who acts in the world of these tests, and the acts that most of it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from backend import clock
from backend.actor import ANONYMOUS, SYSTEM, Actor
from backend.organizations import credit_code
from backend.organizations.actions import register_firm
from backend.organizations.drafts import FirmDraft
from backend.organizations.models import Organization
from backend.submissions import actions as cases
from backend.submissions.models import Kind, Outcome, Submission
from backend.tasks import actions as tasks
from backend.tasks.models import ContactChannel, Task
from tests.permissions.relations import Viewer
from tests.permissions.viewers import People, body

CALL = tasks.Contact(ContactChannel.CALL)
_serials = count(7000)


@dataclass(slots=True)
class City:
    """Who acts in the world, and the firms whose cases are there."""

    people: People
    firm: Organization
    neighbour: Organization
    far_firm: Organization
    told: int = 0

    def by(self, name: str) -> Actor:
        """Return one of the people."""
        return self.people.viewers[name].actor

    @property
    def nobody(self) -> Actor:
        """Return somebody who is not signed in."""
        return ANONYMOUS

    def change(self, name: str, **changes: Any) -> None:
        """Change what is known of one of the viewers."""
        self.people.viewers[name] = replace(self.people.viewers[name], **changes)

    def holder(self, actor: Actor, firm_id: UUID) -> None:
        """Let the holder of a return code read as well."""
        name = "holder of a code"
        self.people.viewers[name] = Viewer(
            name=name, column="firm", actor=actor, organizations=frozenset({firm_id})
        )

    def text(self, what: str) -> str:
        """Return a text that stands nowhere else in the world."""
        self.told += 1
        return f"{what}，第{self.told:03d}句仅此一处"


async def a_firm(area_code: str) -> Organization:
    serial = next(_serials)
    code = credit_code.generate(area_code, serial)
    return await register_firm(
        FirmDraft(credit_code=code, name=f"虚构企业{serial}号", area_code=area_code), actor=SYSTEM
    )


async def a_case(city: City, who: str, firm: Organization, **given: Any) -> Submission:
    filing = cases.Filing(firm_id=firm.id, body=city.text("诉求正文"), tier="NEW_SPARK", **given)
    return await cases.file(filing, actor=city.by(who))


async def a_task(
    city: City, who: str, firm: Organization, place: str, *, kind: Kind, **given: Any
) -> Task:
    case = await a_case(city, who, firm, **given)
    lead = await body("COMM")
    [task] = await tasks.accept_and_dispatch(
        case,
        assignments=[tasks.Assignment(lead.id, text=city.text("交办要求"))],
        kind=kind,
        actor=city.by(f"federation {place}"),
    )
    return task


async def answered(city: City, task: Task) -> Submission:
    if task.is_masked:  # a hidden firm is not called, it is written to
        officer = city.by("officer in charge")
        await tasks.write_to_firm(task, text=city.text("留言"), actor=officer)
    await tasks.answer(
        await Task.get(id=task.id),
        text=city.text("答复"),
        outcome=Outcome.PLANNED,
        planned_on=clock.today() + timedelta(days=60),
        detail=city.text("依据"),
        contact=None if task.is_masked else CALL,
        actor=city.by("officer in charge"),
    )
    return await Submission.get(id=task.submission_id)
