from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.accounts import queries, tokens
from backend.accounts.actors import BadCredentialError, actor_of_token
from backend.accounts.models import AccessToken, Person
from backend.actor import SYSTEM, Role, Scope
from backend.db import sql
from backend.errors import Invalid, NotAllowed, NotFound, NotPossible
from backend.events.models import Event
from tests.accounts.cast import a_holder, a_number, a_person, acting

pytestmark = pytest.mark.usefixtures("database")


async def a_token(
    person: Person, *scopes: Scope, days: int = tokens.DEFAULT_DAYS, name: str = "程序"
) -> tuple[AccessToken, str]:
    actor = await acting(person)
    return await tokens.create(person, name=name, scopes=scopes, days=days, actor=actor)


async def test_a_token_acts_for_its_person_within_its_scopes():
    person = await a_holder(Role.OFFICER)
    token, secret = await a_token(person, Scope.TASKS_WRITE)
    actor = await actor_of_token(secret)
    assert (actor.person_id, actor.token_id, actor.roles) == (person.id, token.id, {Role.OFFICER})
    assert actor.scopes == {Scope.READ, Scope.TASKS_WRITE}
    assert not actor.may_use(Scope.SUBMISSIONS_WRITE)


async def test_the_secret_is_recognisable_and_never_kept():
    _, secret = await a_token(await a_person())
    assert secret.startswith("lj_")
    assert len(secret) == 46
    assert secret not in repr(await sql.fetch("SELECT * FROM access_token"))
    assert secret not in repr(await sql.fetch("SELECT * FROM event"))
    assert (await AccessToken.all())[0].hint == secret[:8]


@pytest.mark.parametrize("bearer", ["", "lj_", "x" * 46, "lj_" + "x" * 43, "lj_" + "é" * 43])
async def test_what_is_no_token_of_ours_is_a_bad_credential(bearer: str):
    with pytest.raises(BadCredentialError):
        await actor_of_token(bearer)


async def test_a_revoked_token_is_a_bad_credential_at_once():
    person = await a_person()
    token, secret = await a_token(person)
    actor = await acting(person)
    revoked = await tokens.revoke(token, actor=actor)
    assert (await tokens.revoke(token, actor=actor)).revoked_at == revoked.revoked_at
    with pytest.raises(BadCredentialError):
        await actor_of_token(secret)
    assert await Event.filter(name="access_token.revoked").count() == 1


async def test_a_token_ends_on_its_day():
    _, secret = await a_token(await a_person(), days=90)
    with clock.moved_by(timedelta(days=89)):
        assert (await actor_of_token(secret)).is_signed_in
    with clock.moved_by(timedelta(days=90)), pytest.raises(BadCredentialError):
        await actor_of_token(secret)


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
async def test_a_token_lives_from_one_day_to_a_leap_year(days: int):
    with pytest.raises(Invalid):
        await a_token(await a_person(), days=days)
    await a_token(await a_person(), days=366)


@pytest.mark.parametrize("name", ["", " \n ", "名" * 61, "a\x00b"])
async def test_a_token_needs_a_clean_name(name: str):
    with pytest.raises(Invalid):
        await a_token(await a_person(), name=name)


async def test_a_token_made_with_a_token_never_does_more_or_lives_longer():
    person = await a_person()
    own, secret = await a_token(person, Scope.ACCOUNT_WRITE, Scope.TASKS_WRITE, days=10)
    program = await actor_of_token(secret)
    with pytest.raises(NotAllowed):
        await tokens.create(person, name="子", scopes=[Scope.IDENTITY], days=5, actor=program)
    child, _ = await tokens.create(
        person, name="子", scopes=[Scope.TASKS_WRITE], days=90, actor=program
    )
    assert child.expires_at == own.expires_at


async def test_the_use_of_a_token_is_noted_every_ten_minutes():
    token, secret = await a_token(await a_person())
    assert token.last_used_at is None
    await actor_of_token(secret)
    first = (await AccessToken.get(id=token.id)).last_used_at
    assert first is not None
    with clock.moved_by(timedelta(minutes=9)):
        await actor_of_token(secret)
    assert (await AccessToken.get(id=token.id)).last_used_at == first
    with clock.moved_by(timedelta(minutes=11)):
        await actor_of_token(secret)
    last = (await AccessToken.get(id=token.id)).last_used_at
    assert last is not None
    assert last > first


async def test_a_person_has_at_most_fifty_live_tokens(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tokens, "MOST_ALIVE", 3)
    person = await a_person()
    token, _ = await a_token(person)
    for _ in range(2):
        await a_token(person)
    with pytest.raises(NotPossible):
        await a_token(person)
    await tokens.revoke(token, actor=await acting(person))
    await a_token(person)


async def test_the_command_line_makes_a_reading_token_by_number():
    phone = a_number()
    person = await a_person(phone=phone)
    token, secret = await tokens.create_for_phone(phone, name="cli")
    assert token.person_id == person.id
    assert (await actor_of_token(secret)).scopes == {Scope.READ}
    with pytest.raises(NotFound):
        await tokens.create_for_phone(a_number(), name="cli")


async def test_a_scope_that_is_no_longer_known_grants_nothing():
    token, secret = await a_token(await a_person())
    await AccessToken.filter(id=token.id).update(scopes=["read", "everything:write"])
    assert (await actor_of_token(secret)).scopes == {Scope.READ}


async def test_tokens_are_seen_by_their_person_alone():
    one, other = await a_person(), await a_person()
    token, _ = await a_token(one)
    assert [
        row.id for row in await sql.rows(AccessToken, queries.tokens_visible_to(await acting(one)))
    ] == [token.id]
    assert await sql.rows(AccessToken, queries.tokens_visible_to(await acting(other))) == []
    assert len(await sql.rows(AccessToken, queries.tokens_visible_to(SYSTEM))) == 1
