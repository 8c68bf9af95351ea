from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.db import clean_text, sql
from backend.errors import Invalid
from tests.db.models import Box, Colour

ACCENTED = "Ame\u0301lie", "Am\u00e9lie"


@pytest.mark.parametrize("bad", ["\0", "a\x07b", "\x7f", "\r", "\ud83d", "x" * 21])
async def test_a_column_refuses_text_no_engine_can_show(database: str, bad: str) -> None:
    with pytest.raises(Invalid) as refused:
        await Box.create(name=bad)
    assert refused.value.path == ("name",)
    assert await Box.all().count() == 0


@pytest.mark.parametrize("size", [2**31, -(2**31) - 1, 2**63])
async def test_a_column_refuses_numbers_it_cannot_hold(database: str, size: int) -> None:
    with pytest.raises(Invalid):
        await Box.create(name="a", size=size)


async def test_bounds_themselves_are_kept(database: str) -> None:
    await Box.create(name="x" * 20, size=2**31 - 1, weight=-(2**63), note="line\n\ttab")
    box = await Box.get(name="x" * 20)
    assert (box.size, box.weight, box.note) == (2**31 - 1, -(2**63), "line\n\ttab")


async def test_text_is_kept_and_sought_in_one_form(database: str) -> None:
    decomposed, composed = ACCENTED
    box = await Box.create(name=decomposed, contents={decomposed: [decomposed]})
    assert (box.name, box.contents) == (composed, {composed: [composed]})
    assert await Box.filter(name=decomposed).count() == 1
    assert await sql.count(Box, sql.Where("box.name = ?", (decomposed,))) == 1


@pytest.mark.parametrize("bad", [{"a": "\0"}, {"\ud800": 1}, {"a": [{"b": 2**63}]}])
async def test_documents_pass_the_same_gate(database: str, bad: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        await Box.create(name="a", contents=bad)


@pytest.mark.parametrize("bad", ["\0", "\ud800", 2**63])
async def test_values_of_plain_sql_pass_the_same_gate(database: str, bad: object) -> None:
    with pytest.raises(Invalid):
        await sql.fetch("SELECT 1 FROM box WHERE name = ?", (bad,))
    with pytest.raises(Invalid):
        await sql.rows(Box, sql.is_in("box.name", [bad]))


async def test_a_changed_row_passes_the_gate_again(database: str) -> None:
    await Box.create(name="a")
    with pytest.raises(Invalid):
        await Box.filter(name="a").update(note="\0")
    with pytest.raises(ValueError, match="GREEN"):
        await Box.filter(name="a").update(colour="GREEN")
    assert await Box.filter(name="a").update(colour=Colour.BLUE) == 1


def test_clean_text_loses_its_outer_blanks_and_knows_its_length() -> None:
    assert clean_text("  两个字\r\nb \u3000", maximum=5) == "两个字\nb"
    with pytest.raises(Invalid) as long:
        clean_text("四个字了", maximum=3, path=("input", "body"))
    assert long.value.path == ("input", "body")
    assert (long.value.words.zh, long.value.words.en) == ("最多 3 个字", "At most 3 characters")
    with pytest.raises(Invalid):
        clean_text(" \u3000 ", maximum=3, minimum=1)


@given(st.text())
def test_what_passes_once_passes_again_unchanged(text: str) -> None:
    try:
        cleaned = clean_text(text, maximum=100)
    except Invalid:
        return
    assert clean_text(cleaned, maximum=100) == cleaned
    cleaned.encode("utf-8")
