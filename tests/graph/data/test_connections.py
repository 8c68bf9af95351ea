from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest

from backend.db import sql
from backend.errors import Invalid
from backend.graph.keyset import BadCursorError, order_by
from tests.graph.data import models
from tests.graph.data.conftest import ask, asked

PAGE = """query($first: Int, $after: String, $last: Int, $before: String, $order: BookOrder,
               $filter: BookFilter) {
  books(first: $first, after: $after, last: $last, before: $before, orderBy: $order,
        filter: $filter) {
    edges { cursor node { id title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
ORDERS = [
    None,
    *(
        {"field": field, "direction": direction}
        for field in ("BOUGHT_AT", "PAGES", "PRINTED_ON", "TITLE")
        for direction in ("ASC", "DESC")
    ),
]

pytestmark = pytest.mark.usefixtures("library")


async def forward(order: object, size: int) -> list[str]:
    seen: list[str] = []
    after = None
    while True:
        page = (await ask(PAGE, first=size, after=after, order=order))["books"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [edge["node"]["title"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return seen


async def backward(order: object, size: int) -> list[str]:
    seen: list[str] = []
    before = None
    while True:
        page = (await ask(PAGE, last=size, before=before, order=order))["books"]
        assert page["pageInfo"]["hasNextPage"] is (before is not None)
        seen = [edge["node"]["title"] for edge in page["edges"]] + seen
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            return seen


def expected(books: list[models.Book], order: Any) -> list[str]:
    column = order["field"].lower() if order else "bought_at"
    falls = order is None or order["direction"] == "DESC"

    def place(book: models.Book) -> Any:
        return (getattr(book, column), book.id)

    with_value = [book for book in books if getattr(book, column) is not None]
    without = [book for book in books if getattr(book, column) is None]
    ordered = sorted(with_value, key=place, reverse=falls)
    ordered += sorted(without, key=lambda book: book.id, reverse=falls)
    return [book.title for book in ordered]


@pytest.mark.parametrize("order", ORDERS, ids=str)
async def test_pages_are_complete_and_in_order_in_both_directions(
    order: object, library: list[models.Book]
) -> None:
    wanted = expected(library, order)
    assert await forward(order, 9) == wanted
    assert await backward(order, 10) == wanted


async def test_a_page_between_two_cursors_holds_what_lies_between() -> None:
    edges = (await ask(PAGE, first=30))["books"]["edges"]
    page = (await ask(PAGE, after=edges[4]["cursor"], before=edges[9]["cursor"], first=50))["books"]
    assert page["edges"] == edges[5:9]


async def test_an_unasked_page_holds_twenty() -> None:
    assert len((await ask("{ books { nodes { id } } }"))["books"]["nodes"]) == 20


async def test_an_empty_page_has_no_cursors() -> None:
    page = (await ask(PAGE, filter={"search": "nothing like it"}))["books"]
    assert page["edges"] == []
    assert page["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def damaged(cursor: str) -> list[str]:
    raw = bytearray(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[-8] ^= 1
    changed = urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    return [changed, cursor[:-3], cursor + "A", "", "zzz", "你好", "\ud800", "A" * 5000, "bnVsbA"]


async def test_a_damaged_cursor_is_bad_input() -> None:
    cursor = (await ask(PAGE, first=1))["books"]["pageInfo"]["endCursor"]
    for wrong in damaged(cursor):
        result = await asked(PAGE, after=wrong)
        assert result.errors is not None, wrong
        assert [e.extensions for e in result.errors] == [{"code": "BAD_USER_INPUT"}], wrong


async def test_a_cursor_of_another_order_is_bad_input() -> None:
    cursor = (await ask(PAGE, first=1))["books"]["pageInfo"]["endCursor"]
    for direction in ("ASC", "DESC"):
        result = await asked(PAGE, before=cursor, order={"field": "PAGES", "direction": direction})
        assert result.errors is not None
        assert result.errors[0].extensions == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize(
    "arguments",
    [{"first": 0}, {"first": 101}, {"last": -1}, {"first": 1, "last": 1}, {"filter": {"search": "a\0"}},
     {"filter": {"search": "\ud800"}}, {"filter": {"search": "a" * 51}}],
    ids=str,
)  # fmt: skip
async def test_arguments_that_cannot_be_right_are_bad_input(arguments: dict[str, Any]) -> None:
    result = await asked(PAGE, **arguments)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "BAD_USER_INPUT"}


async def test_a_filter_keeps_only_what_matches() -> None:
    counted = "query($filter: BookFilter) { books(filter: $filter) { totalCount } }"
    assert (await ask(counted))["books"]["totalCount"] == 103
    locked = await ask(counted, filter={"shelves": ["LOCKED"]})
    assert locked["books"]["totalCount"] == 51
    none = await ask(counted, filter={"shelves": []})
    assert none["books"]["totalCount"] == 0
    nowhere = await ask(counted, filter={"authorId": "not an id"})
    assert nowhere["books"]["totalCount"] == 0
    both = await ask(counted, filter={"shelves": ["OPEN"], "search": "book 00"})
    assert both["books"]["totalCount"] == 5


async def test_the_total_is_counted_only_when_selected_and_never_cut_by_a_page() -> None:
    with sql.count_statements() as statements:
        await ask("{ books { nodes { id } pageInfo { endCursor } } }")
    assert len(statements) == 1
    cursor = (await ask(PAGE, first=5))["books"]["pageInfo"]["endCursor"]
    with sql.count_statements() as statements:
        found = await ask(
            "query($a: String) { books(first: 2, after: $a) { nodes { id } totalCount } }", a=cursor
        )
    assert found["books"]["totalCount"] == 103
    assert len(statements) == 2


FORGED: list[list[object]] = [
    ["0001-01-01T00:00:00+14:00", "0" * 32],
    ["2026-01-01T00:00:00", "0" * 32],
    ["not a day", "0" * 32],
    [10**25, "0" * 32],
    [None, "0" * 32],
    [True, "0" * 32],
    [{"a": 1}, "0" * 32],
    ["2026-01-01T00:00:00+00:00", "not an id"],
    ["2026-01-01T00:00:00+00:00"],
    ["2026-01-01T00:00:00+00:00", "0" * 32, 1],
]


@pytest.mark.parametrize("values", FORGED, ids=str)
async def test_a_forged_cursor_is_bad_input(values: list[object]) -> None:
    order = order_by(models.Book, ("-bought_at",))
    content = json.dumps(values).encode()
    seal = order._seal(values) if 10**25 not in values else b"seal"
    forged = urlsafe_b64encode(seal + content).decode().rstrip("=")
    result = await asked(PAGE, after=forged)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize("values", [["a\0b", "0" * 32], ["a\ud800", "0" * 32]], ids=ascii)
def test_a_text_in_a_cursor_passes_the_gate(values: list[object]) -> None:
    order = order_by(models.Book, ("title",))
    content = json.dumps(values).encode()
    with pytest.raises(BadCursorError):
        order.place(urlsafe_b64encode(b"seal" + content).decode().rstrip("="))
    with pytest.raises((Invalid, BadCursorError)):
        order.keys[0].read(values[0])
