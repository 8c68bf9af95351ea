"""Access tokens: what programs sign in with, for one person, within scopes, for a time.

A token never does more than its person; a token made with a token never does more than that one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from backend import clock
from backend.accounts import digests, queries
from backend.accounts.models import NAME_LENGTH, AccessToken, Person
from backend.actor import SYSTEM, Actor, Scope
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, NotFound, NotPossible, Words, not_allowed
from backend.events import record

DEFAULT_DAYS = 90
MOST_DAYS = 366
MOST_ALIVE = 50
COARSE = timedelta(minutes=10)


async def create(
    person: Person, *, name: str, scopes: Collection[Scope], days: int, actor: Actor
) -> tuple[AccessToken, str]:
    """Make a token and return it with its secret, which is shown this once and never again.

    Reading is always granted. Raises `Invalid` for a bad name or number of days, `NotAllowed`
    for scopes the caller's own token lacks, `NotPossible` beyond `MOST_ALIVE` live tokens.
    """
    cleaned = clean_text(name, minimum=1, maximum=NAME_LENGTH, path=("input", "name"))
    granted = {Scope.READ, *scopes}
    if not all(actor.may_use(scope) for scope in granted):
        raise not_allowed()
    expires_at = await _expiry(days, actor=actor)
    if await _alive(person_id=person.id).count() >= MOST_ALIVE:
        raise NotPossible(
            Words(
                f"有效令牌最多 {MOST_ALIVE} 个，请先停用不再使用的",
                f"At most {MOST_ALIVE} live tokens; revoke one you no longer use",
            )
        )
    secret = digests.new_access_token()
    async with unit_of_work():
        token = await AccessToken.create(
            person_id=person.id,
            name=cleaned,
            hint=secret[: digests.HINT_LENGTH],
            token_hash=digests.digest(secret),
            scopes=sorted(scope.value for scope in granted),
            created_at=clock.now(),
            expires_at=expires_at,
        )
        payload = {"scopes": token.scopes, "expires_at": expires_at.isoformat()}
        await record("access_token.created", token, actor=actor, area_code="", payload=payload)
    return token, secret


async def create_for_phone(
    phone: str, *, name: str, scopes: Collection[Scope] = (), days: int = DEFAULT_DAYS
) -> tuple[AccessToken, str]:
    """Make a token for the person with this number: the verb of the command line."""
    person = await queries.person_by_phone(phone)
    if person is None:
        raise NotFound(Words("没有这个手机号码的人员", "Nobody has this phone number"))
    return await create(person, name=name, scopes=scopes, days=days, actor=SYSTEM)


async def revoke(token: AccessToken, *, actor: Actor) -> AccessToken:
    """End a token at once; revoking twice is no mistake."""
    async with unit_of_work():
        now = clock.now()
        if await AccessToken.filter(id=token.id, revoked_at=None).update(revoked_at=now):
            await record("access_token.revoked", token, actor=actor, area_code="")
        return await AccessToken.get(id=token.id)


async def find(secret: str) -> AccessToken | None:
    """Return the live token of `secret` with its person, and note, coarsely, that it was used."""
    if not digests.is_access_token(secret):
        return None
    now = clock.now()
    alive = _alive(token_hash=digests.digest(secret))
    token = await alive.select_related("person").first()
    if token is not None and (token.last_used_at is None or now - token.last_used_at > COARSE):
        await AccessToken.filter(id=token.id).update(last_used_at=now)
    return token


async def is_alive(token_id: UUID) -> bool:
    """Return whether the token still stands; looking is no use of it."""
    return await _alive(id=token_id).exists()


def _alive(**of: object) -> QuerySet[AccessToken]:
    return AccessToken.filter(revoked_at=None, expires_at__gt=clock.now(), **of)


async def _expiry(days: int, *, actor: Actor) -> datetime:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(
            Words(f"有效期为 1 至 {MOST_DAYS} 天", f"A token lives 1 to {MOST_DAYS} days"),
            path=("input", "days"),
        )
    expires_at = clock.now() + timedelta(days=days)
    if actor.token_id is None:
        return expires_at
    own = await AccessToken.get(id=actor.token_id)
    return min(expires_at, own.expires_at)
