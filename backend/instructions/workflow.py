"""The machine of the instruction: every edge of it, as data.

It runs on the lines: each department named takes its own part from issued to closed. On the whole
instruction nothing moves; it may be replaced, and a summary of it may be released to the firm.
"""

from __future__ import annotations

from enum import StrEnum

from backend.errors import Words
from backend.instructions.models import Instruction, InstructionLine, LineState
from backend.workflow import Step


class LineAct(StrEnum):
    """What can be done with one department's part."""

    ACKNOWLEDGE = "ACKNOWLEDGE"
    REPORT_BACK = "REPORT_BACK"
    ACCEPT = "ACCEPT"
    NOT_ENOUGH = "NOT_ENOUGH"


class InstructionAct(StrEnum):
    """What can be done with the whole instruction."""

    CORRECT = "CORRECT"
    RELEASE_SUMMARY = "RELEASE_SUMMARY"


def it_still_stands(row: InstructionLine | Instruction) -> Words | None:
    """What a later instruction replaced is history."""
    if row.superseded_at is not None:
        return Words("此批示已被更正", "This instruction was replaced by a later one")
    return None


ANYWHERE = frozenset(LineState)

LINE_STEPS: dict[LineAct, Step[LineState, InstructionLine]] = {
    LineAct.ACKNOWLEDGE: Step(
        frozenset({LineState.ISSUED}), LineState.ACKNOWLEDGED, guard=it_still_stands
    ),
    LineAct.REPORT_BACK: Step(
        frozenset({LineState.ACKNOWLEDGED}), LineState.REPORTED_BACK, guard=it_still_stands
    ),
    LineAct.ACCEPT: Step(
        frozenset({LineState.REPORTED_BACK}), LineState.CLOSED, guard=it_still_stands
    ),
    LineAct.NOT_ENOUGH: Step(
        frozenset({LineState.REPORTED_BACK}), LineState.ACKNOWLEDGED, guard=it_still_stands
    ),
}

STEPS: dict[InstructionAct, Step[LineState, Instruction]] = {
    InstructionAct.CORRECT: Step(ANYWHERE, None, guard=it_still_stands),
    InstructionAct.RELEASE_SUMMARY: Step(ANYWHERE, None, guard=it_still_stands),
}
