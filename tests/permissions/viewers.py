"""Everybody who reads: each role in each relation to the district's case, and their programs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from backend.accounts.actions import enrol, give_role
from backend.accounts.actors import actor_of_person, actor_of_token
from backend.accounts.models import LeaderLevel, Person
from backend.accounts.tokens import create
from backend.actor import ANONYMOUS, SYSTEM, Role, Scope
from backend.organizations.models import Organization
from backend.organizations.queries import codes_under, organization_by_code
from tests.permissions.relations import Portfolio, Program, Viewer

CITY, HERE, THERE = "320500", "320506", "320583"
SCOPES: dict[Program, tuple[Scope, ...]] = {"read": (Scope.READ,), "identity": (Scope.IDENTITY,)}


async def body(code: str) -> Organization:
    """Return one of the founding city's bodies."""
    found = await organization_by_code(code)
    assert found is not None, code
    return found


@dataclass(slots=True)
class People:
    """Enters one person for each seat, and remembers them as viewers."""

    viewers: dict[str, Viewer] = field(default_factory=dict[str, Viewer])
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def enter(
        self,
        name: str,
        column: str,
        role: Role,
        organization: Organization,
        area_code: str = "",
        *,
        level: LeaderLevel | None = None,
        portfolio: Portfolio | None = None,
    ) -> Viewer:
        """Return a new person with one seat, as a viewer."""
        person = await enrol(f"{name} person", phone=f"1990002{next(self._numbers):04d}")
        await give_role(
            person, role, organization=organization, area_code=area_code, leader_level=level
        )
        self.viewers[name] = Viewer(
            name=name,
            column=column,
            actor=await actor_of_person(person.id),
            person_id=person.id,
            organizations=frozenset({organization.id}),
            areas=await codes_under(area_code or organization.area_code),
            portfolio=portfolio or Portfolio(),
        )
        return self.viewers[name]

    async def programs_of(self, *names: str) -> None:
        """Give each of these people two programs: one that reads, one that knows identities."""
        for name in names:
            of = self.viewers[name]
            person = await Person.get(id=of.person_id)
            for program, scopes in SCOPES.items():
                _, secret = await create(
                    person, name=f"{program} of {name}", scopes=scopes, days=30, actor=SYSTEM
                )
                title = f"{name}, program: {program}"
                self.viewers[title] = replace(
                    of, name=title, actor=await actor_of_token(secret), program=program
                )

    async def refreshed(self) -> list[Viewer]:
        """Return everybody, with the seats as they are now, and nobody."""
        found = [
            viewer
            if viewer.program or viewer.person_id is None
            else replace(viewer, actor=await actor_of_person(viewer.person_id))
            for viewer in self.viewers.values()
        ]
        return [*found, Viewer(name="nobody", column="none", actor=ANONYMOUS)]


async def enter_offices(people: People) -> None:
    """Enter the staff of the city and of two districts."""
    for place, area, suffix in (("here", HERE, f"-{HERE}"), ("there", THERE, f"-{THERE}")):
        federation, indit = await body(f"FED{suffix}"), await body(f"INDIT{suffix}")
        await people.enter(f"federation {place}", "fed", Role.FEDERATION, federation)
        await people.enter(f"coordinator {place}", "coor", Role.COORDINATOR, indit)
        await people.enter(f"district officer {place}", "dept", Role.OFFICER, indit)
        await _enter_watch(people, place, area)
    await people.enter("federation above", "fed", Role.FEDERATION, await body("FED"))
    await people.enter("coordinator above", "coor", Role.COORDINATOR, await body("INDIT"))
    await people.enter("officer in charge", "dept", Role.OFFICER, await body("COMM"))
    await people.enter("head in charge", "dept", Role.DEPARTMENT_HEAD, await body("COMM"))
    await people.enter("supporting officer", "dept", Role.OFFICER, await body("HRSS"))
    await people.enter("officer of another department", "dept", Role.OFFICER, await body("SCI"))
    await _enter_watch(people, "above", CITY)


async def _enter_watch(people: People, place: str, area: str) -> None:
    mayor, watch, audit = await body("MAYOR"), await body("SUPERVISE"), await body("AUDIT")
    top, deputy = LeaderLevel.TOP, LeaderLevel.DEPUTY
    await people.enter(f"leader {place}", "lead", Role.LEADER, mayor, area, level=top)
    await people.enter(f"deputy {place}", "depu", Role.LEADER, mayor, area, level=deputy)
    await people.enter(f"office {place}", "offi", Role.LEADER_OFFICE, mayor, area)
    await people.enter(f"supervisor {place}", "supe", Role.SUPERVISOR, watch, area)
    await people.enter(f"auditor {place}", "audi", Role.AUDITOR, audit, area)
    await people.enter(f"admin {place}", "adm", Role.ADMIN, mayor, area)
    await people.enter(f"app {place}", "app", Role.APP, mayor, area)


WITH_PROGRAMS = (
    "firm",
    "chamber",
    "federation here",
    "coordinator here",
    "officer in charge",
    "leader here",
    "supervisor here",
    "auditor here",
    "admin here",
    "app here",
)
