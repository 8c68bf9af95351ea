"""Wrong input to every mutation is answered with user errors, in the language of whoever sent it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from graphql import GraphQLField, print_ast

from tests.stories import people
from tests.stories.people import Answer, Somebody, signed_in
from tests.stories.scenes import SCENES
from tests.stories.wrong import (
    INPUTS,
    MUTATIONS,
    document_of,
    errors_in,
    smallest,
    wrong_inputs,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
LANGUAGES = ("zh-CN", "en")
# Signing out twice is no mistake.
OPEN_TO_ALL = {
    "invitationAnswer",
    "publicationAnsweredMe",
    "signIn",
    "signInRequestCode",
    "signOut",
    "submissionFileAnonymously",
}


async def posted(web: httpx.AsyncClient, who: Somebody, name: str, given: Answer) -> Any:
    """Send a mutation; return its whole answer, whatever the status."""
    sent = {"idempotencyKey": str(uuid4()), **given}
    body = {"query": document_of(name), "variables": {"input": sent}}
    headers = {"origin": who.url, "accept-language": who.language, **who.headers}
    answer = await web.post("/graphql", json=body, headers=headers)
    assert answer.status_code < 500, (given, answer.text)
    return answer.json()


def test_there_is_a_scene_for_every_mutation() -> None:
    assert set(SCENES) == set(MUTATIONS)


@pytest.mark.parametrize("name", sorted(SCENES))
async def test_wrong_input_is_refused_in_words_and_changes_nothing(name: str, lingju: str) -> None:
    scene = await SCENES[name](lingju)
    who = scene.actor
    async with httpx.AsyncClient(base_url=lingju, verify=False, timeout=30) as web:
        for what, given in wrong_inputs(name, {"idempotencyKey": str(uuid4()), **scene.given}):
            said = await asyncio.gather(
                *(posted(web, replace(who, language=spoken), name, given) for spoken in LANGUAGES)
            )
            for spoken, answer in zip(LANGUAGES, said, strict=True):
                assert "errors" not in answer, (what, answer)
                errors = errors_in(answer["data"][name])
                assert errors, what
                assert errors[0]["path"] is None or errors[0]["path"][0] == "input", (what, errors)
                assert bool(CHINESE.search(errors[0]["message"])) is (spoken == "zh-CN"), what
        # The scene was right all along: what was refused was the one thing that was wrong.
        answer = await posted(web, who, name, scene.given)
        assert (errors_in(answer["data"][name]) == []) is scene.is_served, answer


@pytest.mark.parametrize("name", sorted(SCENES))
async def test_input_of_another_type_is_a_mistake_of_the_program(name: str, lingju: str) -> None:
    async with httpx.AsyncClient(base_url=lingju, verify=False) as web:
        for field in INPUTS[name].fields:
            answer = await posted(web, Somebody(lingju), name, {field: {"a": [1.5]}})
            codes = {error["extensions"]["code"] for error in answer["errors"]}
            assert codes == {"BAD_USER_INPUT"}, (field, answer)


async def test_whoever_is_not_signed_in_is_told_so(lingju: str) -> None:
    async with httpx.AsyncClient(base_url=lingju, verify=False) as web:
        refused = {
            name
            for name, kind in INPUTS.items()
            if refusal(await posted(web, Somebody(lingju), name, smallest(kind)), "UNAUTHENTICATED")
        }
    assert set(INPUTS) - refused == OPEN_TO_ALL


async def test_a_program_without_the_scope_is_told_so(lingju: str) -> None:
    reader = await signed_in(lingju, people.COMM_OFFICER, scopes=("READ",))
    async with httpx.AsyncClient(base_url=lingju, verify=False) as web:
        refused = {
            name
            for name, kind in INPUTS.items()
            if refusal(await posted(web, reader, name, smallest(kind)), "FORBIDDEN")
        }
    # The schema says of every other mutation what it requires.
    assert refused == {name for name, field in MUTATIONS.items() if "@requires" in sdl(field)}


def refusal(answer: Any, code: str) -> bool:
    """Say whether it was refused as a whole with a code, and by no other."""
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    assert codes in ([], [code]), answer
    return bool(codes)


def sdl(field: GraphQLField) -> str:
    """Return the directives of a field as the schema has them."""
    assert field.ast_node is not None
    return " ".join(map(print_ast, field.ast_node.directives or ()))
