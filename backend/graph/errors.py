"""Mistakes: those a person can mend go into `userErrors`, the others to the top level."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import strawberry
from graphql import GraphQLError
from strawberry.types.base import StrawberryList, get_object_definition
from strawberry.types.enum import EnumValueDefinition
from strawberry.utils.str_converters import to_camel_case

from backend.errors import DomainError, Language
from backend.graph.context import language_of
from backend.graph.enums import enum_of

STANDARD_CODES = {
    "NOT_FOUND": "The id is malformed or unknown, or the object is not visible to the caller.",
    "NOT_ALLOWED": "The caller may not do this.",
    "NOT_POSSIBLE": "Nobody may do this in the present state.",
    "INVALID": "What was sent cannot be right; see `path`.",
    "CONFLICT": "Somebody changed the object first; the payload holds it as it is now.",
    "TOO_MANY": "A limit in time was reached.",
    "UNAVAILABLE": "The store cannot be reached right now; nothing was changed.",
    "IDEMPOTENCY_KEY_REUSED": "The key was already used with other arguments.",
}

_log = logging.getLogger(__name__)


@strawberry.interface(
    description="A problem the caller can mend. Each aggregate has its own type with its own codes."
)
class UserError:
    """One refusal."""

    message: str = strawberry.field(
        description="Explanation for people, in the language of the request."
    )
    path: list[str] | None = strawberry.field(
        description="Path of the input at fault; null when no single one is."
    )


E = TypeVar("E", bound=UserError)


def error_type(name: str, codes: Sequence[str] = ()) -> Callable[[type[E]], type[E]]:
    """Make a subclass of `UserError` the error type of an aggregate, with a `code` of its own enum.

    `codes` are added to the standard ones. The enum is called `<name>ErrorCode`.
    """

    def decorate(cls: type[E]) -> type[E]:
        known = {code: STANDARD_CODES.get(code, "") for code in (*STANDARD_CODES, *codes)}
        enum = enum_of(
            f"{name}ErrorCode",
            {
                code: EnumValueDefinition(code, description=text or None)
                for code, text in known.items()
            },
        )
        strawberry.enum(enum, description=f"What can be wrong with {name}.")
        cls.__annotations__ = {**inspect.get_annotations(cls), "code": enum}
        setattr(cls, "code", strawberry.field(description="The problem, for programs."))  # noqa: B010
        return strawberry.type(cls, description=inspect.cleandoc(cls.__doc__ or "") or None)

    return decorate


def user_error(kind: type[E], error: DomainError, language: Language) -> E:
    """Return a refusal as the error type of a payload."""
    enum = _field_type(kind, "code").wrapped_cls
    code = error.code
    if code not in enum.__members__:
        _log.warning("%s does not list the code %s", kind.__name__, code)
        code = type(error).code if type(error).code in enum.__members__ else DomainError.code
    made = cast("Callable[..., E]", kind)
    return made(
        code=enum[code], message=error.words.said_in(language), path=_input_path(error.path)
    )


def error_type_of(payload: type[Any]) -> type[UserError]:
    """Return the error type in the `user_errors` of a payload."""
    listed = _field_type(payload, "user_errors")
    if not isinstance(listed, StrawberryList):
        raise TypeError(f"{payload.__name__}.user_errors must be a list")
    found: Any = listed.of_type
    return found


def bad_user_input(message: str) -> GraphQLError:
    """Return the top-level error for arguments that cannot be right."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def unauthenticated() -> GraphQLError:
    """Return the top-level error for somebody who has to sign in first."""
    return GraphQLError("Sign in first", extensions={"code": "UNAUTHENTICATED"})


def forbidden(message: str) -> GraphQLError:
    """Return the top-level error for a token without the scope."""
    return GraphQLError(message, extensions={"code": "FORBIDDEN"})


@contextmanager
def user_input(info: strawberry.Info) -> Generator[None]:
    """Turn a refusal within a query into a BAD_USER_INPUT error in the caller's language."""
    try:
        yield
    except DomainError as error:
        raise bad_user_input(error.words.said_in(language_of(info))) from None


def _field_type(cls: type[Any], name: str) -> Any:
    found = get_object_definition(cls, strict=True).get_field(name)
    if found is None:
        raise TypeError(f"{cls.__name__} has no field {name}")
    return found.type


def _input_path(path: tuple[str | int, ...]) -> list[str] | None:
    if not path:
        return None
    whole = path if path[0] == "input" else ("input", *path)
    return [to_camel_case(step) if isinstance(step, str) else str(step) for step in whole]
