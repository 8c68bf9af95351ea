"""Handing a desk over on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.accounts.schema import Membership
from backend.actor import Scope
from backend.desk import actions
from backend.desk.policy import Item
from backend.desk.schema.types import DeskError
from backend.submissions import models as cases
from backend.submissions.schema import Submission
from backend.tasks import models as tasks
from backend.tasks.schema import Task
from backend.tasks.schema.beside import Support

SIZE = graph.ListSize(assumed_size=50)


@strawberry.input
class DeskHandOverInput(graph.MutationInput):
    """From one seat to another, by the ids of the two memberships."""

    from_id: strawberry.ID
    to_id: strawberry.ID


@strawberry.type
class DeskHandOverPayload(graph.Payload):
    """What went over and what stays: at most 500 of each at once, the rest goes with the next act."""

    tasks: list[Task] | None = strawberry.field(
        default=None, description="Tasks that went over; at most 500.", directives=[SIZE]
    )
    supports: list[Support] | None = strawberry.field(
        default=None, description="Opinions to give that went over; at most 500.", directives=[SIZE]
    )
    submissions: list[Submission] | None = strawberry.field(
        default=None, description="Cases that went over; at most 500.", directives=[SIZE]
    )
    kept_tasks: list[Task] | None = strawberry.field(
        default=None, description="Tasks the colleague may not have; they stay."
    )
    kept_supports: list[Support] | None = strawberry.field(
        default=None, description="Opinions the colleague may not give; they stay."
    )
    kept_submissions: list[Submission] | None = strawberry.field(
        default=None, description="Cases the colleague may not have; they stay."
    )
    mention_count: int | None = strawberry.field(
        default=None, description="How many open mentions went over."
    )
    user_errors: list[DeskError] = strawberry.field(default_factory=list)


def sorted_out(items: list[Item], prefix: str = "") -> dict[str, object]:
    """Return the items by the payload's fields."""
    return {
        f"{prefix}tasks": [each for each in items if isinstance(each, tasks.Task)],
        f"{prefix}supports": [each for each in items if isinstance(each, tasks.Support)],
        f"{prefix}submissions": [each for each in items if isinstance(each, cases.Submission)],
    }


@strawberry.type
class HandOverMutation:
    """Leaving a desk."""

    @graph.mutation(
        scope=Scope.TASKS_WRITE,
        description="Hand every open item of one seat to a colleague in the same role and "
        "organization: by himself, the head of his department, or the administrator.",
    )
    async def desk_hand_over(
        self, info: strawberry.Info, input: DeskHandOverInput
    ) -> DeskHandOverPayload:
        """Hand over."""

        async def work() -> dict[str, object]:
            giver = await graph.find(info, Membership, input.from_id, path=("input", "fromId"))
            taker = await graph.find(info, Membership, input.to_id, path=("input", "toId"))
            over = await actions.hand_over(giver, taker, actor=graph.actor_of(info))
            return {
                **sorted_out(over.given),
                **sorted_out(over.kept, "kept_"),
                "mention_count": over.mention_count,
            }

        return await graph.perform(info, DeskHandOverPayload, input, work)
