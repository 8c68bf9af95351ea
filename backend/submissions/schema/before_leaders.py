"""What leaders did with a case, on the graph: the offices see it happened, the firm what was released."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import graph
from backend.actor import Role
from backend.submissions import models
from backend.submissions.schema import unnamed
from backend.submissions.sides import office_seat

if TYPE_CHECKING:
    # A case leads up to what leaders said of it: a cycle that strawberry resolves.
    from backend.instructions.schema import Instruction, LeaderRead


def knows(row: models.Submission, context: graph.Context) -> bool:
    """Whether the viewer may know that a leader spoke: in an office, but not as an auditor."""
    seat = office_seat(context.actor, row)
    return seat is not None and seat.role is not Role.AUDITOR


def leader_summary(row: models.Submission, context: graph.Context) -> str | Awaitable[str] | None:
    """Return the released line in the viewer's language, without names for whom they are hidden."""
    line = row.leader_summary_en if context.language == "en" else row.leader_summary_zh
    return unnamed.of_case(line, row, context) if line else None


@strawberry.type
class BeforeLeaders:
    """The part of a case that leaders have in it."""

    leader_summary: str | None = graph.function(
        leader_summary,
        description="One line about a leader's instruction, once released to the firm; such as "
        "市领导已关注，已交商务局办理. Null before.",
    )
    leader_summary_at: datetime | None = graph.column(description="When it was released.")
    instructed_at: datetime | None = graph.column(
        description="When a leader last instructed or forwarded it; for the offices.", when=knows
    )
    verify_beside: bool | None = graph.column(
        description="A leader gave it away before anybody verified it: that is still to be done, "
        "beside the handling; for the offices.",
        when=knows,
    )
    verified_at: datetime | None = graph.column(
        description="When that was done; for the offices.", when=knows
    )
    instructions: graph.Connection[
        Annotated[Instruction, strawberry.lazy("backend.instructions.schema")]
    ] = graph.to_many(
        "submission_id",
        order=("-issued_at",),
        filter="backend.instructions.schema.InstructionFilter",
        assumed=3,
        description="What leaders said of it, newest first; never for the firm.",
    )
    leader_read: Annotated[LeaderRead, strawberry.lazy("backend.instructions.schema")] | None = (
        graph.to_one(
            back="submission_id",
            description="When the viewer's leader read it: on the leader's own desk alone.",
        )
    )
