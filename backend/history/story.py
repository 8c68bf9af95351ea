"""What a past case's events are: the steps it took, each done by an organization without a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.actor import SYSTEM, Role, Seat
from backend.events import Draft
from backend.history.case import PastCase
from backend.organizations.models import Organization
from backend.surveys.models import AnsweredVia
from backend.tasks.models import Task


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes drafts of one case: what happened, when, by which organization in which role."""

    case: PastCase

    def of_case(
        self, name: str, at: datetime, seat: Seat | None, payload: Mapping[str, object]
    ) -> Draft:
        case_id = self.case.submission.id
        return self._draft(name, at, seat, payload, aggregate=("Submission", case_id))

    def of_task(
        self,
        task: Task,
        name: str,
        at: datetime,
        seat: Seat | None,
        payload: Mapping[str, object] | None = None,
    ) -> Draft:
        return self._draft(name, at, seat, payload or {}, aggregate=("Task", task.id))

    def _draft(
        self,
        name: str,
        at: datetime,
        seat: Seat | None,
        payload: Mapping[str, object],
        *,
        aggregate: tuple[str, UUID],
    ) -> Draft:
        return Draft(
            name=name,
            aggregate_type=aggregate[0],
            aggregate_id=aggregate[1],
            actor=SYSTEM,
            area_code=self.case.submission.area_code,
            seat=seat,
            thread_id=self.case.submission.id,
            payload=payload,
            occurred_at=at,
        )


def events_of(case: PastCase) -> Iterator[Draft]:
    """Yield the events of a past case in the order in which they happened."""
    teller = _Teller(case)
    yield from _taken_on(case, teller)
    yield from _handled(case, teller)
    yield from _answered(case, teller)


def _taken_on(case: PastCase, teller: _Teller) -> Iterator[Draft]:
    row, at = case.submission, case.at
    filed = {
        "number": row.number,
        "channel": row.channel,
        "kind": row.kind,
        "category_code": row.category_code,
        "tier": row.tier,
        "visibility": row.visibility,
        "promised_due_at": None,
        "recorded": True,
        "salon": case.row.salon,
    }
    yield teller.of_case("submission.filed", at.submitted, _firm(case), filed)
    accepted = {"kind": row.kind, "category_code": row.category_code}
    yield teller.of_case("submission.accepted", at.submitted, _federation(case), accepted)
    if case.task is not None:
        task = case.task
        dispatched = {
            "round": row.round,
            "kind": row.kind,
            "department_id": task.department_id,
            "due_at": at.due,
            "contact_due_at": None,
            "tasks": [{"task_id": task.id, "department_id": task.department_id, "due_at": at.due}],
        }
        yield teller.of_case(
            "submission.dispatched", task.assigned_at, _coordinator(case), dispatched
        )


def _handled(case: PastCase, teller: _Teller) -> Iterator[Draft]:
    at, task, seat = case.at, case.task, _department(case)
    if task is None:
        return
    if at.started is not None:
        yield teller.of_task(task, "task.started", at.started, seat)
    if at.granted is not None:
        asked = {"reason": "", "due_at": at.extended_due}
        yield teller.of_task(task, "task.extension_asked", at.granted, seat, asked)
        granted = {"due_at": at.extended_due}
        decider = _decider(case)
        yield teller.of_task(task, "task.extension_granted", at.granted, decider, granted)
    if at.done is not None:
        answered = {"outcome": None, "claimed": False, "round": task.round}
        yield teller.of_task(task, "task.answered", at.done, seat, answered)


def _answered(case: PastCase, teller: _Teller) -> Iterator[Draft]:
    at, round_number = case.at, case.submission.round
    if at.done is not None:
        answered = {"round": round_number, "outcome": None, "done_at": at.done, "due_at": None}
        yield teller.of_case("submission.answered", at.done, _department(case), answered)
        closed = {"round": round_number, "review": case.row.review or None}
        yield teller.of_case("submission.recorded_closed", at.done, _federation(case), closed)
    if at.invited is not None:
        asked = {"round": round_number}
        yield teller.of_case("survey.invited", at.invited, _federation(case), asked)
    if at.graded is not None:
        graded = {
            "round": round_number,
            "verdict": None,
            "grade": case.row.grade,
            "was_contacted": None,
            "via": AnsweredVia.IMPORT,
        }
        yield teller.of_case("survey.graded", at.graded, _firm(case), graded)


def _seat(case: PastCase, role: Role, organization_id: UUID) -> Seat:
    area_code = case.submission.area_code
    return Seat(role, organization_id, area_code, frozenset({area_code}))


def _firm(case: PastCase) -> Seat:
    return _seat(case, Role.ENTREPRENEUR, case.submission.firm_id)


def _department(case: PastCase) -> Seat:
    return _seat(case, Role.OFFICER, case.handlers.department.id)


def _federation(case: PastCase) -> Seat | None:
    return _seat_of(case, Role.FEDERATION, case.handlers.federation)


def _coordinator(case: PastCase) -> Seat | None:
    return _seat_of(case, Role.COORDINATOR, case.handlers.coordinator)


def _decider(case: PastCase) -> Seat | None:
    """An extension is decided outside the department that asks for it."""
    coordinator = case.handlers.coordinator
    own = coordinator is not None and coordinator.id == case.handlers.department.id
    return _federation(case) if own or coordinator is None else _coordinator(case)


def _seat_of(case: PastCase, role: Role, organization: Organization | None) -> Seat | None:
    return _seat(case, role, organization.id) if organization is not None else None
