"""The events of the instruction, in one voice: ids, enum values and instants, never its words."""

from __future__ import annotations

from collections.abc import Mapping

from backend.actor import Actor, Seat
from backend.db import Row
from backend.events import record
from backend.instructions.models import Instruction, InstructionLine


async def tell(
    what: str,
    row: Instruction | InstructionLine,
    *,
    actor: Actor,
    seat: Seat,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Record `instruction.<what>` in the unit of the act, with whose instruction it is."""
    about: Row = row
    told: dict[str, object] = {"leader_id": row.leader_id, **(payload or {})}
    if isinstance(row, InstructionLine):
        told |= {"instruction_id": row.instruction_id, "department_id": row.department_id}
    await record(
        f"instruction.{what}",
        about,
        actor=actor,
        seat=seat,
        area_code=row.area_code,
        thread_id=row.submission_id,
        payload=told,
    )
