"""One operation run, whatever it travels by: HTTP, a stream of events or a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from graphql import GraphQLError, OperationType
from strawberry import Schema
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType as StrawberryOperationType

from backend.graph.context import Context
from backend.graph.documents import operation_in, parsed
from backend.graph.masking import told
from backend.graph.requests import Operation


@dataclass(frozen=True, slots=True)
class Answer:
    """One result of an operation, as it may be sent."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] = field(default_factory=list[GraphQLError])
    extensions: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def is_refusal(self) -> bool:
        """Nothing was run: the document, its variables or its cost were refused."""
        return self.data is None and not any(error.path for error in self.errors)

    @property
    def codes(self) -> set[object]:
        """The codes of all errors."""
        return {(error.extensions or {}).get("code") for error in self.errors}

    @property
    def retry_after(self) -> int | None:
        """Seconds to wait, when an error says so."""
        waits = [(error.extensions or {}).get("retryAfter") for error in self.errors]
        return max((wait for wait in waits if isinstance(wait, int)), default=None)

    def body(self) -> dict[str, object]:
        """Return the response of the specification; a refusal has no `data`."""
        body: dict[str, object] = {}
        if self.errors:
            body["errors"] = [error.formatted for error in self.errors]
        if not self.is_refusal:
            body["data"] = self.data
        if self.extensions:
            body["extensions"] = self.extensions
        return body

    def encoded(self) -> bytes:
        """Return the body as JSON in one line of UTF-8."""
        return orjson.dumps(self.body())


def type_of(operation: Operation) -> OperationType | None:
    """Return whether it reads, writes or subscribes; None when its text cannot be told."""
    try:
        return operation_in(parsed(operation.text), operation.name).operation
    except GraphQLError:
        return None


async def answers(
    schema: Schema, operation: Operation, context: Context
) -> AsyncGenerator[Answer, None]:
    """Yield every answer: one, or those of a subscription as they come.

    What the loaders hold is forgotten with each, so that the next shows the present.
    """
    try:
        kind = operation_in(parsed(operation.text), operation.name).operation
    except GraphQLError as error:
        yield Answer(None, [error])
        return
    run = _followed if kind is OperationType.SUBSCRIPTION else _executed
    async with aclosing(run(schema, operation, context)) as results:
        async for result in results:
            context.forget()
            yield await _settled(context) or _answer(result, context)


async def _executed(
    schema: Schema, operation: Operation, context: Context
) -> AsyncGenerator[ExecutionResult, None]:
    yield await schema.execute(
        operation.text,
        variable_values=operation.variables,
        context_value=context,
        operation_name=operation.name,
    )


async def _followed(
    schema: Schema, operation: Operation, context: Context
) -> AsyncGenerator[ExecutionResult, None]:
    results = await schema.stream(
        operation.text,
        variable_values=operation.variables,
        context_value=context,
        operation_name=operation.name,
        allowed_operation_types=(StrawberryOperationType.SUBSCRIPTION,),
    )
    async with aclosing(results):
        async for result in results:
            yield cast("ExecutionResult", result)


async def _settled(context: Context) -> Answer | None:
    """Do what is owed before the answer leaves; return the refusal when that fails."""
    try:
        await context.settle()
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was written down
        failed = GraphQLError(type(error).__name__, original_error=error)
        told_so = told(failed, language=context.language, request_id=context.request_id)
        return Answer(None, [told_so])
    return None


def _answer(result: ExecutionResult, context: Context) -> Answer:
    return Answer(
        data=result.data,
        errors=[
            told(error, language=context.language, request_id=context.request_id)
            for error in result.errors or ()
        ],
        extensions=result.extensions or {},
    )
