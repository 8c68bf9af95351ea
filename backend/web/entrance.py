"""The gate of the graph: who comes in, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import HTTPConnection

from backend.accounts import cookies, sessions, tokens
from backend.accounts.actors import BadCredentialError
from backend.errors import DomainError, Invalid, NotFound, Words
from backend.graph.context import Context
from backend.graph.requests import Refused, language_of_header, request_id_of
from backend.web.sessions import ForeignPageError, actor_of_init

LOOK_AGAIN_SECONDS = 10.0


class SessionGate:
    """Admits by bearer token, else by cookie, else as nobody; see `sessions`."""

    async def admit(self, connection: HTTPConnection, parameters: Mapping[str, object]) -> Context:
        """Return the context of one operation; raises `Refused` with 401 or 403."""
        try:
            actor = await actor_of_init(connection, parameters)
        except BadCredentialError as error:
            raise _bad_credential(error) from None
        except ForeignPageError:
            raise _foreign_page() from None
        except (Invalid, NotFound) as error:
            raise _bad_return_code(error) from None
        return Context(
            actor=actor,
            language=language_of_header(connection),
            request=connection,
            request_id=request_id_of(connection),
        )

    async def until_end(self, context: Context) -> None:
        """Return within `LOOK_AGAIN_SECONDS` after the session or token has ended."""
        # Nobody, or whoever holds a return code, which stays good.
        if not context.actor.is_signed_in:
            await asyncio.Event().wait()
        while await _still_holds(context):  # noqa: ASYNC110 - the database wakes nobody
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _still_holds(context: Context) -> bool:
    if context.actor.token_id is not None:
        return await tokens.is_alive(context.actor.token_id)
    if context.request is None:
        return False
    secret = cookies.of(context.request)
    return secret is not None and await sessions.is_alive(secret)


def _bad_credential(error: BadCredentialError) -> Refused:
    return Refused(
        401,
        Words("访问令牌无效、已过期或已停用", "This access token is not valid, expired or revoked"),
        code="UNAUTHENTICATED",
        headers={"WWW-Authenticate": error.challenge},
    )


def _bad_return_code(error: DomainError) -> Refused:
    challenge = {"WWW-Authenticate": BadCredentialError.challenge}
    return Refused(401, error.words, code=error.code, headers=challenge)


def _foreign_page() -> Refused:
    return Refused(
        403,
        Words(
            "请求并非来自本站页面，已拒绝；程序请使用访问令牌",
            "No page of this site sent this request; programs use an access token",
        ),
        code="FORBIDDEN",
    )
