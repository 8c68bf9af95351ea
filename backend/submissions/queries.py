"""Who sees which case, and what he may do with it now."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.submissions.models import Reply, State, Submission, Visibility
from backend.submissions.policy import MAY
from backend.submissions.workflow import STEPS, Act
from backend.workflow import refusal

# Whoever holds one of these sees the cases of his area; a department sees the cases it was given.
AREA_ROLES = (Role.FEDERATION, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER, Role.LEADER_OFFICE)


class FirmWord(StrEnum):
    """The words in which the firm reads the state of its case."""

    SUBMITTED = "SUBMITTED"
    WAITING_FOR_YOU = "WAITING_FOR_YOU"
    IN_HANDLING = "IN_HANDLING"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


FIRM_WORDS: dict[State, FirmWord] = {
    State.FILED: FirmWord.SUBMITTED,
    State.VERIFYING: FirmWord.SUBMITTED,
    State.NEEDS_INFO: FirmWord.WAITING_FOR_YOU,
    State.ACCEPTED: FirmWord.IN_HANDLING,
    State.IN_HANDLING: FirmWord.IN_HANDLING,
    State.DISPUTED: FirmWord.IN_HANDLING,
    State.ANSWERED: FirmWord.ANSWERED,
    State.CLOSED: FirmWord.CLOSED,
    State.DECLINED: FirmWord.DECLINED,
    State.WITHDRAWN: FirmWord.WITHDRAWN,
}


def firm_word(row: Submission) -> FirmWord | None:
    """Return the firm's word for the state; a draft has none."""
    if row.state is State.IN_HANDLING and row.waiting_task_count:
        return FirmWord.WAITING_FOR_YOU
    return FIRM_WORDS.get(row.state)


def visible_to(actor: Actor) -> sql.Where:
    """Cases of the actor's own firm, of his area's charge, and those given to his department."""
    if actor.is_system:
        return sql.EVERYTHING
    if not actor.may_use(Scope.READ):
        return sql.NOTHING
    seen = sql.is_in("submission.area_code", actor.areas_as(*AREA_ROLES))
    seen |= sql.is_in("submission.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    if departments := actor.organizations_as(*DEPARTMENT_ROLES):
        granted = sql.is_in("submission_access.organization_id", departments)
        seen |= sql.Where(
            "EXISTS (SELECT 1 FROM submission_access WHERE "
            f"submission_access.submission_id = submission.id AND {granted.text})",
            granted.values,
        )
    return seen & sql.Where("submission.state <> ?", (State.DRAFT,))


def identity_visible(actor: Actor, row: Submission) -> bool:
    """Whether the actor may learn which firm it is: a confidential one is hidden from departments.

    A program learns it only by an explicit scope.
    """
    if not actor.may_use(Scope.IDENTITY) and not actor.belongs_to(row.firm_id):
        return False
    if row.visibility is not Visibility.CONFIDENTIAL:
        return True
    if actor.belongs_to(row.firm_id) or actor.is_system:
        return True
    seat = actor.seat_as(Role.FEDERATION, Role.LEADER, area_code=row.area_code)
    return seat is not None


def viewer_acts(row: Submission, actor: Actor) -> list[Act]:
    """Return exactly the acts the server would accept from this person now."""
    return [
        act
        for act, step in STEPS.items()
        if step.offered
        and step.by == "person"
        and MAY[act](actor, row) is not None
        and refusal(row, step) is None
    ]


def replies_visible_to(actor: Actor) -> sql.Where:
    """Replies of visible cases; before they are shown only offices read them, never the firm."""
    cases = visible_to(actor)
    shown = sql.Where("reply.published_at IS NOT NULL")
    offices = sql.is_in("submission.area_code", actor.areas_as(*AREA_ROLES))
    offices |= sql.is_in("reply.department_id", actor.organizations_as(*DEPARTMENT_ROLES))
    if actor.is_system:
        offices = sql.EVERYTHING
    seen = cases & (shown | offices)
    return sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE submission.id = reply.submission_id "
        f"AND ({seen.text}))",
        seen.values,
    )


async def replies_of(submission: Submission) -> list[Reply]:
    """Return the replies of the present round, published or not."""
    replies = Reply.filter(submission_id=submission.id, round=submission.round)
    return await replies.order_by("id")


async def by_id(submission_id: UUID) -> Submission:
    """Return the case an inner row points to; it exists by foreign key."""
    return await Submission.get(id=submission_id)
