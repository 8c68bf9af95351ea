"""Asking the graph as somebody, without a server."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from backend import graph
from backend.actor import Actor
from backend.schema import schema

Answer = Any


async def ask(document: str, actor: Actor, **variables: object) -> Answer:
    """Return the data of an operation; its top-level errors fail the test."""
    context = graph.Context(actor, "zh")
    answer = await schema.execute(document, variables, context_value=context)
    assert answer.errors is None, answer.errors
    return answer.data


async def act(document: str, actor: Actor, *, key: str = "", **given: Any) -> Answer:
    """Return the payload of a mutation with one input."""
    sent = {"idempotencyKey": key or str(uuid4()), **given}
    return next(iter((await ask(document, actor, input=sent)).values()))
