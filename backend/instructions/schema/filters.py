"""How lists of instructions are filtered."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.db import sql
from backend.errors import Invalid, Words
from backend.instructions import queries
from backend.instructions.models import Form, InstructionType, LineState


@strawberry.input
class InstructionFilter:
    """Fields are joined by AND, the values of a list by OR."""

    states: list[LineState] | None = None
    forms: list[Form] | None = None
    types: list[InstructionType] | None = None
    submission_id: strawberry.ID | None = None
    is_overdue: bool | None = None
    is_superseded: bool | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        for column, values in (
            ("instruction.state", self.states),
            ("instruction.form", self.forms),
            ("instruction.type", self.types),
        ):
            if values is not None:
                found &= sql.is_in(column, values)
        if self.submission_id is not None:
            found &= sql.Where("instruction.submission_id = ?", (case_id(self.submission_id),))
        if self.is_overdue is not None:
            late = queries.with_a_line(queries.overdue_lines())
            found &= late if self.is_overdue else ~late
        if self.is_superseded is not None:
            replaced = sql.Where("instruction.superseded_at IS NOT NULL")
            found &= replaced if self.is_superseded else ~replaced
        return found


@strawberry.input
class InstructionLineFilter:
    """Fields are joined by AND, the values of a list by OR."""

    states: list[LineState] | None = None
    is_overdue: bool | None = None
    is_superseded: bool | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.states is not None:
            found &= sql.is_in("instruction_line.state", self.states)
        if self.is_overdue is not None:
            late = queries.overdue_lines()
            found &= late if self.is_overdue else ~late
        if self.is_superseded is not None:
            replaced = sql.Where("instruction_line.superseded_at IS NOT NULL")
            found &= replaced if self.is_superseded else ~replaced
        return found


def case_id(given: strawberry.ID) -> object:
    """Return the key of a case's global id; raises Invalid for what is none."""
    found = graph.decode_id(given, "Submission")
    if found is None:
        raise Invalid(Words("没有这个诉求编号", "This is no id of a case"), path=("submissionId",))
    return found
