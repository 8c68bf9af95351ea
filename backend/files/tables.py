"""Lines as CSV that every spreadsheet opens and none takes for a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

MARK: Final = b"\xef\xbb\xbf"
"""What a file begins with, so that Excel reads it as UTF-8."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """Return lines as CSV in UTF-8; no cell is a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
