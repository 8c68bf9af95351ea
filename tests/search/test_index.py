"""What is put into the index is found by its words, and nothing anybody types is syntax."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import pytest

from backend import search
from backend.db import sql, unit_of_work, uuid7
from backend.search import index
from backend.search.thesaurus import EMPTY
from tests.search.crowd import crowd
from tests.search.samples import KIND, indexed

TEXTS = (
    "茶叶批发市场未开市，春茶销路受阻",
    "希望减免国有厂房租金",
    "Our ＥＲＰ system: 5G, 续贷 800 万元",
    "公司三笔流动资金贷款本月到期，请求展期",
)
SYNTAX = (
    '"',
    "'",
    "茶 OR 租",
    "NOT 茶",
    "茶*",
    "NEAR(茶 叶)",
    "words: 茶",
    "') | ('",
    "\\",
    "茶 & 叶 !",
    "(",
    ":*",
    "<->",
)


async def found(text: str, *, synonyms: bool = True) -> list[int]:
    """Return the numbers of the texts that hold every word of `text`."""
    thesaurus = None if synonyms else EMPTY
    where = search.matches(KIND, text, "search_entry.subject_id", thesaurus=thesaurus)
    rows = await sql.fetch(
        f"SELECT number FROM search_entry WHERE {where.text} ORDER BY number", where.values
    )
    first = await sql.fetch("SELECT MIN(number) AS number FROM search_entry")
    return [int(str(row["number"])) - int(str(first[0]["number"])) for row in rows]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("市场", [0]),
        ("春茶 市场", [0]),
        ("茶", [0]),
        ("茶叶批发市场", [0]),
        ("租金", [1]),
        ("市场 租金", []),
        ("erp", [2]),
        ("５g", [2]),
        ("800", [2]),
        ("80", []),
        ("", []),
        ("，。！", []),
    ],
)
async def test_two_characters_or_one_find_what_holds_them(
    text: str, numbers: list[int], database: str
) -> None:
    await indexed(TEXTS)
    assert await found(text) == numbers


async def test_a_word_finds_what_says_the_same_by_another_name(database: str) -> None:
    await indexed(TEXTS)
    assert await found("续贷") == [2, 3]
    assert await found("续贷", synonyms=False) == [2]


@pytest.mark.parametrize("text", SYNTAX)
async def test_what_somebody_types_is_never_syntax(text: str, database: str) -> None:
    await indexed(TEXTS)
    assert set(await found(text)) <= {0}
    await search.similar(KIND, text, limit=5)


async def test_a_query_of_any_length_is_bounded(database: str) -> None:
    await indexed(TEXTS)
    assert await found("茶 " * 5000) == [0]
    assert await search.similar(KIND, "市场茶叶租金贷款" * 5000, limit=20)


async def test_a_changed_text_is_found_by_what_it_says_now(database: str) -> None:
    first, *_ = await indexed(TEXTS)
    async with unit_of_work():
        await search.put(KIND, first, "口罩紧缺")
    assert await found("茶叶") == []
    assert await found("口罩") == [0]
    async with unit_of_work():
        await search.remove(KIND, first)
    assert await found("口罩") == []


async def test_what_is_rolled_back_is_not_found(database: str) -> None:
    async def put_and_fail() -> None:
        async with unit_of_work():
            await search.put(KIND, uuid7(), "口罩紧缺")
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await put_and_fail()
    assert await found("口罩") == []


async def test_the_words_in_common_are_told_joined_and_without_what_everybody_says(
    database: str,
) -> None:
    ids = await indexed(TEXTS)
    [best, *_] = await search.similar(KIND, "我司希望茶叶批发市场尽快恢复", limit=3)
    assert best.id == ids[0]
    assert best.words == ["茶叶批发市场"]
    assert 0 < best.likeness <= 1


async def test_what_is_missing_is_indexed_and_what_is_gone_is_forgotten(database: str) -> None:
    letters = {uuid7(): text for text in TEXTS}
    gone, *_ = await indexed(["早已删除"])
    async with unit_of_work():
        for subject_id in letters:
            # Any table with ids will do as the source of texts.
            await sql.execute(
                "INSERT INTO number_series (id, name, last_number) VALUES (?, ?, 1)",
                (subject_id, subject_id.hex),
            )

    async def texts(ids: Collection[UUID]) -> Mapping[UUID, str]:
        return {subject_id: letters[subject_id] for subject_id in ids}

    sources = {KIND: search.Source(table="number_series", texts=texts)}
    assert await search.index_missing(sources) == len(TEXTS)
    assert await search.index_missing(sources) == 0
    assert len(await found("租金")) == 1
    letters = dict.fromkeys(letters, "改成别的内容")
    assert await search.rebuild(sources) == len(TEXTS)
    assert await found("租金") == []
    rows = await sql.fetch("SELECT subject_id FROM search_entry")
    assert gone not in {sql.as_uuid(row["subject_id"]) for row in rows}


async def test_more_than_one_batch_is_indexed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 3)
    ids = [uuid7() for _ in range(8)]
    async with unit_of_work():
        for subject_id in ids:
            await sql.execute(
                "INSERT INTO number_series (id, name, last_number) VALUES (?, ?, 1)",
                (subject_id, subject_id.hex),
            )

    async def texts(ids: Collection[UUID]) -> Mapping[UUID, str]:
        return dict.fromkeys(ids, "夜班公交")

    sources = {KIND: search.Source(table="number_series", texts=texts)}
    assert await search.index_missing(sources) == 8
    assert await search.rebuild(sources) == 8
    assert len(await found("公交")) == 8


async def test_a_search_uses_the_index(database: str) -> None:
    await indexed([*TEXTS, *crowd(1500)])
    await sql.execute("ANALYZE")
    where = search.matches(KIND, "茶叶", "search_entry.subject_id")
    statement = where.text.split("IN (", 1)[1].rsplit(")", 1)[0]
    plan = "EXPLAIN QUERY PLAN" if sql.engine() == "sqlite" else "EXPLAIN"
    rows = await sql.fetch(f"{plan} {statement}", where.values)
    steps = " ".join(str(value) for row in rows for value in row.values())
    expected = "VIRTUAL TABLE INDEX" if sql.engine() == "sqlite" else "search_entry_words"
    assert expected in steps, steps
