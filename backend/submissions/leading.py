"""Which cases a leader has before him: all of his areas, a deputy those of his portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend.actor import Actor, Leading, Role, Seat
from backend.db import sql
from backend.submissions.models import AccessReason, Submission


@dataclass(frozen=True, slots=True)
class Lead:
    """A leader who may act on a case, and the seat in which somebody acts for him: his, or his
    office's.
    """

    leader: Leading
    seat: Seat

    @property
    def is_by_office(self) -> bool:
        """An office acts for the leader."""
        return self.seat.role is Role.LEADER_OFFICE


def reaches(seat: Seat, row: Submission) -> bool:
    """Say whether the case lies in the areas or in the portfolio of a seat."""
    return seat.reaches(
        area_code=row.area_code,
        category_code=row.category_code,
        lead_ids=[UUID(each) for each in row.lead_ids],
    )


def leaders_on(actor: Actor, row: Submission) -> list[Lead]:
    """Return the leaders in whose name the actor may act on the case: himself first."""
    own = [
        Lead(Leading(actor.person_id, seat), seat)
        for seat in actor.seats
        if seat.role is Role.LEADER and actor.person_id is not None
    ]
    offices = [
        Lead(led, seat)
        for seat in actor.seats
        if seat.role is Role.LEADER_OFFICE
        for led in seat.acts_for
    ]
    return [lead for lead in (*own, *offices) if reaches(lead.leader.seat, row)]


def is_before_a_leader(actor: Actor, row: Submission) -> bool:
    """Say whether the actor is himself a leader who has the case before him."""
    return any(seat.role is Role.LEADER and reaches(seat, row) for seat in actor.seats)


def cases_of(actor: Actor) -> sql.Where:
    """Cases of the portfolios the actor sees: by their category, or by who leads them."""
    seen = sql.NOTHING
    for portfolio in actor.portfolios:
        departments = sorted(portfolio.department_ids)
        about = sql.is_in("submission.category_code", sorted(portfolio.category_codes))
        about |= sql.is_in("submission.lead_department_id", departments)
        given = sql.is_in("given_to.organization_id", departments)
        if given != sql.NOTHING:
            about |= sql.Where(
                "EXISTS (SELECT 1 FROM submission_access given_to WHERE given_to.submission_id = "
                f"submission.id AND given_to.reason = ? AND {given.text})",
                (AccessReason.TASK, *given.values),
            )
        seen |= sql.is_in("submission.area_code", sorted(portfolio.area_codes)) & about
    return seen
