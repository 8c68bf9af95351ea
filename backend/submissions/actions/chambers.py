"""A chamber files for its member; the firm is told, and takes over or objects."""

from __future__ import annotations

from uuid import UUID

from backend.actor import Actor, Role, Seat
from backend.db import unit_of_work
from backend.errors import Words, not_allowed
from backend.organizations import places
from backend.organizations.models import Organization
from backend.submissions import policy
from backend.submissions.actions.filing import Filing, enter
from backend.submissions.models import Submission
from backend.submissions.telling import tell
from backend.submissions.vocabulary import ChamberStanding
from backend.submissions.workflow import STEPS, Act
from backend.workflow import move


async def file_for_member(filing: Filing, *, firm: Organization, actor: Actor) -> Submission:
    """File for a member firm, as the head of the chamber the filing names; the area is the firm's."""
    seat = await ensure_may_file_for(firm, chamber_id=filing.chamber_id, actor=actor)
    async with unit_of_work():
        row = await enter(
            filing,
            actor=actor,
            seat=seat,
            area_code=firm.area_code,
            filed_by_id=actor.person_id,
        )
        # No ids: whoever may not learn which firm it is reads this step too.
        await tell("filed_for_member", row, actor=actor, seat=seat)
    return row


async def ensure_may_file_for(firm: Organization, *, chamber_id: UUID | None, actor: Actor) -> Seat:
    """Return the seat of a head of this chamber, of which the firm is a member now."""
    for seat in actor.seats:
        if seat.role is Role.CHAMBER_HEAD and seat.organization_id == chamber_id:
            if await places.is_member(seat.organization_id, firm.id):
                return seat
            raise not_allowed(
                Words(
                    "只能为本商会的会员企业提交",
                    "A chamber files for its own members alone",
                )
            )
    raise not_allowed()


async def take_over(
    submission: Submission, *, actor: Actor, expected_version: int | None = None
) -> None:
    """The firm goes on by itself; its chamber still reads, and acts no more."""
    seat = policy.ensure_may(Act.TAKE_OVER, submission, actor=actor)
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.TAKE_OVER],
            expected_version=expected_version,
            changes={
                "chamber_standing": ChamberStanding.TAKEN_OVER,
                "filed_by_id": actor.person_id,
            },
        )
        await tell("taken_over", submission, actor=actor, seat=seat)


async def object_to_chamber(
    submission: Submission, *, actor: Actor, expected_version: int | None = None
) -> None:
    """The firm takes the case out of its chamber's hands: the chamber reads it no more."""
    seat = policy.ensure_may(Act.OBJECT, submission, actor=actor)
    async with unit_of_work():
        await move(
            submission,
            STEPS[Act.OBJECT],
            expected_version=expected_version,
            changes={
                "chamber_standing": ChamberStanding.OBJECTED,
                "filed_by_id": actor.person_id,
            },
        )
        await tell("chamber_objected", submission, actor=actor, seat=seat)
