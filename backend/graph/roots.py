"""Objects by their id at the root of the graph."""

from __future__ import annotations

import asyncio
import inspect
from typing import Annotated, Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument

from backend.graph.context import Context, context_of
from backend.graph.declared import declared
from backend.graph.directives import ListSize
from backend.graph.errors import bad_user_input
from backend.graph.fields import ById
from backend.graph.nodes import MOST_NODES, Node, load_by_id

Ids = Annotated[list[strawberry.ID], strawberry.argument(description="The ids.")]
Id = Annotated[strawberry.ID, strawberry.argument(description="The id.")]


@strawberry.type
class NodeQuery:
    """Any object, whatever its type."""

    @strawberry.field(
        description="Any object by its id; null when it does not exist or the caller may not see it."
    )
    async def node(self, info: strawberry.Info, id: Id) -> Node | None:
        """Return one object."""
        return await _loaded(context_of(info), id)

    @strawberry.field(
        description=f"Objects by their ids, in the same order. At most {MOST_NODES}.",
        directives=[ListSize(assumed_size=MOST_NODES, slicing_arguments=["ids"])],
    )
    async def nodes(self, info: strawberry.Info, ids: Ids) -> list[Node | None]:
        """Return several objects, one statement for each type."""
        if len(ids) > MOST_NODES:
            raise bad_user_input(f"At most {MOST_NODES} ids")
        context = context_of(info)
        return list(await asyncio.gather(*(_loaded(context, each) for each in ids)))


def by_id(cls: type[Node[Any]], *, description: str = "") -> Any:
    """Declare a look-up by id: null when it is malformed, unknown, or not for the actor."""
    asked = StrawberryArgument(
        python_name="id",
        graphql_name=None,
        type_annotation=StrawberryAnnotation(strawberry.ID),
        description="The id.",
    )
    return declared(ById(cls), description=description, arguments=[asked])


async def _loaded(context: Context, id: str) -> Node[Any] | None:
    found = load_by_id(context, id)
    return await found if inspect.isawaitable(found) else found
