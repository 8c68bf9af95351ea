"""A leader reads a case; the Federation puts one before him."""

from __future__ import annotations

from uuid import UUID

from backend import clock
from backend.accounts.actors import actor_of_person
from backend.accounts.models import Membership
from backend.actor import ANONYMOUS, Actor, Role
from backend.db import clean_text, sql, unit_of_work
from backend.db.ids import uuid7
from backend.errors import Invalid, Words, not_allowed
from backend.events import record
from backend.instructions.models import NOTE_LENGTH, LeaderRead, SentToLeader
from backend.submissions import policy as case_policy
from backend.submissions.leading import Lead, is_before_a_leader, leaders_on
from backend.submissions.models import Submission
from backend.submissions.telling import tell
from backend.submissions.workflow import STEPS, Act
from backend.workflow import ensure_possible


async def mark_read(
    submission: Submission, *, actor: Actor, leader_id: UUID | None = None
) -> LeaderRead:
    """Note that a leader has read a case; his office may note it for him. Twice is no mistake."""
    leads = leaders_on(actor, submission)
    if leader_id is not None:
        leads = [lead for lead in leads if lead.leader.person_id == leader_id]
    if not leads:
        raise not_allowed()
    if leads[0].is_by_office and len({lead.leader.person_id for lead in leads}) > 1:
        raise Invalid(
            Words("请选择代哪位领导办理", "Say for which leader you act"),
            path=("input", "leaderId"),
        )
    lead = leads[0]
    async with unit_of_work():
        mark = await keep_read(submission, lead)
        await record(
            "leader_read.marked",
            mark,
            actor=actor,
            seat=lead.seat,
            area_code=submission.area_code,
            payload={"leader_id": mark.leader_id, "office_id": mark.office_id},
        )
    return mark


async def keep_read(submission: Submission, lead: Lead) -> LeaderRead:
    """Keep the mark: the first time stays, the last one moves. The caller holds the unit."""
    now = clock.now()
    office_id = lead.seat.organization_id if lead.is_by_office else None
    await sql.execute(
        'INSERT INTO leader_read ("id", "leader_id", "submission_id", "first_read_at", '
        '"last_read_at", "office_id") VALUES (?, ?, ?, ?, ?, ?) '
        'ON CONFLICT ("leader_id", "submission_id") DO UPDATE SET '
        '"last_read_at" = excluded."last_read_at", "office_id" = excluded."office_id"',
        (uuid7(), lead.leader.person_id, submission.id, now, now, office_id),
    )
    return await LeaderRead.get(leader_id=lead.leader.person_id, submission_id=submission.id)


async def send_to_leader(
    submission: Submission,
    *,
    membership_id: UUID,
    note: str = "",
    actor: Actor,
    expected_version: int | None = None,
) -> SentToLeader:
    """Put a case before a leader who may see it; sent again it is new to him again.

    Raises Invalid for a membership that is no leader's, or before whom the case does not come.
    """
    seat = case_policy.ensure_may(Act.SEND_TO_LEADER, submission, actor=actor)
    step = STEPS[Act.SEND_TO_LEADER]
    ensure_possible(submission, step, expected_version=expected_version)
    note = clean_text(note, maximum=NOTE_LENGTH, path=("input", "note"))
    membership = await Membership.get_or_none(id=membership_id, role=Role.LEADER)
    leader = ANONYMOUS if membership is None else await actor_of_person(membership.person_id)
    leader_id = leader.person_id
    if leader_id is None or not is_before_a_leader(leader, submission):
        raise Invalid(
            Words("请选择此诉求范围内的领导", "Choose a leader who may see this case"),
            path=("input", "membershipId"),
        )
    async with unit_of_work():
        now = clock.now()
        await sql.execute(
            'INSERT INTO sent_to_leader ("id", "leader_id", "submission_id", "sent_by_id", '
            '"note", "sent_at") VALUES (?, ?, ?, ?, ?, ?) '
            'ON CONFLICT ("leader_id", "submission_id") DO UPDATE SET '
            '"sent_by_id" = excluded."sent_by_id", "note" = excluded."note", '
            '"sent_at" = excluded."sent_at"',
            (uuid7(), leader_id, submission.id, actor.person_id, note or None, now),
        )
        facts = {"leader_id": leader_id}
        await tell("sent_to_leader", submission, actor=actor, seat=seat, payload=facts)
    return await SentToLeader.get(leader_id=leader_id, submission_id=submission.id)
