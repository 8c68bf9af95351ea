from __future__ import annotations

import asyncio
import itertools
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend import clock, graph
from backend.actor import ANONYMOUS, Actor, Scope
from backend.db import sql
from backend.errors import Language
from backend.graph.models import IdempotencyKey
from tests.graph.data import models
from tests.graph.data.conftest import ask, asked
from tests.graph.data.models import Shelf

ADD = """mutation($input: BookAddInput!) { bookAdd(input: $input) {
  book { id title author { name } } others { title } boughtAt password
  userErrors { __typename message path code } } }"""
RENAME = """mutation($input: BookRenameInput!) { bookRename(input: $input) {
  book { title version } userErrors { message path code } } }"""

PERSON = Actor(person_id=uuid4(), name="Li")
keys = (f"key-{n}" for n in itertools.count())


def author_of(book: models.Book) -> str:
    return graph.encode_id("Author", book.author_id)


async def add(
    actor: Actor = PERSON, language: Language = "zh", key: str = "", **given: object
) -> Any:
    given = {"idempotencyKey": key or next(keys), **given}
    return (await ask(ADD, actor=actor, language=language, input=given))["bookAdd"]


async def rename(
    book: models.Book, *, actor: Actor = PERSON, key: str = "", **given: object
) -> Any:
    given = {
        "idempotencyKey": key or next(keys),
        "id": graph.encode_id("Book", book.id),
        "expectedVersion": book.version,
        **given,
    }
    return (await ask(RENAME, actor=actor, input=given))["bookRename"]


async def kept_keys() -> int:
    return await sql.count(IdempotencyKey)


async def test_a_mutation_answers_with_the_changed_objects(library: list[models.Book]) -> None:
    answer = await add(authorId=author_of(library[1]), title=" New ")
    assert answer["book"]["title"] == "New"
    assert answer["book"]["author"] == {"name": "author 1"}
    assert answer["others"] == [{"title": "New"}]
    assert answer["boughtAt"] == "2026-04-17T01:30:00Z"
    assert answer["password"] == "once"
    assert answer["userErrors"] == []


async def test_the_same_key_acts_once_and_is_answered_alike(library: list[models.Book]) -> None:
    given: dict[str, Any] = {"key": "same", "authorId": author_of(library[1]), "title": "Once"}
    first = await add(**given)
    for _ in range(9):
        again = await add(**given)
        assert again == {**first, "password": None}
    assert await sql.count(models.Book, sql.Where("library_book.title = ?", ("Once",))) == 1


async def test_ten_at_once_with_one_key_act_once(library: list[models.Book]) -> None:
    author = author_of(library[1])
    answers = await asyncio.gather(
        *(add(key="parallel", authorId=author, title="Together") for _ in range(10))
    )
    assert len({answer["book"]["id"] for answer in answers}) == 1
    assert [answer["userErrors"] for answer in answers] == [[]] * 10
    assert sorted(str(answer["password"]) for answer in answers) == ["None"] * 9 + ["once"]
    assert await sql.count(models.Book, sql.Where("library_book.title = ?", ("Together",))) == 1


