"""Signing in and out. Browsers keep the session in a cookie; programs use access tokens."""

from __future__ import annotations

import strawberry
from starlette.requests import HTTPConnection

from backend import graph
from backend.accounts import codes, cookies, sessions
from backend.accounts.actors import actor_of_person
from backend.accounts.codes import Entry
from backend.accounts.schema.types import AccountError, Person
from backend.actor import Scope
from backend.errors import DomainError


@strawberry.input
class SignInRequestCodeInput(graph.MutationInput):
    """Where to send the code."""

    phone: str = strawberry.field(
        description="A mobile number as people write it: 199 0000 0001, or +886… from elsewhere."
    )


@strawberry.type
class SignInRequestCodePayload(graph.Payload):
    """The same for every number, known or not."""

    good_for_seconds: int | None = strawberry.field(
        default=None, description="How long the code can be used, in seconds."
    )
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.input
class SignInInput(graph.MutationInput):
    """The number, and the code that was sent to it."""

    phone: str = strawberry.field(description="The number the code was sent to.")
    code: str = strawberry.field(description="The six digits.")


@strawberry.type
class SignInPayload(graph.Payload):
    """Who is signed in now; the session itself comes as a cookie."""

    viewer: Person | None = strawberry.field(default=None, description="Whoever is signed in now.")
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.input
class SignOutInput(graph.MutationInput):
    """Here or everywhere."""

    everywhere: bool = strawberry.field(
        default=False, description="In every browser of the person; his tokens stay."
    )


@strawberry.type
class SignOutPayload(graph.Payload):
    """Whether the browser is signed out."""

    is_signed_out: bool | None = strawberry.field(
        default=None, description="True: the session, if there was one, has ended."
    )
    user_errors: list[AccountError] = strawberry.field(default_factory=list)


@strawberry.type
class SignInMutation:
    """Codes and sessions."""

    @graph.mutation(
        scope=None,
        public=True,
        description="Have a code of six digits sent to a mobile phone. It lives five minutes and "
        "bears five tries; a number gets 5 an hour and 10 a day. Unknown numbers get no code and "
        "the same answer.",
    )
    async def sign_in_request_code(
        self, info: strawberry.Info, input: SignInRequestCodeInput
    ) -> SignInRequestCodePayload:
        """Send a code."""

        async def work() -> dict[str, object]:
            await codes.request(
                input.phone, address=_address(info), is_local=cookies.is_local(_request(info))
            )
            return {"good_for_seconds": int(codes.GOOD_FOR.total_seconds())}

        return await graph.perform(info, SignInRequestCodePayload, input, work)

    @graph.mutation(
        scope=None,
        public=True,
        description="Sign this browser in with the code: the answer sets the cookie of a session.",
    )
    async def sign_in(self, info: strawberry.Info, input: SignInInput) -> SignInPayload:
        """Open a session."""
        # The spent try must be kept even when the code is wrong, so it has a unit of its own.
        entry = await _enter(info, input)
        if isinstance(entry, Entry):
            await _welcome(info, entry)

        async def work() -> dict[str, object]:
            if isinstance(entry, DomainError):
                raise entry
            return {"viewer": entry.person}

        return await graph.perform(info, SignInPayload, input, work)

    @graph.mutation(
        scope=Scope.ACCOUNT_WRITE,
        public=True,
        description="Sign this browser out, or all browsers of the person. Twice is no mistake.",
    )
    async def sign_out(self, info: strawberry.Info, input: SignOutInput) -> SignOutPayload:
        """End the session."""

        async def work() -> dict[str, object]:
            actor = graph.actor_of(info)
            if input.everywhere and actor.is_signed_in:
                await sessions.end_all(actor=actor)
            elif secret := cookies.of(_request(info)):
                await sessions.end(secret, actor=actor)
            _set_cookie(info, cookies.dropped(_request(info)))
            return {"is_signed_out": True}

        return await graph.perform(info, SignOutPayload, input, work)


async def _welcome(info: strawberry.Info, entry: Entry) -> None:
    """Make the person the actor of the rest of the request, and his session the browser's only one."""
    context, request = graph.context_of(info), _request(info)
    before = cookies.of(request)
    if before is not None and before != entry.secret:
        await sessions.end(before, actor=context.actor)
    context.actor = await actor_of_person(entry.person.id)
    seconds = int(sessions.LONGEST.total_seconds())
    _set_cookie(info, cookies.kept(entry.secret, seconds=seconds, connection=request))


async def _enter(info: strawberry.Info, input: SignInInput) -> Entry | DomainError:
    try:
        entry = await codes.try_code(
            input.phone,
            input.code,
            key=input.idempotency_key,
            address=_address(info),
            is_local=cookies.is_local(_request(info)),
        )
    except DomainError as refusal:
        return refusal
    return entry or codes.wrong_code()


def _request(info: strawberry.Info) -> HTTPConnection:
    request = graph.context_of(info).request
    if request is None:
        raise RuntimeError("signing in and out needs a request")
    return request


def _address(info: strawberry.Info) -> str:
    client = _request(info).client
    return client.host if client is not None else ""


def _set_cookie(info: strawberry.Info, cookie: str) -> None:
    graph.context_of(info).response_headers.append("set-cookie", cookie)
