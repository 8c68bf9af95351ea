"""Each mutation ten times at once and ten times in a row with one key: one effect, one answer."""

from __future__ import annotations

import asyncio
import zlib
from typing import Any
from uuid import uuid4

import httpx
import pytest
from graphql import GraphQLObjectType, get_named_type

from tests.faults import WHOLE
from tests.faults.conftest import Found
from tests.stories.scene import Scene
from tests.stories.scenes import SCENES
from tests.stories.wrong import INPUTS, MUTATIONS

TIMES = 10


def chosen() -> list[str]:
    """Return every mutation; in a short run about a tenth, the same ones every time."""
    names = sorted(SCENES)
    return names if WHOLE else [name for name in names if zlib.crc32(name.encode()) % 10 == 0]


def document_of(name: str) -> str:
    """Return a document that asks for the ids of what the mutation gives."""
    payload = get_named_type(MUTATIONS[name].type)
    assert isinstance(payload, GraphQLObjectType)
    given: list[str] = []
    for field, what in payload.fields.items():
        kind = get_named_type(what.type)
        if field != "userErrors" and isinstance(kind, GraphQLObjectType) and "id" in kind.fields:
            # The id alone: a job that was begun may go on between two answers.
            given.append(f"{field} {{ id }}")
    return (
        f"mutation Again($input: {INPUTS[name].name}!) {{ {name}(input: $input) "
        f"{{ {' '.join(given)} userErrors {{ code message }} }} }}"
    )


async def sent(web: httpx.AsyncClient, name: str, scene: Scene, key: str) -> Any:
    """Send a mutation; return its whole answer."""
    body = {
        "query": document_of(name),
        "variables": {"input": {"idempotencyKey": key, **scene.given}},
    }
    headers = {"origin": scene.actor.url, "accept-language": "zh-CN", **scene.actor.headers}
    answer = await web.post("/graphql", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def answers_of(url: str, name: str, scene: Scene) -> list[Any]:
    """Return what ten at once and ten in a row were answered with one key."""
    key = str(uuid4())
    async with httpx.AsyncClient(base_url=url, verify=False, timeout=60) as web:
        at_once = await asyncio.gather(*(sent(web, name, scene, key) for _ in range(TIMES)))
        in_a_row = [await sent(web, name, scene, key) for _ in range(TIMES)]
    return [*at_once, *in_a_row]


@pytest.mark.parametrize("name", chosen())
async def test_one_key_is_one_effect(name: str, lingju: str) -> None:
    scene = await SCENES[name](lingju)
    answers = await answers_of(lingju, name, scene)
    assert all(answer == answers[0] for answer in answers), answers
    if scene.is_served:
        assert answers[0][name]["userErrors"] == []


async def test_without_keys_ten_are_ten(found_city: Found) -> None:
    """The twin: a product that does not look its keys up files ten cases."""
    city = found_city("keys")
    city.start_server()
    city.wait()
    answers = await answers_of(city.url, "submissionFile", await SCENES["submissionFile"](city.url))
    assert len({answer["submissionFile"]["submission"]["id"] for answer in answers}) == 2 * TIMES
