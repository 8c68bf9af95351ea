"""A file that others wrote is read within bounds, whatever stands in it."""

from __future__ import annotations

import tracemalloc

import pytest

from backend.errors import Invalid
from backend.imports.models import MOST_LINES, ImportKind
from backend.imports.table import read_table

HEAD = "企业名称,信用代码\n"


def test_heads_may_be_chinese_or_english_in_any_order() -> None:
    for content in ("信用代码,企业名称\nX,甲\n", "name,Credit_Code,other\n甲,X,1\n"):
        [line] = read_table(content.encode(), ImportKind.FIRMS)
        assert (line.cells["name"], line.cells["credit_code"]) == ("甲", "X")


def test_lines_keep_their_number_in_the_file() -> None:
    lines = read_table(f"{HEAD}甲,X\n\n,\n乙,Y\n".encode(), ImportKind.FIRMS)
    assert [(line.number, line.cells["name"]) for line in lines] == [(2, "甲"), (5, "乙")]


def test_so_many_lines_are_read_and_no_more() -> None:
    lines = [f"甲{n},X{n}\n" for n in range(MOST_LINES + 1)]
    assert len(read_table("".join((HEAD, *lines[1:])).encode(), ImportKind.FIRMS)) == MOST_LINES
    with pytest.raises(Invalid) as refused:
        read_table("".join((HEAD, *lines)).encode(), ImportKind.FIRMS)
    assert str(MOST_LINES) in refused.value.words.zh


@pytest.mark.parametrize("line", ["\n", "甲,X\n"])
def test_a_file_of_very_many_lines_does_not_fill_the_memory(line: str) -> None:
    content = (HEAD + line * 1_000_000).encode()
    tracemalloc.start()
    try:
        with pytest.raises(Invalid):
            read_table(content, ImportKind.FIRMS)
        assert tracemalloc.get_traced_memory()[1] < 8 * len(content) + 24 * 1024 * 1024
    finally:
        tracemalloc.stop()
