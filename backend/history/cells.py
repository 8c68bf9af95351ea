"""Reading the cells of one line: values go out, errors are gathered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from backend.db import clean_text
from backend.errors import Invalid, Words

LONGEST_CODE = 32
_DAY_LENGTH = len("2020-01-31")

EnumT = TypeVar("EnumT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one line (the header is line 1) and column ("" when it is the whole line)."""

    line: int
    column: str
    words: Words


@dataclass
class Line:
    """One line of the file."""

    number: int
    cells: Mapping[str, str]
    errors: list[RowError] = field(default_factory=list[RowError])

    def fault(self, column: str, words: Words) -> None:
        """Keep an error of this line."""
        self.errors.append(RowError(self.number, column, words))

    def text(self, column: str) -> str:
        """Return the text of a cell that must not be empty."""
        try:
            return clean_text(self.cells[column], maximum=LONGEST_CODE, minimum=1)
        except Invalid as refusal:
            self.fault(column, refusal.words)
            return ""

    def code(self, column: str, known: Collection[str]) -> str:
        """Return a code that must be among `known`."""
        value = self.text(column)
        if value and value not in known:
            self.fault(column, Words(f"没有代码“{value}”", f"there is no “{value}”"))
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Return a word that must be among the few `allowed`."""
        value = self.cells[column]
        if value not in allowed:
            choices = ", ".join(word or "(empty)" for word in allowed)
            self.fault(
                column, Words(f"“{value}”应为：{choices}", f"“{value}” must be one of {choices}")
            )
        return value

    def member(self, column: str, allowed: Mapping[str, EnumT]) -> EnumT | None:
        """Return the member that the cell's word stands for; None is kept as an error."""
        return allowed.get(self.choice(column, allowed))

    def day(self, column: str) -> date | None:
        """Return the day of a cell, None of an empty one."""
        value = self.cells[column]
        if not value:
            return None
        try:
            # Python reads more spellings of a date than the format has.
            return date.fromisoformat(value if len(value) == _DAY_LENGTH else "")
        except ValueError:
            self.fault(
                column,
                Words(
                    f"“{value}”不是日期（如 2020-01-31）", f"“{value}” is no date like 2020-01-31"
                ),
            )
            return None
