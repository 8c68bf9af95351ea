"""Reading a CSV that others wrote: UTF-8 or GB18030, heads in Chinese or English."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from backend.errors import Invalid, Words
from backend.imports.columns import COLUMNS, KEYS, Column
from backend.imports.models import KEY_LENGTH, MOST_LINES, ImportKind

LONGEST_CELL: Final = 10_000
MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line: its number, where the heads are line 1; what it is called there; its cells."""

    number: int
    key: str
    cells: Mapping[str, str]


def read_table(content: bytes, kind: ImportKind) -> list[TableLine]:
    """Return the lines of the file; raises `Invalid` for a file that has not the right columns."""
    rows = _rows(content)
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    places = {
        column.name: place
        for column in COLUMNS[kind]
        if (place := _place(head, column)) is not None
    }
    missing = [c for c in COLUMNS[kind] if c.is_needed and c.name not in places]
    if missing:
        raise Invalid(
            Words(
                f"缺少列：{'、'.join(c.zh for c in missing)}",
                f"Missing columns: {', '.join(c.name for c in missing)}",
            )
        )
    lines = [
        _line(number, {name: _cell(row, place) for name, place in places.items()}, kind)
        for number, row in rows[1:]
    ]
    if not lines:
        raise Invalid(Words("文件没有数据行", "The file has no lines below its heads"))
    return lines


def _line(number: int, cells: Mapping[str, str], kind: ImportKind) -> TableLine:
    key = " ".join(cells.get(name, "") for name in KEYS[kind]).strip()
    return TableLine(number, key[:KEY_LENGTH], cells)


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Return the head and the lines that hold anything, each with its number in the file."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        try:
            return _filled(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            break
    raise Invalid(
        Words("不是有效的 CSV 文件（UTF-8 或 GBK）", "This is no valid CSV in UTF-8 or GB18030")
    )


def _filled(rows: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    # Counted while they are read: a file of line breaks alone would fill the memory.
    filled: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, start=1):
        if number == 1 or any(cell.strip() for cell in row):
            filled.append((number, row[:MOST_COLUMNS]))
        if len(filled) > MOST_LINES + 1:
            raise Invalid(
                Words(
                    f"超过 {MOST_LINES} 行，请分成几个文件",
                    f"More than {MOST_LINES} lines: split it",
                )
            )
    return filled


def _place(head: Sequence[str], column: Column) -> int | None:
    for name in column.names:
        if name in head:
            return head.index(name)
    return None


def _cell(row: Sequence[str], place: int) -> str:
    if place >= len(row):
        return ""
    # What we wrote with an apostrophe, so that no spreadsheet takes it for a formula, comes back.
    cell = row[place].strip()[:LONGEST_CELL]
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell
