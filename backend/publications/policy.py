"""Who may do what with a publication: each rule gives the seat in which the person acts, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backend.actor import Actor, Role, Scope, Seat
from backend.errors import not_allowed
from backend.publications.models import Publication
from backend.publications.workflow import PublicationAct
from backend.submissions.models import Submission
from backend.submissions.policy import dispatches
from backend.submissions.sides import hides_firm, seat_in_firm

Rule = Callable[[Actor, Publication], Seat | None]


def is_the_firm(actor: Actor, row: Publication) -> Seat | None:
    """One of the people of the firm whose case it was."""
    return None if actor.is_code_holder else seat_in_firm(actor, row.firm_id)


def edits(actor: Actor, row: Publication) -> Seat | None:
    """The area's coordinator or Federation; never on a case of one's own firm.

    What is still in the words tells whose case it was: where the firm hides the Federation edits
    alone, and a program needs the scope for it.
    """
    if actor.belongs_to(row.firm_id) or not actor.may_use(Scope.IDENTITY):
        return None
    roles = (Role.FEDERATION,) if row.is_hidden else (Role.COORDINATOR, Role.FEDERATION)
    return actor.seat_as(*roles, area_code=row.area_code)


def takes_back(actor: Actor, row: Publication) -> Seat | None:
    """The firm itself, or the area's Federation."""
    own = is_the_firm(actor, row)
    return own or actor.seat_as(Role.FEDERATION, area_code=row.area_code)


MAY: Mapping[PublicationAct, Rule] = {
    PublicationAct.ASK: is_the_firm,
    PublicationAct.PROPOSE: edits,
    PublicationAct.REVISE: edits,
    PublicationAct.CONSENT: is_the_firm,
    PublicationAct.REFUSE: is_the_firm,
    PublicationAct.PUBLISH: edits,
    PublicationAct.WITHDRAW: takes_back,
}


def ensure_may(act: PublicationAct, row: Publication, *, actor: Actor) -> Seat:
    """Return the seat in which `actor` may do `act`, or raise NotAllowed."""
    seat = MAY[act](actor, row)
    if seat is None:
        raise not_allowed()
    return seat


def seat_to_ask(actor: Actor, case: Submission) -> Seat:
    """Return the seat in which a firm asks that its own case be published, or raise NotAllowed."""
    seat = None if actor.is_code_holder else seat_in_firm(actor, case.firm_id)
    if seat is None:
        raise not_allowed()
    return seat


def seat_to_prepare(actor: Actor, case: Submission) -> Seat:
    """Return the seat in which a case is prepared for publishing, or raise NotAllowed.

    Whoever dispatches; a coordinator never on a case whose firm is hidden from him.
    """
    seat = dispatches(actor, case)
    # The check of the words tells whose case it is: a program needs the scope for that.
    if not actor.may_use(Scope.IDENTITY):
        raise not_allowed()
    if seat is None or (hides_firm(case) and seat.role is not Role.FEDERATION):
        raise not_allowed()
    return seat
