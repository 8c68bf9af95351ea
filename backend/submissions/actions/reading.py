"""Who read a case whose firm is hidden: written down once for each person, case and day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import sql, unit_of_work
from backend.events import Draft, record_many
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.submissions.models import Submission
from backend.submissions.sides import hides_firm, office_seat
from backend.submissions.vocabulary import HIDES_THE_FIRM
from backend.submissions.voice_models import AccessKind, AccessLog


async def log_reading(actor: Actor, case_ids: Collection[UUID]) -> None:
    """Write down that the actor read these cases, those of them whose firm is hidden.

    Runs before the answer leaves; who read a case today already costs one look at an index.
    """
    hidden = sql.is_in("submission.visibility", sorted(HIDES_THE_FIRM))
    cases = await sql.rows(Submission, sql.is_in("submission.id", case_ids) & hidden)
    logs = await _entries(cases, actor=actor, kind=AccessKind.READ)
    known = await _known(logs)
    new = [log for log in logs if (log.submission_id, log.read_on) not in known]
    if new:
        async with unit_of_work():
            await _keep(new, actor=actor)


async def log_revealing(case: Submission, *, actor: Actor) -> None:
    """Write down that the actor learnt the number of a hidden firm; the caller holds the unit."""
    if hides_firm(case):
        await _keep(await _entries([case], actor=actor, kind=AccessKind.REVEALED), actor=actor)


async def _entries(
    cases: Collection[Submission], *, actor: Actor, kind: AccessKind
) -> list[AccessLog]:
    """Return an entry for each case that the actor reads in an office."""
    seats = {case.id: seat for case in cases if (seat := office_seat(actor, case))}
    if actor.person_id is None or not seats:
        return []
    wanted = {seat.organization_id for seat in seats.values()}
    offices = await sql.rows(Organization, sql.is_in("organization.id", wanted))
    kinds = {office.id: office.kind for office in offices}
    now = clock.now()
    return [
        AccessLog(
            submission_id=case.id,
            person_id=actor.person_id,
            token_id=actor.token_id,
            role=seats[case.id].role,
            organization_id=seats[case.id].organization_id,
            organization_kind=kinds[seats[case.id].organization_id],
            kind=kind,
            read_on=clock.date_in(await organizations.zone_of(case.area_code), now),
            read_at=now,
            area_code=case.area_code,
        )
        for case in cases
        if case.id in seats
    ]


async def _known(logs: Collection[AccessLog]) -> set[tuple[UUID, date]]:
    """Return which of these readings are written down already."""
    if not logs:
        return set()
    reader = next(iter(logs)).person_id
    mine = sql.Where("access_log.person_id = ? AND access_log.kind = ?", (reader, AccessKind.READ))
    theirs = sql.is_in("access_log.submission_id", {log.submission_id for log in logs})
    days = sql.is_in("access_log.read_on", {log.read_on for log in logs})
    found = await sql.rows(AccessLog, theirs & mine & days)
    return {(log.submission_id, log.read_on) for log in found}


async def _keep(logs: Collection[AccessLog], *, actor: Actor) -> None:
    """Keep entries with their events, but those that another request wrote at the same moment."""
    await AccessLog.bulk_create(logs, ignore_conflicts=True)
    kept = await sql.rows(AccessLog, sql.is_in("access_log.id", {log.id for log in logs}))
    # The firm reads these events: they name a role and a kind of office, never which one.
    drafts = [
        Draft(
            name="submission.read",
            aggregate_type=AccessLog.__name__,
            aggregate_id=log.id,
            actor=actor,
            area_code=log.area_code,
            thread_id=log.submission_id,
            payload={
                "kind": log.kind,
                "role": log.role,
                "organization_kind": log.organization_kind,
            },
        )
        for log in kept
    ]
    await record_many(drafts, silent=False)
