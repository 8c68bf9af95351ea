"""Who the people of an audience are, for one event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from backend import clock
from backend.accounts.models import Membership
from backend.actor import DEPARTMENT_ROLES, Role
from backend.db import sql
from backend.desk.models import Mention
from backend.events import Event
from backend.notifications.telling import Audience
from backend.organizations.queries import tree
from backend.submissions.models import Submission
from backend.tasks.models import Support, Task
from backend.tasks.workflow import OPEN_STATES

_STANDS = "membership.since <= ? AND (membership.until IS NULL OR membership.until > ?)"


# Events about a firm's tier belong to no case.
@dataclass(frozen=True, slots=True)
class Scene:
    """An event with its case, and the tasks it is about: its own, else every open one."""

    event: Event
    case: Submission | None
    tasks: tuple[Task, ...]

    @property
    def firm_id(self) -> UUID | None:
        """Return the firm that the event concerns."""
        return self.case.firm_id if self.case else sql.as_uuid(self.event.payload.get("firm_id"))


async def scene_of(event: Event) -> Scene:
    """Return the scene of an event."""
    if event.thread_id is None:
        return Scene(event, None, ())
    case = await Submission.get(id=event.thread_id)
    is_one_s = event.aggregate_type == Task.__name__
    which = {"id": event.aggregate_id} if is_one_s else {"submission_id": case.id}
    found = await Task.filter(**which).order_by("id")
    return Scene(event, case, tuple(t for t in found if is_one_s or t.state in OPEN_STATES))


async def people_of(audience: Audience, scene: Scene) -> dict[UUID, Task | None]:
    """Return whom to tell, each with the task it is about for him."""
    if audience is Audience.DEPARTMENT:
        told: dict[UUID, Task | None] = {}
        for task in scene.tasks:
            told.update(dict.fromkeys(await _of([task.department_id], DEPARTMENT_ROLES), task))
        return told
    task = scene.tasks[0] if len(scene.tasks) == 1 else None
    return dict.fromkeys(await _FINDERS[audience](scene), task)


async def _firm(scene: Scene) -> list[UUID]:
    return await _of([scene.firm_id], {Role.ENTREPRENEUR})


async def _chamber(scene: Scene) -> list[UUID]:
    return await _of([scene.case.chamber_id if scene.case else None], {Role.CHAMBER_HEAD})


async def _clerk(scene: Scene) -> list[UUID]:
    if scene.case is not None and scene.case.verifier_id is not None:
        return [scene.case.verifier_id]
    return await _FINDERS[Audience.FEDERATION](scene)


async def _supporter(scene: Scene) -> list[UUID]:
    support = await Support.get(id=scene.event.aggregate_id)
    return await _of([support.department_id], DEPARTMENT_ROLES)


async def _heads(scene: Scene) -> list[UUID]:
    payload = scene.event.payload
    one = [payload.get("department_id")]
    several = cast("list[object]", payload.get("department_ids", one))
    return await _of([sql.as_uuid(each) for each in several], {Role.DEPARTMENT_HEAD})


async def _leader(scene: Scene) -> list[UUID]:
    leader_id = sql.as_uuid(scene.event.payload.get("leader_id"))
    return [leader_id] if leader_id is not None else []


async def _mentioned(scene: Scene) -> list[UUID]:
    mentions = await Mention.filter(note_id=scene.event.aggregate_id).order_by("id")
    return [mention.person_id for mention in mentions]


async def _other_side(scene: Scene) -> list[UUID]:
    """Of a message: the firm, or whoever handles the case."""
    if not scene.event.payload.get("from_firm"):
        return await _firm(scene)
    handling = await _of([task.department_id for task in scene.tasks], DEPARTMENT_ROLES)
    return handling or await _clerk(scene)


def _in_area(role: Role) -> Callable[[Scene], Awaitable[list[UUID]]]:
    """Return who finds the holders of a role in the area of an event, else in the nearest above."""

    async def find(scene: Scene) -> list[UUID]:
        code = scene.case.area_code if scene.case else scene.event.area_code
        for area in (await tree()).chain(code):
            where = sql.Where("membership.area_code = ?", (area.code,))
            if found := await _holding({role}, where):
                return found
        return []

    return find


_FINDERS: Mapping[Audience, Callable[[Scene], Awaitable[list[UUID]]]] = {
    Audience.FIRM: _firm,
    Audience.CHAMBER: _chamber,
    Audience.CLERK: _clerk,
    Audience.FEDERATION: _in_area(Role.FEDERATION),
    Audience.COORDINATOR: _in_area(Role.COORDINATOR),
    Audience.SUPERVISOR: _in_area(Role.SUPERVISOR),
    Audience.AUDITOR: _in_area(Role.AUDITOR),
    Audience.SUPPORTER: _supporter,
    Audience.HEAD: _heads,
    Audience.LEADER: _leader,
    Audience.MENTIONED: _mentioned,
    Audience.OTHER_SIDE: _other_side,
}


async def _of(organizations: Collection[UUID | None], roles: Collection[Role]) -> list[UUID]:
    """Return the people who hold one of these roles in one of the organizations now."""
    named = {each for each in organizations if each is not None}
    return await _holding(roles, sql.is_in("membership.organization_id", named))


async def _holding(roles: Collection[Role], where: sql.Where) -> list[UUID]:
    now = clock.now()
    standing = sql.is_in("membership.role", roles) & sql.Where(_STANDS, (now, now)) & where
    held = await sql.rows(Membership, standing, order="membership.since, membership.id")
    return [membership.person_id for membership in held]
