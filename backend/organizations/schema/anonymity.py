"""Which areas take cases without a name, on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.organizations import actions
from backend.organizations.schema.mutations import WRITE, AreaPayload


@strawberry.input
class AreaAllowAnonymousInput(graph.MutationInput):
    """Whether the area and those below it take cases without a name from now on."""

    area_code: str
    is_allowed: bool


@strawberry.type
class AnonymityMutation:
    """A setting of an area."""

    @graph.mutation(
        scope=WRITE,
        description="Choose whether an area takes anonymous cases, as its administrator.",
    )
    async def area_allow_anonymous(
        self, info: strawberry.Info, input: AreaAllowAnonymousInput
    ) -> AreaPayload:
        """Switch it on or off; cases filed already go on."""

        async def work() -> dict[str, object]:
            area = await actions.allow_anonymous(
                input.area_code, is_allowed=input.is_allowed, actor=graph.actor_of(info)
            )
            return {"area": area}

        return await graph.perform(info, AreaPayload, input, work)
