"""Lines as a file: CSV while they are read, Excel once they all are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import xlsxwriter

from backend.exports.sheets import PAGE, Cell, Line, Reader, Sheet
from backend.files.tables import MARK, csv_of

_LONGEST_CELL: Final = 32_000  # characters; Excel takes 32,767
_WIDTH: Final = 18


async def pages(sheet: Sheet, ids: Sequence[UUID], reader: Reader) -> AsyncIterator[list[Line]]:
    """Yield the lines of a sheet, a page at a time."""
    for start in range(0, len(ids), PAGE):
        yield await sheet.lines(ids[start : start + PAGE], reader)


async def as_csv(sheet: Sheet, ids: Sequence[UUID], reader: Reader) -> AsyncIterator[bytes]:
    """Yield a CSV in UTF-8 with the mark by which Excel knows it; no cell is a formula."""
    yield MARK + csv_of([sheet.header(reader.language)])
    async for lines in pages(sheet, ids, reader):
        yield csv_of([_plain(cell) for cell in line] for line in lines)


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date() | int():
            return str(cell)
        case str():
            return cell


async def write_xlsx(sheet: Sheet, ids: Sequence[UUID], reader: Reader, target: Path) -> None:
    """Write a workbook of one sheet to `target`, row by row, beside the loop."""
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    page = book.add_worksheet(sheet.title.said_in(reader.language))
    bold = book.add_format({"bold": True})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    header = sheet.header(reader.language)
    page.set_column(0, len(header) - 1, _WIDTH)
    page.freeze_panes(1, 0)
    for column, name in enumerate(header):
        page.write_string(0, column, name, bold)
    first = 1
    async for lines in pages(sheet, ids, reader):
        await asyncio.to_thread(_write, page, lines, first, formats)
        first += len(lines)
    await asyncio.to_thread(book.close)


def _write(page: Any, lines: Sequence[Line], first: int, formats: dict[type, Any]) -> None:
    for row, line in enumerate(lines, start=first):
        for column, cell in enumerate(line):
            match cell:
                case None | "":
                    continue
                case str():
                    # Always as text: nothing that people wrote is ever a formula or a link.
                    page.write_string(row, column, cell[:_LONGEST_CELL])
                case int():
                    page.write_number(row, column, cell)
                case _:
                    page.write_datetime(row, column, cell, formats[type(cell)])
