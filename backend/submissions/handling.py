"""What every figure is counted from, and who else may see a case.

`submissions` owns both tables; the packages above write them through these functions, in their
own unit.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.db import sql
from backend.db.ids import uuid7
from backend.submissions.models import AccessReason, ClosedBy, Handling, Move, Submission


async def begin_round(
    submission: Submission,
    *,
    dispatched_at: datetime | None = None,
    department_id: UUID | None = None,
    due_at: datetime | None = None,
    contact_due_at: datetime | None = None,
) -> None:
    """Open the facts of the case's present round."""
    if submission.filed_at is None:
        raise ValueError("a case that was never filed has no round")
    await Handling.create(
        submission_id=submission.id,
        round=submission.round,
        area_code=submission.area_code,
        channel=submission.channel,
        kind=submission.kind,
        category_code=submission.category_code,
        tier=submission.tier,
        department_id=department_id,
        recorded=submission.recorded,
        is_moved=await has_moved(submission),
        filed_at=submission.filed_at,
        accepted_at=submission.accepted_at,
        dispatched_at=dispatched_at,
        due_at=due_at,
        contact_due_at=contact_due_at,
    )


async def has_moved(submission: Submission) -> bool:
    """Return whether the case came from another area; in its first round that is told later."""
    return submission.round > 1 and await Move.filter(submission_id=submission.id).exists()


async def note(submission: Submission, /, *, round_number: int = 0, **facts: object) -> None:
    """Write facts of a round (default: the present one); each fact names a column."""
    rounds = Handling.filter(submission_id=submission.id, round=round_number or submission.round)
    await rounds.update(**facts)


async def note_area(submission: Submission) -> None:
    """Let all rounds follow the case to its area; where it was before stands in its events."""
    rounds = Handling.filter(submission_id=submission.id)
    await rounds.update(area_code=submission.area_code, is_moved=True)


async def draw_sample(submission_id: UUID) -> None:
    """Let the auditor read the case: one of its replies was drawn."""
    await Submission.filter(id=submission_id, is_sampled=False).update(is_sampled=True)


async def note_first(submission: Submission, column: str, at: datetime) -> None:
    """Write the instant of a fact that counts once: the first time stays."""
    rounds = Handling.filter(submission_id=submission.id, round=submission.round)
    await rounds.filter(**{f"{column}__isnull": True}).update(**{column: at})


async def note_hand_over(
    submission: Submission, *, department_id: UUID, contact_due_at: datetime, at: datetime
) -> None:
    """Write who handles the round from now on; who did before stays beside it.

    The first hand-over of a round alone is told: a second one would take a past day from somebody.
    """
    await sql.execute(
        "UPDATE handling SET handed_over_at = ?, previous_department_id = department_id, "
        "previous_contact_due_at = contact_due_at, department_id = ?, contact_due_at = ? "
        "WHERE submission_id = ? AND round = ? AND handed_over_at IS NULL",
        (at, department_id, contact_due_at, submission.id, submission.round),
    )


async def note_new_due(submission: Submission, *, at: datetime) -> datetime | None:
    """Keep the round's due if it has passed when a task gets a new one; return it, else None.

    A due that has not passed says nothing of past days: it may move without a trace.
    """
    present = await Handling.get(submission_id=submission.id, round=submission.round)
    due_at = present.paused_due_at or present.due_at
    if due_at is None or at < due_at:
        return None
    passed = present.previous_due_at or due_at
    await note(submission, new_due_from=at, previous_due_at=passed)
    return passed


async def note_closing(submission: Submission, *, at: datetime, closed_by: ClosedBy) -> None:
    """Write how the round was closed: the first closing stays, upholding is a fact beside it."""
    if closed_by is ClosedBy.UPHELD:
        await note(submission, upheld_at=at)
    rounds = Handling.filter(submission_id=submission.id, round=submission.round)
    await rounds.filter(closed_at__isnull=True).update(closed_at=at, closed_by=closed_by)


async def grant_access(
    submission: Submission, organization_id: UUID, *, reason: AccessReason
) -> None:
    """Let an organization see the case; granting twice is granting once."""
    await sql.execute(
        'INSERT INTO submission_access ("id", "submission_id", "organization_id", "reason") '
        "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (uuid7(), submission.id, organization_id, reason),
    )


async def revoke_access(
    submission_id: UUID, organization_id: UUID, *, reason: AccessReason
) -> None:
    """Take back what was granted for this reason; what it may see for another one stays."""
    await sql.execute(
        'DELETE FROM submission_access WHERE "submission_id" = ? AND "organization_id" = ? '
        'AND "reason" = ?',
        (submission_id, organization_id, reason),
    )


async def count_tasks(submission_id: UUID, *, opened: int = 0, waiting: int = 0) -> Submission:
    """Move the counts of open and waiting tasks and return the case, locked by this write."""
    await sql.execute(
        "UPDATE submission SET open_task_count = open_task_count + ?, "
        "waiting_task_count = waiting_task_count + ?, version = version + 1 WHERE id = ?",
        (opened, waiting, submission_id),
    )
    return await Submission.get(id=submission_id)
