from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.accounts import digests, sessions
from backend.accounts.actors import actor_of_session
from backend.accounts.models import Session
from backend.actor import ANONYMOUS, Role
from backend.db import sql
from backend.events.models import Event
from tests.accounts.cast import a_holder, a_person, a_session, acting

pytestmark = pytest.mark.usefixtures("database")


async def test_the_cookie_leads_to_its_person_and_only_a_digest_is_kept():
    person = await a_holder(Role.OFFICER)
    secret = digests.new_secret()
    await a_session(person, secret=secret)
    actor = await actor_of_session(secret)
    assert (actor.person_id, actor.roles, actor.scopes) == (person.id, {Role.OFFICER}, None)
    assert secret not in repr(await sql.fetch("SELECT * FROM session"))
    assert secret not in repr(await sql.fetch("SELECT * FROM event"))


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "x" * 10_000, "é" * 43, "x" * 42 + "\x00"])
async def test_what_is_no_cookie_of_ours_is_nobody(cookie: str):
    assert await actor_of_session(cookie) == ANONYMOUS


async def test_a_session_ends_thirty_days_after_its_last_use():
    secret = digests.new_secret()
    await a_session(await a_person(), secret=secret)
    with clock.moved_by(timedelta(days=29)):
        assert (await actor_of_session(secret)).is_signed_in
    with clock.moved_by(timedelta(days=58)):
        assert (await actor_of_session(secret)).is_signed_in
    with clock.moved_by(timedelta(days=89)):
        assert await actor_of_session(secret) == ANONYMOUS


async def test_no_use_keeps_a_session_alive_longer_than_half_a_year():
    secret = digests.new_secret()
    await a_session(await a_person(), secret=secret)
    for days in range(25, 180, 25):
        with clock.moved_by(timedelta(days=days)):
            assert (await actor_of_session(secret)).is_signed_in
    with clock.moved_by(timedelta(days=180, seconds=1)):
        assert await actor_of_session(secret) == ANONYMOUS


async def test_reading_within_the_hour_writes_nothing():
    secret = digests.new_secret()
    session = await a_session(await a_person(), secret=secret)
    with clock.moved_by(timedelta(minutes=59)):
        await actor_of_session(secret)
    assert (await Session.get(id=session.id)).seen_at == session.seen_at
    with clock.moved_by(timedelta(minutes=61)):
        await actor_of_session(secret)
    assert (await Session.get(id=session.id)).seen_at > session.seen_at


async def test_signing_out_ends_this_browser_alone():
    person = await a_person()
    here, there = digests.new_secret(), digests.new_secret()
    await a_session(person, secret=here)
    await a_session(person, secret=there)
    actor = await acting(person)
    await sessions.end(here, actor=actor)
    await sessions.end(here, actor=actor)
    assert await actor_of_session(here) == ANONYMOUS
    assert (await actor_of_session(there)).is_signed_in
    assert await Event.filter(name="session.ended").count() == 1


async def test_signing_out_everywhere_ends_every_browser_of_this_person_alone():
    person, other = await a_person(), await a_person()
    own = [digests.new_secret() for _ in range(3)]
    foreign = digests.new_secret()
    for secret in own:
        await a_session(person, secret=secret)
    await a_session(other, secret=foreign)
    assert await sessions.end_all(actor=await acting(person)) == 3
    assert [await actor_of_session(secret) for secret in own] == [ANONYMOUS] * 3
    assert (await actor_of_session(foreign)).is_signed_in


async def test_a_request_with_a_cookie_costs_two_statements():
    person = await a_holder(Role.OFFICER)
    secret = digests.new_secret()
    await a_session(person, secret=secret)
    await actor_of_session(secret)
    with sql.count_statements() as statements:
        await actor_of_session(secret)
    assert len(statements) == 2
