"""What a search costs the database hangs neither on what is asked nor on how much is found."""

from __future__ import annotations

from typing import Any

from backend import graph
from backend.actor import Actor
from backend.db import sql
from backend.schema import schema
from backend.submissions import actions
from tests.search.crowd import crowd
from tests.submissions.cast import Cast, the_cast

FOUND = """query($text: String!, $first: Int!) {
  submissions(first: $first, filter: {search: $text}) { nodes { number title viewerActions } } }"""
SIMILAR = """query($text: String!, $first: Int!) {
  similarSubmissions(text: $text, first: $first) {
    matchedWords submission { number title viewerActions } } }"""
TYPED = """query($text: String!, $first: Int!) {
  publishedAnswers(text: $text, first: $first) { publication { title } } }"""


async def a_city_of_cases(size: int) -> Cast:
    """Return the people of a city with so many cases."""
    cast = await the_cast()
    for text in crowd(size):
        await actions.file(actions.Filing(firm_id=cast.firm_id, body=text), actor=cast.firm)
    return cast


async def counted(document: str, actor: Actor, **given: Any) -> int:
    """Return how many statements a question takes."""
    context = graph.Context(actor, "zh")
    with sql.count_statements() as statements:
        answer = await schema.execute(document, given, context_value=context)
    assert answer.errors is None, answer.errors
    return len(statements)


async def test_a_search_takes_as_many_statements_whatever_it_finds(database: str) -> None:
    cast = await a_city_of_cases(40)
    for document, most, bound in ((FOUND, 20, 4), (SIMILAR, 20, 6), (TYPED, 5, 3)):
        await counted(document, cast.clerk, text="变压器", first=1)  # areas are read once
        for text in ("恳请办理证照", "恳请变压器检查电费口径" * 15):
            counts = [await counted(document, cast.clerk, text=text, first=n) for n in (1, most)]
            print(f"{text[:5]} by {document[6:]:.30}: {counts} statements")
            assert counts[0] == counts[1] <= bound
