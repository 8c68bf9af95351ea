"""The instruction on the graph: types, inputs, queries, mutations."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.instructions.schema.desk import LeaderDesk, LeaderDeskQuery
from backend.instructions.schema.filters import InstructionFilter, InstructionLineFilter
from backend.instructions.schema.mutations import InstructionMutation
from backend.instructions.schema.types import (
    ORDERS,
    Instruction,
    InstructionLine,
    LeaderRead,
    SentToLeader,
)

__all__ = [
    "Instruction",
    "InstructionFilter",
    "InstructionLine",
    "InstructionMutation",
    "InstructionQuery",
    "LeaderDesk",
    "LeaderRead",
    "SentToLeader",
]


@strawberry.type
class InstructionQuery(LeaderDeskQuery):
    """Reading instructions."""

    instructions: graph.Connection[Instruction] = graph.connection(
        Instruction,
        filter=InstructionFilter,
        order=ORDERS,
        default_order="-issued_at",
        description="The instructions visible to the viewer, newest first.",
    )
    instruction: Instruction | None = graph.by_id(
        Instruction, description="One instruction; null when unknown or not visible."
    )
    instruction_lines: graph.Connection[InstructionLine] = graph.connection(
        InstructionLine,
        filter=InstructionLineFilter,
        default_order="due_at",
        description="Departments' lines visible to the viewer, next due first.",
    )
