from __future__ import annotations

import asyncio

import pytest

from backend.accounts import cookies, digests, sessions, tokens
from backend.actor import ANONYMOUS, SYSTEM, Role
from backend.graph.context import Context
from backend.graph.requests import Refused
from backend.web import entrance
from backend.web.entrance import SessionGate
from tests.accounts.cast import a_holder, a_session, acting
from tests.web.test_sessions import HERE, a_request

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "LOOK_AGAIN_SECONDS", 0.01)


async def admitted(**headers: str) -> Context:
    request = a_request(content_type="application/json", **headers)
    return await SessionGate().admit(request, {})


async def is_over(context: Context) -> bool:
    try:
        await asyncio.wait_for(SessionGate().until_end(context), 0.2)
    except TimeoutError:
        return False
    return True


async def test_whoever_signs_in_nowhere_is_admitted_as_nobody_for_as_long_as_he_likes():
    context = await admitted(accept_language="en-GB")
    assert (context.actor, context.language) == (ANONYMOUS, "en")
    assert not await is_over(context)


async def test_a_cookie_admits_until_its_session_is_signed_out():
    person = await a_holder(Role.OFFICER)
    secret = digests.new_secret()
    await a_session(person, secret=secret)
    context = await admitted(cookie=f"{cookies.NAME}={secret}", origin=HERE)
    assert context.actor.person_id == person.id
    assert not await is_over(context)
    await sessions.end(secret, actor=context.actor)
    assert await is_over(context)


async def test_a_token_admits_until_it_is_revoked():
    person = await a_holder(Role.OFFICER)
    token, secret = await tokens.create(person, name="t", scopes=[], days=1, actor=SYSTEM)
    context = await admitted(authorization=f"Bearer {secret}")
    assert context.actor.token_id == token.id
    assert not await is_over(context)
    await tokens.revoke(token, actor=await acting(person))
    assert await is_over(context)


async def test_a_bad_token_is_refused_with_a_challenge():
    with pytest.raises(Refused) as refused:
        await admitted(authorization="Bearer lj_no")
    assert (refused.value.status, refused.value.code) == (401, "UNAUTHENTICATED")
    assert refused.value.headers["WWW-Authenticate"].startswith("Bearer ")


async def test_a_cookie_from_a_foreign_page_is_refused():
    secret = digests.new_secret()
    await a_session(await a_holder(Role.OFFICER), secret=secret)
    with pytest.raises(Refused) as refused:
        await admitted(cookie=f"{cookies.NAME}={secret}", origin="https://evil.example")
    assert (refused.value.status, refused.value.code) == (403, "FORBIDDEN")
