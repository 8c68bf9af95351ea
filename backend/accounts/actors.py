"""From a cookie or a token to the `Actor` that every other domain asks."""

from __future__ import annotations

from uuid import UUID

from backend.accounts import sessions, tokens
from backend.accounts.models import LeaderLevel, Membership, Person
from backend.accounts.queries import live_memberships
from backend.actor import ANONYMOUS, Actor, Scope, Seat
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
    # A deputy leader sees his portfolio, not the area; he is given none yet.
    is_deputy = membership.leader_level is LeaderLevel.DEPUTY
    return Seat(
        role=membership.role,
        organization_id=membership.organization_id,
        area_code=membership.area_code,
        area_codes=frozenset() if is_deputy else await codes_under(membership.area_code),
    )
