"""The dispatch sheet (交办单) of one case as a Word file, for clerks to edit and print."""

from __future__ import annotations

import asyncio
import io
from typing import Any, Final
from uuid import UUID

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from backend import clock
from backend.db import sql
from backend.errors import Words
from backend.exports import of_cases, of_tasks
from backend.exports.sheets import Cell, Line, Reader, local
from backend.tasks.models import Task

_FONT: Final = "宋体"
_TITLE: Final = Words("诉求交办单", "Dispatch sheet")
_TASKS: Final = Words("交办任务", "Tasks")
_TASK_COLUMNS: Final = (4, 5, 8, 9, 10)  # of `of_tasks`: who, state, what, since when, until when


async def dispatch_sheet(case_id: UUID, reader: Reader, *, is_demo: bool) -> bytes | None:
    """Return the file, or None when the reader may no longer see the case.

    The last line names who made it and when: a print that walks away can be traced.
    """
    about = await of_cases.SHEET.lines([case_id], reader)
    if not about:
        return None
    where = sql.Where("task.submission_id = ?", (case_id,))
    ids = [task.id for task in await sql.rows(Task, where, order="task.assigned_at, task.id")]
    tasks = await of_tasks.SHEET.lines(ids, reader)
    return await asyncio.to_thread(_drawn, about[0], tasks, reader, is_demo)


def _drawn(about: Line, tasks: list[Line], reader: Reader, is_demo: bool) -> bytes:  # noqa: FBT001 - of one caller
    document = docx.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = title.add_run(_TITLE.said_in(reader.language))
    words.bold, words.font.size = True, Pt(18)
    if is_demo:
        note = Words("演示数据，单位与人员均为虚构", "Demonstration: everybody in it is fictional")
        document.add_paragraph(note.said_in(reader.language))
    _pairs(document, of_cases.SHEET.header(reader.language), about)
    document.add_heading(_TASKS.said_in(reader.language), level=2)
    header = of_tasks.SHEET.header(reader.language)
    _table(document, [header[column] for column in _TASK_COLUMNS], tasks)
    _foot(document, reader)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _pairs(document: Document, names: list[str], cells: Line) -> None:
    filled = [(name, _said(cell)) for name, cell in zip(names, cells, strict=True) if cell]
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, text in filled:
        row = table.add_row().cells
        row[0].text, row[1].text = name, text


def _table(document: Document, names: list[str], lines: list[Line]) -> None:
    table = document.add_table(rows=1, cols=len(names), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.text = name
    for line in lines:
        row = table.add_row().cells
        for cell, column in zip(row, _TASK_COLUMNS, strict=True):
            cell.text = _said(line[column])


def _foot(document: Document, reader: Reader) -> None:
    name, now = reader.actor.name, local(clock.now())
    words = Words(f"导出人：{name}　{now:%Y-%m-%d %H:%M}", f"Made for {name}, {now:%Y-%m-%d %H:%M}")
    foot = document.sections[0].footer.paragraphs[0]
    foot.text = words.said_in(reader.language)


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell)
