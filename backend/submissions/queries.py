"""Who sees which case, and what he may do with it now."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.actor import DEPARTMENT_ROLES, Actor, Role, Scope
from backend.db import sql
from backend.submissions.leading import cases_of, is_before_a_leader
from backend.submissions.models import Reply, State, Submission, Visibility
from backend.submissions.policy import MAY, complaint_goes_to, leads
from backend.submissions.sides import hides_firm, seat_in_chamber
from backend.submissions.vocabulary import ChamberStanding
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
    if row.open_part_count:
        return FirmWord.IN_HANDLING
    return FIRM_WORDS.get(row.state)


def not_complained_of(actor: Actor) -> sql.Where:
    """Everything but the cases that complain of an organization the actor works for."""
    offices = complained_of(actor)
    if not offices:
        return sql.EVERYTHING
    others = sql.Where("submission.complained_of_id IS NULL")
    return others | ~sql.is_in("submission.complained_of_id", offices)


def complained_of(actor: Actor) -> list[UUID]:
    """Return the organizations a complaint about which the actor must not see: where he works."""
    theirs = {seat.organization_id for seat in actor.seats if seat.role is not Role.ENTREPRENEUR}
    return sorted(theirs)


def audited_by(actor: Actor) -> sql.Where:
    """What an auditor of the area reads: cases that were disputed or drawn."""
    theirs = sql.is_in("submission.area_code", sorted(actor.areas_as(Role.AUDITOR)))
    return theirs & sql.Where("(submission.dispute_count > 0 OR submission.is_sampled)")


def filed_by_chamber_of(actor: Actor) -> sql.Where:
    """Cases that the actor's own chamber filed for a member, until the member objects."""
    filed = sql.is_in("submission.chamber_id", actor.organizations_as(Role.CHAMBER_HEAD))
    objected = sql.Where("submission.chamber_standing <> ?", (ChamberStanding.OBJECTED,))
    return filed & objected


def visible_to(actor: Actor) -> sql.Where:
    """Cases of the actor's own firm, of his area's charge, and those given to his department.

    An auditor reads what was disputed or drawn. Nobody reads a complaint about his own people.
    """
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
    seen |= filed_by_chamber_of(actor)
    seen |= audited_by(actor) | cases_of(actor)
    seen &= not_complained_of(actor)
    return seen & sql.Where("submission.state <> ?", (State.DRAFT,))


def reads_only_as_auditor(actor: Actor, row: Submission) -> bool:
    """Whether it is an auditor's seat alone that lets the actor read the case."""
    if actor.seat_as(Role.AUDITOR, area_code=row.area_code) is None:
        return False
    if actor.belongs_to(row.firm_id) or actor.seat_as(*AREA_ROLES, area_code=row.area_code):
        return False
    leading = leads(row)
    return not any(
        seat.role in DEPARTMENT_ROLES and seat.organization_id in leading for seat in actor.seats
    )


def identity_visible(actor: Actor, row: Submission) -> bool:
    """Whether the actor may learn which firm it is: a confidential one is hidden from departments.

    A program learns it only by an explicit scope, an auditor never; an anonymous one nobody does.
    """
    if reads_only_as_auditor(actor, row):
        return False
    if not actor.may_use(Scope.IDENTITY) and not actor.belongs_to(row.firm_id):
        return False
    if not hides_firm(row):
        return True
    if actor.belongs_to(row.firm_id) or actor.is_system:
        return True
    if row.visibility is Visibility.ANONYMOUS:
        return False
    if seat_in_chamber(actor, row) is not None:
        return True
    # Who verifies a case knows whose it is: of a complaint that is the supervisor.
    verifying = (Role.FEDERATION, Role.LEADER, complaint_goes_to(row))
    knows = verifying if row.complained_of_id is not None else verifying[:2]
    seat = actor.seat_as(*knows, area_code=row.area_code)
    return seat is not None or is_before_a_leader(actor, row)


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
    offices = sql.is_in("submission.area_code", actor.areas_as(*AREA_ROLES)) | cases_of(actor)
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
