"""Reading a file of past cases: every row is checked, every error is told, nothing is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.errors import Invalid, Words
from backend.history.cells import Line, RowError
from backend.history.rows import HistoryRow, faults
from backend.submissions.models import Grade, Kind

COLUMNS: Final = (
    *("id", "salon", "level", "area", "attendee", "category", "tier", "department", "kind"),
    *("submitted", "assigned", "due", "ext", "done", "on_time", "survey", "survey_at", "review"),
)
MOST_ERRORS: Final = 100
LARGEST_FILE: Final = 50 * 1024 * 1024
# ORDINARY is the founding file's word; a suggestion (意见建议) never came in by such a file.
KINDS: Final = {
    "ORDINARY": Kind.GENERAL,
    **{kind.value: kind for kind in Kind if kind is not Kind.SUGGESTION},
}
GRADES: Final = {grade.value: grade for grade in Grade}
LEVELS: Final = ("CITY", "DISTRICT")
REVIEWS: Final = ("", "REDONE_CLOSED", "UPHELD_EXPLAINED")
YES_NO: Final = ("", "0", "1")


class BadFile(Invalid):
    """The file has errors: `errors` are the first hundred; nothing of it was written."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors[:MOST_ERRORS])
        more = "" if len(errors) <= MOST_ERRORS else "+"
        first = self.errors[0]
        super().__init__(
            Words(
                f"文件有{len(self.errors)}{more}处错误，未导入任何内容。"
                f"第{first.line}行 {first.column}：{first.words.zh}",
                f"The file has {len(self.errors)}{more} errors; nothing was imported. "
                f"Line {first.line} {first.column}: {first.words.en}",
            ),
            path=("file",),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """The codes a file may use, and the day after which nothing has happened yet."""

    areas: Collection[str]
    categories: Collection[str]
    departments: Collection[str]
    today: date


def read(content: bytes, *, known: Known) -> tuple[HistoryRow, ...]:
    """Return the rows of a CSV file: UTF-8, the columns of `COLUMNS` in any order, others ignored.

    Raises `BadFile` when any line has an error.
    """
    rows: list[HistoryRow] = []
    errors: list[RowError] = []
    lines_by_id: dict[str, int] = {}
    for line in _lines(content):
        row = None if line.errors else _row(line, known)
        seen_at = lines_by_id.setdefault(line.cells.get("id", ""), line.number)
        if row is not None and seen_at != line.number:
            line.fault("id", Words(f"与第{seen_at}行重复", f"is the same as in line {seen_at}"))
        if row is not None:
            rows.append(row)
        errors += line.errors
    if errors:
        raise BadFile(errors)
    return tuple(rows)


def _lines(content: bytes) -> list[Line]:
    """Return the lines by column; a file without the right columns is refused whole."""
    table = _table(content)
    header = [name.strip() for name in table[0]] if table else []
    missing = ", ".join(name for name in COLUMNS if name not in header)
    if missing:
        raise _whole(f"缺少列：{missing}", f"missing columns: {missing}")
    if len(set(header)) != len(header):
        raise _whole("列名重复", "a column is there twice")
    return [
        _line(number, header, cells) for number, cells in enumerate(table[1:], start=2) if cells
    ]


def _table(content: bytes) -> list[list[str]]:
    if len(content) > LARGEST_FILE:
        raise _whole("文件超过 50 MB", "the file is larger than 50 MB")
    try:
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        raise _whole("文件应为 UTF-8 编码", "the file is not in UTF-8") from None
    except csv.Error as error:
        raise _whole("不是有效的 CSV 文件", f"this is no valid CSV: {error}") from None


def _line(number: int, header: Sequence[str], cells: Sequence[str]) -> Line:
    line = Line(number, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
    if len(cells) != len(header):
        line.fault(
            "",
            Words(
                f"应有{len(header)}列，现有{len(cells)}列",
                f"{len(cells)} cells instead of {len(header)}",
            ),
        )
    return line


def _whole(zh: str, en: str) -> BadFile:
    return BadFile((RowError(1, "", Words(zh, en)),))


def _row(line: Line, known: Known) -> HistoryRow | None:
    """Return the row of a line, or None when a cell cannot be read."""
    submitted = line.day("submitted")
    if not line.cells["submitted"]:
        line.text("submitted")
    kind = line.member("kind", KINDS)
    line.choice("level", LEVELS)
    line.choice("on_time", YES_NO)
    row = HistoryRow(
        id=line.text("id"),
        salon=line.text("salon"),
        area_code=line.code("area", known.areas),
        attendee=line.text("attendee"),
        category_code=line.code("category", known.categories),
        tier=line.text("tier"),
        department_code=line.code("department", known.departments),
        kind=kind or Kind.GENERAL,
        submitted=submitted or known.today,
        assigned=line.day("assigned"),
        due=line.day("due"),
        extended_to=line.day("ext"),
        done=line.day("done"),
        grade=line.member("survey", GRADES) if line.cells["survey"] else None,
        graded=line.day("survey_at"),
        review=line.choice("review", REVIEWS),
    )
    if line.errors:
        return None
    for column, words in faults(row, today=known.today):
        line.fault(column, words)
    return row
