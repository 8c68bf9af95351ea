"""Answers and invitations: who sees them, and what a link leads to."""

from __future__ import annotations

from dataclasses import dataclass

from backend import clock
from backend.actor import Actor, Role
from backend.db import sql
from backend.submissions.models import Submission
from backend.submissions.queries import audited_by, not_complained_of, replies_of
from backend.surveys import links
from backend.surveys.models import Evaluation, Invitation, InvitationState


def visible_to(actor: Actor) -> sql.Where:
    """A single answer: the firm's own people, the area's supervisors, its auditors where they read
    the case. Everybody else reads sums, and so does every program, also one of the firm's own.
    """
    if actor.is_system:
        return sql.EVERYTHING
    if actor.is_program:
        return sql.NOTHING
    seen = sql.is_in("submission.area_code", actor.areas_as(Role.SUPERVISOR))
    seen |= sql.is_in("submission.firm_id", actor.organizations_as(Role.ENTREPRENEUR))
    return _of_cases((seen | audited_by(actor)) & not_complained_of(actor))


def with_pressure(actor: Actor, *, is_told: bool) -> sql.Where:
    """Answers that say, or do not say, that the firm was pressed: supervision alone may ask."""
    supervised = _of_cases(sql.is_in("submission.area_code", actor.areas_as(Role.SUPERVISOR)))
    return supervised & sql.Where("evaluation.was_pressed = ?", (is_told,))


def _of_cases(seen: sql.Where) -> sql.Where:
    if seen == sql.NOTHING:
        return sql.NOTHING
    return sql.Where(
        "EXISTS (SELECT 1 FROM submission WHERE "
        f"submission.id = evaluation.submission_id AND ({seen.text}))",
        seen.values,
    )


async def of_round(case: Submission) -> Evaluation | None:
    """Return the firm's answer to the present round."""
    return await Evaluation.get_or_none(submission_id=case.id, round=case.round)


async def by_link(link_token: str) -> Invitation | None:
    """Return the live invitation a link leads to; None for a wrong, void or expired one."""
    if not link_token or len(link_token) > links.LONGEST_TOKEN:
        return None
    found = await Invitation.get_or_none(token_hash=links.hash_of(link_token))
    if found is None or found.state not in {InvitationState.SENT, InvitationState.ANSWERED}:
        return None
    if found.expires_at is None or clock.now() >= found.expires_at:
        return None
    return found


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link leads to."""

    case: Submission
    replies: list[str]
    evaluation: Evaluation | None


async def invited_case(link_token: str) -> Invited | None:
    """Return the case of a live link with the replies of its round."""
    invitation = await by_link(link_token)
    if invitation is None:
        return None
    case = await Submission.get(id=invitation.submission_id)
    if case.round != invitation.round:
        return None
    replies = [reply.text for reply in await replies_of(case) if reply.published_at is not None]
    return Invited(case, replies, await of_round(case))
