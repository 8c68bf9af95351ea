"""The leader's desk: four lists, each as long as its count says."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.instructions import queries
from backend.instructions.schema.types import Instruction, LeaderRead
from backend.submissions.schema import Submission


@strawberry.type(
    description="What waits for a leader. His office sees the desks of all leaders it acts for."
)
class LeaderDesk:
    """Each list is cut to what its leaders may see."""

    to_read: graph.Connection[Submission] = graph.connection(
        Submission,
        only=lambda context: queries.to_read(context.actor),
        default_order="-filed_at",
        description="Open cases before him that he has not read: URGENT ones, those disputed for "
        "the third time, instructed ones, and those the Federation sent to him. Newest first.",
    )
    before_him: graph.Connection[Submission] = graph.connection(
        Submission,
        only=lambda context: queries.before_the_desk(context.actor),
        default_order="-filed_at",
        description="The same, read or not.",
    )
    overdue: graph.Connection[Instruction] = graph.connection(
        Instruction,
        only=lambda context: queries.overdue_of_the_desk(context.actor),
        default_order="due_at",
        description="His instructions with a department that is late, earliest due first.",
    )
    reported_back: graph.Connection[Instruction] = graph.connection(
        Instruction,
        only=lambda context: queries.reported_back_to_the_desk(context.actor),
        default_order="due_at",
        description="His instructions with a report that waits for his word.",
    )
    open: graph.Connection[Instruction] = graph.connection(
        Instruction,
        only=lambda context: queries.open_of_the_desk(context.actor),
        default_order="due_at",
        description="All his instructions that stand and are not closed.",
    )
    reads: graph.Connection[LeaderRead] = graph.connection(
        LeaderRead,
        default_order="-last_read_at",
        description="What he read and when, latest first; nobody else sees it.",
    )


@strawberry.type
class LeaderDeskQuery:
    """The desk of the viewer."""

    @strawberry.field(
        description="The desk of the viewer, or of the leaders his office acts for; null for others."
    )
    def leader_desk(self, info: strawberry.Info) -> LeaderDesk | None:
        """Return the desk, if the viewer sits at one."""
        return object.__new__(LeaderDesk) if queries.leader_ids(graph.actor_of(info)) else None
