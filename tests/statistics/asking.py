"""Asking the graph for figures, as anybody would."""

from __future__ import annotations

from typing import Any

from backend import graph
from backend.actor import ANONYMOUS, Actor
from backend.errors import Language
from backend.graph.assembly import build_schema
from backend.graph.execution import answers
from backend.graph.requests import Operation
from backend.statistics.schema import StatisticsQuery

SCHEMA = build_schema(query=StatisticsQuery)
CITY = "320500"
FOUNDING_DAY = "2020-04-17"

FIGURES = """
  submissionCount closedByTimeout closedUpheld
  completion { numerator denominator rate missing }
  confirmed { numerator denominator rate missing }
  onTime { numerator denominator rate missing }
  onTimeByOriginalDue { numerator denominator rate missing }
  response { numerator denominator rate missing }
  solved { numerator denominator rate missing }
  solvedOrPartly { numerator denominator rate missing }
  surveyResponse { numerator denominator rate missing }
  satisfaction { numerator denominator rate missing }
  firstRoundSatisfaction { numerator denominator rate missing }
"""


async def ask(
    question: dict[str, Any],
    *,
    what: str = FIGURES,
    actor: Actor = ANONYMOUS,
    language: Language = "zh",
) -> dict[str, Any]:
    """Return the body of the graph's answer."""
    operation = Operation(
        text=f"query($input: StatisticsInput!) {{ statistics(input: $input) {{ {what} }} }}",
        name=None,
        variables={"input": {"areaCode": CITY, **question}},
    )
    context = graph.Context(actor=actor, language=language)
    async for answer in answers(SCHEMA, operation, context):
        return answer.body()
    raise AssertionError("no answer")


async def figures(*, actor: Actor = ANONYMOUS, **question: Any) -> dict[str, Any]:
    """Return the figures of a question; nobody is signed in unless told."""
    body = await ask(question, actor=actor)
    assert "errors" not in body, body
    return body["data"]["statistics"]


async def cells(by: str, *, actor: Actor = ANONYMOUS, **question: Any) -> dict[str | None, Any]:
    """Return the cells of a breakdown by their keys."""
    body = await ask(question, what=f"breakdown(by: {by}) {{ key label {FIGURES} }}", actor=actor)
    assert "errors" not in body, body
    return {cell["key"]: cell for cell in body["data"]["statistics"]["breakdown"]}


def shown(rate: dict[str, Any]) -> tuple[Any, Any, str | None]:
    """Return numerator, denominator and rate."""
    return rate["numerator"], rate["denominator"], rate["rate"]
