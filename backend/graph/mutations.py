"""Mutations: one input, one payload, one unit of work, once for each key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Generic, cast

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver
from strawberry.types.base import get_object_definition
from typing_extensions import TypeVar

from backend.actor import Actor, Scope
from backend.db import Row, unit_of_work
from backend.errors import Conflict, DomainError
from backend.graph import answers
from backend.graph.context import Context, context_of
from backend.graph.directives import Cost, Requires
from backend.graph.errors import UserError, error_type_of, forbidden, unauthenticated, user_error
from backend.graph.idempotency import Answer, Claim, once
from backend.graph.inputs import check
from backend.graph.nodes import node_type_of_row, unwrapped

E = TypeVar("E", bound=UserError, default=UserError)
P = TypeVar("P", bound="Payload[Any]")

COST_OF_A_MUTATION = 10
_NOTHING: Answer = {}

Work = Callable[[], Awaitable[Mapping[str, object]]]


@strawberry.input
class MutationInput:
    """What every mutation takes."""

    idempotency_key: str = strawberry.field(
        description="A key chosen by the client (1–64 characters). The same mutation with the same "
        "key and arguments acts once and is answered alike for seven days."
    )


class Payload(Generic[E]):
    """What every mutation gives: the changed objects, nullable, and `user_errors`."""


class _Allowed(FieldExtension):
    """Refuses at the top level those who are not signed in and programs without the scope."""

    def __init__(self, scope: Scope | None, *, public: bool) -> None:
        self._scope = scope
        self._public = public

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: strawberry.Info, **kwargs: Any
    ) -> Any:
        """Let the mutation run, or raise UNAUTHENTICATED or FORBIDDEN."""
        actor = context_of(info).actor
        if not self._public and _is_nobody(actor):
            raise unauthenticated()
        if self._scope is not None and not actor.may_use(self._scope):
            raise forbidden(f"The token lacks the scope {self._scope.value}")
        return await next_(source, info, **kwargs)


def mutation(
    *,
    scope: Scope | None,
    description: str,
    public: bool = False,
    deprecation_reason: str | None = None,
) -> Callable[[Callable[..., Awaitable[object]]], Any]:
    """Make a method a mutation for those who are signed in; for everybody when `public`.

    A token needs `scope`; the schema says so by `@requires` and in the description.
    """
    directives: list[object] = [Cost(weight=COST_OF_A_MUTATION)]
    if scope is not None:
        description = f"{description.rstrip('.')}. Requires one of: {scope.name}."
        directives.append(Requires(permissions=[scope]))

    def decorate(method: Callable[..., Awaitable[object]]) -> Any:
        return strawberry.mutation(
            resolver=method,
            description=description,
            deprecation_reason=deprecation_reason,
            directives=directives,
            extensions=[_Allowed(scope, public=public)],
        )

    return decorate


async def perform(
    info: strawberry.Info,
    payload: type[P],
    input: MutationInput,
    work: Work,
    *,
    secret: Collection[str] = (),
) -> P:
    """Do `work` in one unit, once for each key, and answer with its result.

    `work` returns rows and plain values by the payload's field names. A refusal rolls everything
    back and is answered in `user_errors`; after a `Conflict` the payload also holds the object as
    it is now. Fields in `secret` are shown the first time only: they are not stored.
    """
    context = context_of(info)
    context.found.clear()
    try:
        check(input)
        claim = Claim.of(
            principal=context.principal,
            mutation=info.field_name,
            key=input.idempotency_key,
            given=input,
        )
        async with unit_of_work():
            answer = await once(claim, lambda: _packed(payload, work), secret=frozenset(secret))
    except DomainError as refusal:
        context.forget()
        return await _refused(context, payload, refusal)
    context.forget()
    return await _answered(context, payload, answer, [])


async def _packed(payload: type[Any], work: Work) -> Answer:
    result = await work()
    if unknown := set(result) - _names(payload):
        raise TypeError(f"{payload.__name__} has no field {', '.join(sorted(unknown))}")
    return {name: answers.packed(value) for name, value in result.items()}


async def _answered(
    context: Context, payload: type[P], answer: Answer, errors: list[UserError]
) -> P:
    nothing: object = None
    values = dict.fromkeys(_names(payload), nothing)
    for name, value in answer.items():
        values[name] = await answers.unpacked(context, value)
    made = cast("Callable[..., P]", payload)
    return made(**{**values, "user_errors": errors})


async def _refused(context: Context, payload: type[P], refusal: DomainError) -> P:
    error = user_error(error_type_of(payload), refusal, context.language)
    present = _present(context, payload, refusal) if isinstance(refusal, Conflict) else _NOTHING
    return await _answered(context, payload, present, [error])


def _present(context: Context, payload: type[Any], refusal: Conflict) -> Answer:
    """Return the rows in conflict, by the fields of the payload that show their types."""
    present: dict[str, object] = {}
    current = refusal.current
    for row in [current, *context.found] if isinstance(current, Row) else context.found:
        cls = node_type_of_row(type(row)).cls
        for name in _names(payload):
            if name not in present and _shows(payload, name, cls):
                present[name] = answers.packed(row)
                break
    return present


def _shows(payload: type[Any], name: str, cls: type[Any]) -> bool:
    field = get_object_definition(payload, strict=True).get_field(name)
    return field is not None and unwrapped(field.type) is cls


def _names(payload: type[Any]) -> set[str]:
    fields = get_object_definition(payload, strict=True).fields
    return {field.python_name for field in fields if field.base_resolver is None} - {"user_errors"}


def _is_nobody(actor: Actor) -> bool:
    is_known = actor.is_signed_in or actor.token_id is not None or actor.is_code_holder
    return not is_known and not actor.is_system
