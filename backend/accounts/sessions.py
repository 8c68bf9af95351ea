"""Browsers that are signed in: opened, kept alive by use, ended one by one or all at once.

A session ends 30 days after it was last used, and 180 days after it was opened in any case.
"""

from __future__ import annotations

from datetime import timedelta

from tortoise.queryset import QuerySet

from backend import clock
from backend.accounts import digests
from backend.accounts.models import Person, Session
from backend.actor import Actor
from backend.db import unit_of_work
from backend.events import record

IDLE = timedelta(days=30)
LONGEST = timedelta(days=180)
# The instant of last use is written at most this often, so that reading stays reading.
COARSE = timedelta(hours=1)


async def open_for(person: Person, *, secret: str) -> Session:
    """Open the session that the holder of `secret` comes back with."""
    now = clock.now()
    async with unit_of_work():
        session = await Session.create(
            person_id=person.id,
            token_hash=digests.digest(secret),
            opened_at=now,
            seen_at=now,
            expires_at=now + IDLE,
        )
        await record("session.opened", session, actor=Actor(person.id, person.name), area_code="")
    return session


async def find(secret: str) -> Session | None:
    """Return the live session of `secret` with its person, kept alive by this look; else null."""
    if not digests.is_secret(secret):
        return None
    session = await _alive(secret).select_related("person").first()
    if session is not None and clock.now() - session.seen_at > COARSE:
        await _keep_alive(session)
    return session


async def is_alive(secret: str) -> bool:
    """Return whether the session of `secret` still stands; looking does not keep it alive."""
    return digests.is_secret(secret) and await _alive(secret).exists()


async def end(secret: str, *, actor: Actor) -> None:
    """Sign this browser out; ending twice is no mistake."""
    session = await Session.get_or_none(token_hash=digests.digest(secret), ended_at=None)
    if session is not None:
        await _end(session, actor=actor)


async def end_all(*, actor: Actor) -> int:
    """Sign the person out everywhere; return how many browsers that were."""
    alive = await Session.filter(person_id=actor.person_id, ended_at=None)
    async with unit_of_work():
        for session in alive:
            await _end(session, actor=actor)
    return len(alive)


def _alive(secret: str) -> QuerySet[Session]:
    return Session.filter(
        token_hash=digests.digest(secret), ended_at=None, expires_at__gt=clock.now()
    )


async def _end(session: Session, *, actor: Actor) -> None:
    async with unit_of_work():
        ended = await Session.filter(id=session.id, ended_at=None).update(ended_at=clock.now())
        if ended:
            await record("session.ended", session, actor=actor, area_code="")


async def _keep_alive(session: Session) -> None:
    now = clock.now()
    session.seen_at = now
    session.expires_at = min(now + IDLE, session.opened_at + LONGEST)
    await Session.filter(id=session.id, ended_at=None).update(
        seen_at=session.seen_at, expires_at=session.expires_at
    )
