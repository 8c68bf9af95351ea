"""What became of a file, as a file: both numbers of each line, or why it failed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from backend.errors import Language, Words
from backend.files.tables import MARK, csv_of
from backend.imports import queries
from backend.imports.models import ImportRun, LineOutcome

_HEAD: Final = (
    Words("行号", "Line"),
    Words("原编号", "Their number"),
    Words("结果", "Result"),
    Words("本系统编号", "Our number"),
    Words("列", "Column"),
    Words("原因", "Reason"),
)
OUTCOMES: Final = {
    LineOutcome.CREATED: Words("新增", "created"),
    LineOutcome.CHANGED: Words("更新", "changed"),
    LineOutcome.UNCHANGED: Words("无变化", "unchanged"),
    LineOutcome.FAILED: Words("失败", "failed"),
}


async def result(run: ImportRun, language: Language) -> AsyncIterator[bytes]:
    """Yield the CSV, a page at a time."""
    yield MARK + csv_of([[words.said_in(language) for words in _HEAD]])
    async for page in queries.told_lines(run):
        yield csv_of(
            [
                str(line.number),
                line.key,
                OUTCOMES[line.outcome].said_in(language),
                line.result or "",
                line.column,
                (line.words_en if language == "en" else line.words_zh) or "",
            ]
            for line in page
        )