async def test_a_key_serves_one_act_only(library: list[models.Book]) -> None:
    author = author_of(library[1])
    await add(key="reused", authorId=author, title="First")
    other = await add(key="reused", language="en", authorId=author, title="Second")
    assert other["book"] is None
    assert other["userErrors"] == [
        {
            "__typename": "BookError",
            "message": "This key was used for another act; take a new one",
            "path": ["input", "idempotencyKey"],
            "code": "IDEMPOTENCY_KEY_REUSED",
        }
    ]
    elsewhere = await rename(library[0], key="reused", title="Other")
    assert elsewhere["userErrors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    somebody = Actor(person_id=uuid4())
    theirs = await add(somebody, key="reused", authorId=author, title="Second")
    assert theirs["userErrors"] == []


async def test_secrets_are_not_stored(library: list[models.Book]) -> None:
    await add(key="a key nobody guesses", authorId=author_of(library[1]), title="Kept apart")
    kept = await sql.fetch("SELECT * FROM idempotency_key")
    text = json.dumps(kept, default=str)
    for secret in ("once", "a key nobody guesses", "Kept apart"):
        assert secret not in text


async def test_a_refused_act_leaves_nothing_and_may_be_tried_again(
    library: list[models.Book],
) -> None:
    book = library[0]
    refused = await rename(book, key="again", title="refuse")
    assert refused["book"] is None
    assert refused["userErrors"] == [{"message": "不行", "path": None, "code": "NOT_POSSIBLE"}]
    assert await kept_keys() == 0
    assert (await sql.one(models.Book, sql.Where("library_book.id = ?", (book.id,)))) == book
    assert (await rename(book, key="again", title="accepted"))["userErrors"] == []


async def test_a_stale_version_is_a_conflict_and_shows_the_present(
    library: list[models.Book],
) -> None:
    book = library[0]
    await rename(book, title="Newer")
    late = await rename(book, title="Newest")
    assert late["book"] == {"title": "Newer", "version": 2}
    assert late["userErrors"][0]["code"] == "CONFLICT"
    assert late["userErrors"][0]["path"] == ["input", "expectedVersion"]


@pytest.mark.parametrize("wrong", ["", "x", "\0", "\ud800", graph.encode_id("Book", uuid4())])
async def test_an_id_that_leads_nowhere_is_not_found(
    wrong: str, library: list[models.Book]
) -> None:
    answer = await rename(library[0], id=wrong, title="T")
    code = "INVALID" if wrong in ("\0", "\ud800") else "NOT_FOUND"
    assert [(e["code"], e["path"]) for e in answer["userErrors"]] == [(code, ["input", "id"])]


async def test_an_invisible_object_is_not_found(library: list[models.Book]) -> None:
    locked = next(book for book in library if book.shelf is Shelf.LOCKED)
    assert (await rename(locked, title="T"))["userErrors"][0]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("wrong", ["a\0b", "\ud800", "\x1b", "a" * 21, "x" * 200_000])
async def test_input_that_fails_the_gate_is_an_error_at_its_field(
    wrong: str, library: list[models.Book]
) -> None:
    answer = await add(authorId=author_of(library[1]), title=wrong)
    assert [(e["code"], e["path"]) for e in answer["userErrors"]] == [
        ("INVALID", ["input", "title"])
    ]
    assert await kept_keys() == 0


@pytest.mark.parametrize("key", ["", "k" * 65, "a\nb", "\0"])
async def test_a_key_has_1_to_64_printable_characters(key: str, library: list[models.Book]) -> None:
    given = {"idempotencyKey": key, "authorId": author_of(library[1]), "title": "T"}
    answer = (await ask(ADD, input=given))["bookAdd"]
    assert [(e["code"], e["path"]) for e in answer["userErrors"]] == [
        ("INVALID", ["input", "idempotencyKey"])
    ]


async def test_errors_speak_both_languages_and_have_codes_of_their_own(
    library: list[models.Book],
) -> None:
    author = author_of(library[1])
    chinese = await add(authorId=author, title="taken")
    english = await add(language="en", authorId=author, title="taken")
    assert chinese["userErrors"][0]["message"] == "已有此书"
    assert english["userErrors"][0]["message"] == "We have it"
    assert english["userErrors"][0]["code"] == "TITLE_TAKEN"


async def test_a_code_nobody_listed_is_the_code_of_its_kind(
    library: list[models.Book], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await add(authorId=author_of(library[1]), title="unlisted")
    assert answer["userErrors"][0]["code"] == "NOT_POSSIBLE"
    assert "NOBODY_KNOWS" in caplog.text


async def test_who_may_use_a_mutation_is_said_at_the_top_level(
    library: list[models.Book],
) -> None:
    given = {
        "idempotencyKey": "k",
        "id": graph.encode_id("Book", library[0].id),
        "expectedVersion": 1,
        "title": "T",
    }
    nobody = await asked(RENAME, actor=ANONYMOUS, input=given)
    assert nobody.errors is not None
    assert nobody.errors[0].extensions == {"code": "UNAUTHENTICATED"}
    reader = Actor(person_id=uuid4(), token_id=uuid4(), scopes=frozenset({Scope.READ}))
    refused = await asked(RENAME, actor=reader, input=given)
    assert refused.errors is not None
    assert refused.errors[0].extensions == {"code": "FORBIDDEN"}
    writer = Actor(token_id=uuid4(), scopes=frozenset({Scope.TASKS_WRITE}))
    assert (await ask(RENAME, actor=writer, input=given))["bookRename"]["userErrors"] == []
    everybody = await add(ANONYMOUS, authorId=author_of(library[1]), title="Public")
    assert everybody["userErrors"] == []


async def test_keys_are_forgotten_after_seven_days(library: list[models.Book]) -> None:
    await add(authorId=author_of(library[1]), title="Old")
    with clock.moved_by(timedelta(days=6, hours=23)):
        await graph.forget_old_keys()
    assert await kept_keys() == 1
    with clock.moved_by(timedelta(days=7, minutes=1)):
        await graph.forget_old_keys()
    assert await kept_keys() == 0


async def test_two_acts_in_one_operation_see_each_other(library: list[models.Book]) -> None:
    book = library[0]
    query = """mutation($a: BookRenameInput!, $b: BookRenameInput!) {
      first: bookRename(input: $a) { book { title } }
      second: bookRename(input: $b) { book { title version } } }"""
    given = {"id": graph.encode_id("Book", book.id)}
    answer = await ask(
        query,
        actor=PERSON,
        a={**given, "idempotencyKey": "a", "expectedVersion": 1, "title": "A"},
        b={**given, "idempotencyKey": "b", "expectedVersion": 2, "title": "B"},
    )
    assert answer == {
        "first": {"book": {"title": "A"}},
        "second": {"book": {"title": "B", "version": 3}},
    }


async def test_without_a_common_key_ten_at_once_act_ten_times(
    library: list[models.Book],
) -> None:
    """The twin of the test with one key: it shows that the key is what holds the others back."""
    author = author_of(library[1])
    await asyncio.gather(*(add(authorId=author, title="Apart") for _ in range(10)))
    assert await sql.count(models.Book, sql.Where("library_book.title = ?", ("Apart",))) == 10


async def test_after_a_refusal_in_parallel_one_of_the_others_acts(
    library: list[models.Book],
) -> None:
    refused = [rename(library[0], key="mixed", title="refuse") for _ in range(5)]
    answers = await asyncio.gather(*refused, rename(library[0], key="mixed", title="kept"))
    assert [a["userErrors"] for a in answers].count([]) <= 1
    last = await rename(library[0], key="mixed", title="kept")
    assert (last["userErrors"], last["book"]) == ([], {"title": "kept", "version": 2})
    assert await kept_keys() == 1
