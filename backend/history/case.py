"""The rows of one past case, made from its line of the file. Outcome, verdict and contact stay null:
nothing is invented.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from backend.history.attendees import Attendee
from backend.history.days import Instants
from backend.history.rows import HistoryRow
from backend.organizations.models import Organization
from backend.submissions.models import (
    AccessReason,
    Channel,
    ClosedBy,
    Handling,
    State,
    Submission,
    SubmissionAccess,
)
from backend.surveys.models import AnsweredVia, Evaluation, Invitation, InvitationState
from backend.tasks.models import Task, TaskState

CONTACT_LIMIT = timedelta(hours=24)
LINK_VALID_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Handlers:
    """Who acts for the organizations' part of a case; `lead_also_coordinates` as in the task."""

    department: Organization
    federation: Organization | None
    coordinator: Organization | None
    lead_also_coordinates: bool


@dataclass(frozen=True, slots=True)
class PastCase:
    """One past case, ready to be written."""

    row: HistoryRow
    at: Instants
    handlers: Handlers
    submission: Submission
    handling: Handling
    task: Task | None
    access: SubmissionAccess | None
    invitation: Invitation | None
    evaluation: Evaluation | None


def import_key(row: HistoryRow) -> str:
    """Return what makes a row of a file the same case however often it is loaded."""
    return f"history:{row.id}"


def past_case(
    row: HistoryRow, *, at: Instants, number: str, attendee: Attendee, handlers: Handlers
) -> PastCase:
    """Return all rows of a past case."""
    submission = _submission(row, at, number=number, attendee=attendee, handlers=handlers)
    is_dispatched = at.assigned is not None
    return PastCase(
        row=row,
        at=at,
        handlers=handlers,
        submission=submission,
        handling=_handling(submission, at, department_id=handlers.department.id),
        task=_task(submission, at, handlers=handlers),
        access=SubmissionAccess(
            submission_id=submission.id,
            organization_id=handlers.department.id,
            reason=AccessReason.TASK,
        )
        if is_dispatched
        else None,
        invitation=_invitation(submission, at),
        evaluation=_evaluation(submission, row, at),
    )


def _submission(
    row: HistoryRow, at: Instants, *, number: str, attendee: Attendee, handlers: Handlers
) -> Submission:
    is_open_task = at.assigned is not None and at.done is None
    return Submission(
        number=number,
        state=_state(at),
        area_code=row.area_code,
        channel=Channel.SALON,
        kind=row.kind,
        category_code=row.category_code,
        category_is_guessed=False,
        tier=row.tier,
        title=f"月度沙龙建议 {row.id}",
        body=f"沙龙 {row.salon} 上提出的建议（历史记录，未录入原文）。",
        firm_id=attendee.firm_id,
        filed_by_id=attendee.person_id,
        import_key=import_key(row),
        recorded=True,
        filed_at=at.submitted,
        accepted_at=at.submitted,
        dispatched_at=at.assigned,
        answered_at=at.done,
        closed_at=at.done,
        open_task_count=int(is_open_task),
        lead_department_id=handlers.department.id if at.assigned else None,
        lead_also_coordinates=handlers.lead_also_coordinates,
        grade=row.grade,
        closed_by=ClosedBy.RECORDED if at.done else None,
    )


def _state(at: Instants) -> State:
    if at.done is not None:
        return State.CLOSED
    return State.ACCEPTED if at.assigned is None else State.IN_HANDLING


def _handling(submission: Submission, at: Instants, *, department_id: UUID) -> Handling:
    return Handling(
        submission_id=submission.id,
        round=submission.round,
        area_code=submission.area_code,
        channel=submission.channel,
        kind=submission.kind,
        category_code=submission.category_code,
        tier=submission.tier,
        department_id=department_id if at.assigned else None,
        recorded=True,
        filed_at=at.submitted,
        accepted_at=at.submitted,
        dispatched_at=at.assigned,
        due_at=at.due,
        extended_due_at=at.extended_due,
        extension_granted_at=at.granted,
        done_at=at.done,
        answered_at=at.done,
        closed_at=at.done,
        closed_by=submission.closed_by,
        invited_at=at.invited,
        graded_at=at.graded,
        grade=submission.grade,
    )


def _task(submission: Submission, at: Instants, *, handlers: Handlers) -> Task | None:
    if at.assigned is None or at.due is None:
        return None
    state = (
        TaskState.DONE if at.done else TaskState.IN_PROGRESS if at.started else TaskState.ASSIGNED
    )
    return Task(
        submission_id=submission.id,
        round=submission.round,
        department_id=handlers.department.id,
        firm_id=submission.firm_id,
        state=state,
        area_code=submission.area_code,
        kind=submission.kind,
        assigned_at=at.assigned,
        due_at=at.extended_due or at.due,
        original_due_at=at.due,
        contact_due_at=at.assigned + CONTACT_LIMIT,
        started_at=at.started,
        claimed_at=at.done,
        done_at=at.done,
        lead_also_coordinates=handlers.lead_also_coordinates,
        recorded=True,
    )


def _invitation(submission: Submission, at: Instants) -> Invitation | None:
    """An invitation of the past: its link was never made, so nothing opens it."""
    if at.invited is None:
        return None
    return Invitation(
        submission_id=submission.id,
        round=submission.round,
        state=InvitationState.ANSWERED if at.graded else InvitationState.EXPIRED,
        nonce=secrets.token_urlsafe(32),
        token_hash=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
        scheduled_for=at.invited,
        sent_at=at.invited,
        expires_at=at.invited + LINK_VALID_FOR,
        answered_at=at.graded,
    )


def _evaluation(submission: Submission, row: HistoryRow, at: Instants) -> Evaluation | None:
    if row.grade is None or at.graded is None:
        return None
    return Evaluation(
        submission_id=submission.id,
        round=submission.round,
        grade=row.grade,
        answered_via=AnsweredVia.IMPORT,
        answered_at=at.graded,
    )
