"""Every event that has a wording becomes notices; reactions run once for each event."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from backend import clock
from backend.accounts.actors import actor_of_person
from backend.db import after_commit, sql
from backend.events import Event
from backend.notifications import audiences, live
from backend.notifications.audiences import Scene
from backend.notifications.models import Notice
from backend.notifications.telling import Audience
from backend.notifications.wording import NOTICES
from backend.organizations import places
from backend.organizations import queries as organizations
from backend.organizations.models import FirmTier, Organization
from backend.submissions import queries as cases
from backend.submissions.models import Submission
from backend.tasks.models import Task

# Where the day in the words comes from: the case's own promise or question, else the task's due.
_DUE_OF_CASE = {
    ("submission.filed", Audience.FEDERATION): "verify_due_at",
    ("submission.accepted", Audience.FIRM): "promised_due_at",
    ("submission.info_asked", Audience.FIRM): "info_due_at",
}


async def notify(event: Event) -> None:
    """Tell those whom the event concerns and who may see what it is about; never who caused it."""
    if event.name == "task.answered" and not event.payload.get("claimed"):
        return  # it went straight to the firm: there is nothing to review
    scene = await audiences.scene_of(event)
    told: set[UUID] = {event.person_id} if event.person_id else set()
    notices: list[Notice] = []
    for each in NOTICES[event.name]:
        for person_id, task in (await audiences.people_of(each.to, scene)).items():
            if person_id in told or not await _sees(person_id, scene):
                continue
            told.add(person_id)
            notices.append(await _notice(person_id, each.to, scene, task))
    await Notice.bulk_create(notices, ignore_conflicts=True)
    if notices:
        after_commit(live.wake)


async def _sees(person_id: UUID, scene: Scene) -> bool:
    """Whether the person may see what it is about: a notice never tells of what is out of sight."""
    actor = await actor_of_person(person_id)
    if scene.case is None:
        where = sql.Where("firm_tier.id = ?", (scene.event.aggregate_id,))
        return await sql.exists(FirmTier, where & places.tiers_visible_to(actor))
    where = sql.Where("submission.id = ?", (scene.case.id,))
    return await sql.exists(Submission, where & cases.visible_to(actor))


async def _notice(person_id: UUID, to: Audience, scene: Scene, task: Task | None) -> Notice:
    case, event = scene.case, scene.event
    return Notice(
        person_id=person_id,
        event_id=event.id,
        event_name=event.name,
        audience=to.value,
        submission_id=case.id if case else None,
        task_id=task.id if task else None,
        details=await _details(event, to, case, task) if case else {},
        noticed_at=clock.now(),
    )


async def _details(
    event: Event, to: Audience, case: Submission, task: Task | None
) -> dict[str, str]:
    """Return what the words may name: the case's number, a day, a department."""
    details = {"number": case.number or ""}
    if due := await _due(event, to, case, task):
        details["due"] = due
    department_id = task.department_id if task else case.lead_department_id
    if department_id is not None:
        department = await Organization.get(id=department_id)
        details["department"] = department.name
        details["department_en"] = department.name_en or department.name
    return details


async def _due(event: Event, to: Audience, case: Submission, task: Task | None) -> str | None:
    """Return the last day the words name, as the area counts its days."""
    column = _DUE_OF_CASE.get((event.name, to))
    ends: datetime | None = getattr(case, column) if column else task.due_at if task else None
    if ends is None:
        return None
    zone = await organizations.zone_of(case.area_code)
    return clock.date_in(zone, ends - timedelta(microseconds=1)).isoformat()
