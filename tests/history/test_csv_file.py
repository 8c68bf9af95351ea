"""A file is taken whole or refused with every one of its errors."""

from __future__ import annotations

from datetime import date

import pytest

from backend.history.csv_file import COLUMNS, MOST_ERRORS, BadFile, Known, read
from backend.history.importing import FOUNDING_FILE
from backend.submissions.models import Grade, Kind

KNOWN = Known(
    areas={"320505"}, categories={"FINANCE"}, departments={"FIN_SUP"}, today=date(2020, 5, 1)
)
GOOD: dict[str, str] = dict(
    zip(
        COLUMNS,
        [
            "SG1",
            "SL01",
            "DISTRICT",
            "320505",
            "SL01-P01",
            "FINANCE",
            "top500",
            "FIN_SUP",
            "ORDINARY",
            "2019-11-11",
            "2019-11-12",
            "2019-11-26",
            "",
            "2019-11-18",
            "1",
            "SATISFIED",
            "2019-11-19",
            "",
        ],
        strict=True,
    )
)


def a_file(*rows: dict[str, str]) -> bytes:
    """Return a file with these lines."""
    lines = [",".join(COLUMNS), *(",".join({**GOOD, **row}.values()) for row in rows)]
    return "\n".join(lines).encode()


def errors_of(content: bytes) -> list[tuple[int, str]]:
    """Return line and column of every error."""
    with pytest.raises(BadFile) as refusal:
        read(content, known=KNOWN)
    assert all(error.words.zh and error.words.en for error in refusal.value.errors)
    return [(error.line, error.column) for error in refusal.value.errors]


def test_a_good_row_is_read_as_it_is_meant():
    [row] = read(a_file({}), known=KNOWN)
    assert row.kind is Kind.GENERAL
    assert row.grade is Grade.SATISFIED
    assert (row.submitted, row.extended_to) == (date(2019, 11, 11), None)


def test_columns_may_stand_in_any_order_and_others_are_ignored():
    names = [*reversed(COLUMNS), "remark"]
    line = ",".join([*(GOOD[name] for name in reversed(COLUMNS)), "anything"])
    [row] = read(f"\ufeff{','.join(names)}\r\n{line}\r\n".encode(), known=KNOWN)
    assert row.id == "SG1"


def test_an_open_case_is_no_error():
    still_open = {"done": "", "on_time": "", "survey": "", "survey_at": ""}
    never_assigned = {**still_open, "id": "SG2", "assigned": "", "due": ""}
    rows = read(a_file(still_open, never_assigned), known=KNOWN)
    assert [row.done for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("submitted", "2019-11-31"),
        ("submitted", ""),
        ("submitted", "20191111"),
        ("assigned", "2019-11-10"),
        ("due", "2019-11-01"),
        ("due", ""),
        ("ext", "2019-11-20"),
        ("done", "2019-11-11"),
        ("done", "2020-05-02"),
        ("survey_at", "2019-11-17"),
        ("survey_at", ""),
        ("survey", "FINE"),
        ("kind", "SUGGESTION"),
        ("area", "990000"),
        ("category", "NOTHING"),
        ("department", "NOBODY"),
        ("level", "PLANET"),
        ("on_time", "yes"),
        ("review", "LOST"),
        ("id", ""),
        ("attendee", "x" * 33),
        ("tier", "a\x00b"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(column: str, value: str):
    found = errors_of(a_file({"id": "SG0"}, {column: value}))
    assert found
    assert all(line == 3 for line, _ in found)
    assert column in {name for _, name in found} or value == ""


def test_the_same_case_twice_is_an_error():
    assert errors_of(a_file({}, {"id": "SG2"}, {})) == [(4, "id")]


def test_every_error_is_told_up_to_a_hundred():
    rows = [{"id": f"SG{number}", "kind": "X"} for number in range(MOST_ERRORS + 20)]
    assert len(errors_of(a_file(*rows))) == MOST_ERRORS
    assert errors_of(a_file({"kind": "X", "area": "1"})) == [(2, "kind"), (2, "area")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,salon\nSG1,SL01\n",
        a_file({}).replace(b"department", b"bureau", 1),
        a_file({}).replace(b"review", b"review,id", 1),
        "编号".encode("gb18030") + a_file({}),
        a_file({}) + b'"never closed',
    ],
    ids=["empty", "few columns", "a column is missing", "one twice", "not UTF-8", "no CSV"],
)
def test_a_file_without_its_columns_is_refused_whole(content: bytes):
    assert errors_of(content)[0][0] == 1


def test_a_line_with_too_few_cells_is_an_error():
    assert errors_of(a_file({}) + b"\nSG2,SL01\n") == [(3, "")]


def test_the_founding_file_is_in_order():
    every = [line.split(",") for line in FOUNDING_FILE.read_text("utf-8").splitlines()[1:]]
    known = Known(
        areas={cells[3] for cells in every},
        categories={cells[5] for cells in every},
        departments={cells[7] for cells in every},
        today=date(2020, 4, 17),
    )
    assert len(read(FOUNDING_FILE.read_bytes(), known=known)) == 868
