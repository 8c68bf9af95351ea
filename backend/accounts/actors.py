"""From a cookie or a token to the `Actor` that every other domain asks."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from backend.accounts import sessions, tokens
from backend.accounts.models import LeaderLevel, Membership, Person
from backend.accounts.queries import (
    ever_had_a_mandate,
    leaders_of,
    live_memberships,
    portfolio_of,
)
from backend.actor import ANONYMOUS, Actor, Leading, Portfolio, Role, Scope, Seat
from backend.organizations.queries import codes_under


class BadCredentialError(Exception):
    """A bearer token that is malformed, unknown, expired or revoked: HTTP 401."""

    challenge = 'Bearer realm="lingju", error="invalid_token"'


async def actor_of_person(person_id: UUID) -> Actor:
    """Return the person in all seats he holds now; `ANONYMOUS` when there is no such person."""
    person = await Person.get_or_none(id=person_id)
    return await _actor(person) if person is not None else ANONYMOUS


async def actor_of_session(secret: str) -> Actor:
    """Return who is signed in with this cookie; `ANONYMOUS` when the session is over."""
    session = await sessions.find(secret)
    return await _actor(session.person) if session is not None else ANONYMOUS


async def actor_of_token(bearer: str) -> Actor:
    """Return the person of this token, held to its scopes; raises `BadCredentialError`."""
    token = await tokens.find(bearer)
    if token is None:
        raise BadCredentialError
    # A scope that later versions no longer know grants nothing.
    scopes = frozenset(scope for scope in Scope if scope.value in token.scopes)
    return await _actor(token.person, scopes=scopes, token_id=token.id)


async def _actor(
    person: Person, *, scopes: frozenset[Scope] | None = None, token_id: UUID | None = None
) -> Actor:
    memberships = await live_memberships(person.id)
    seats = tuple([await _seat(membership) for membership in memberships])
    return Actor(person.id, person.name, seats, scopes, token_id)


async def _seat(membership: Membership) -> Seat:
    area_codes = await codes_under(membership.area_code)
    seat = Seat(
        role=membership.role,
        organization_id=membership.organization_id,
        area_code=membership.area_code,
        area_codes=area_codes,
    )
    if membership.role is Role.LEADER_OFFICE:
        return await _office(seat, membership)
    if membership.leader_level is LeaderLevel.DEPUTY:
        # He sees his portfolio, not the area; without one, nothing.
        return replace(
            seat, area_codes=frozenset(), portfolio=await _portfolio(membership, area_codes)
        )
    return seat


async def _office(seat: Seat, membership: Membership) -> Seat:
    """Return the seat of an office: it reaches no further than the leaders for whom it acts."""
    leaders = [
        Leading(leader.person_id, await _seat(leader)) for leader in await leaders_of(membership)
    ]
    areas: frozenset[str] = seat.area_codes
    if leaders:
        areas &= frozenset(code for led in leaders for code in led.seat.area_codes)
    elif membership.leader_level is LeaderLevel.DEPUTY or await ever_had_a_mandate(membership):
        areas = frozenset()
    return replace(seat, area_codes=areas, acts_for=tuple(leaders))


async def _portfolio(membership: Membership, area_codes: frozenset[str]) -> Portfolio | None:
    held = await portfolio_of(membership)
    if held is None:
        return None
    return Portfolio(
        area_codes=area_codes,
        department_ids=frozenset(UUID(each) for each in held.department_ids),
        category_codes=frozenset(held.category_codes),
    )
