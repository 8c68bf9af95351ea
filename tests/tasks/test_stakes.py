"""Nobody acts in an office on the case of his own firm, nor on a complaint about his own people."""

from __future__ import annotations

import pytest

from backend.accounts.actions import give_role
from backend.accounts.actors import actor_of_person
from backend.accounts.models import Person
from backend.actor import SYSTEM, Actor, Role
from backend.organizations.models import Organization
from backend.tasks import policy, queries
from backend.tasks.models import Support, Task
from backend.tasks.policy import MAY, MAY_SUPPORT
from backend.tasks.workflow import TaskAct
from tests.instructions.cast import a_leader
from tests.submissions.cast import Cast, the_cast
from tests.tasks.test_support import supported

pytestmark = pytest.mark.usefixtures("database")

OF_THE_FIRM = {TaskAct.REPLY, TaskAct.CONTEST}


async def offices(cast: Cast, officer: Actor) -> list[Actor]:
    """Return somebody of every office that acts on tasks and on what is asked beside them."""
    leader, hrss = await a_leader(), officer
    return [cast.officer, cast.coordinator, cast.clerk, cast.supervisor, leader, hrss]


def may(actor: Actor, task: Task, row: Support) -> set[str]:
    """Return every act that the actor's seats give him."""
    acts = {str(act) for act, rule in MAY.items() if act not in OF_THE_FIRM and rule(actor, task)}
    return acts | {str(act) for act, rule in MAY_SUPPORT.items() if rule(actor, row)}


async def test_whoever_also_speaks_for_the_firm_does_nothing_for_an_office() -> None:
    cast = await the_cast()
    task, row, hrss = await supported(cast)
    task.extensions_granted = 1  # the next one is a leader's
    firm = await Organization.get(id=cast.firm_id)
    for actor in await offices(cast, hrss):
        assert may(actor, task, row), actor.roles
        assert actor.person_id is not None
        person = await Person.get(id=actor.person_id)
        await give_role(person, Role.ENTREPRENEUR, organization=firm, actor=SYSTEM)
        both = await actor_of_person(actor.person_id)
        assert may(both, task, row) == set(), actor.roles
        assert {*queries.viewer_acts(task, both)} <= OF_THE_FIRM


async def test_the_people_complained_of_do_nothing() -> None:
    cast = await the_cast()
    task, row, hrss = await supported(cast)
    for actor in await offices(cast, hrss):
        about = actor.seats[0].organization_id
        task.complained_of_id = row.complained_of_id = about
        assert may(actor, task, row) == set(), actor.roles
        assert not policy.supervises(actor, task)
