"""What the schema says about a field beside its type: cost, size of lists, permissions."""

from __future__ import annotations

import strawberry
from strawberry import UNSET
from strawberry.schema_directive import Location

from backend.actor import Role, Scope

strawberry.enum(Role, description="What a person is in one organization and area.")
strawberry.enum(Scope, description="What a token may do; a session may do all its person may.")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="cost",
    description="What a field adds to the static cost of an operation. Without it, an object "
    "counts 1 and a scalar 0.",
)
class Cost:
    """The weight of one field."""

    weight: int = strawberry.directive_field(name="weight")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description="How many items a list field may return, for the static cost of an operation.",
)
class ListSize:
    """The size to assume, and the arguments and fields it depends on."""

    assumed_size: int = strawberry.directive_field(name="assumedSize")
    slicing_arguments: list[str] | None = strawberry.directive_field(
        name="slicingArguments", default=UNSET
    )
    sized_fields: list[str] | None = strawberry.directive_field(name="sizedFields", default=UNSET)
    require_one_slicing_argument: bool = strawberry.directive_field(
        name="requireOneSlicingArgument", default=False
    )


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="requires",
    description="Any one of these permissions is enough to use the field.",
)
class Requires:
    """The permissions of a field."""

    permissions: list[Scope] = strawberry.directive_field(name="permissions")


def page_size(assumed: int) -> ListSize:
    """Return the size of a connection of which `assumed` items are taken unless asked otherwise."""
    return ListSize(
        assumed_size=assumed,
        slicing_arguments=["first", "last"],
        sized_fields=["edges", "nodes"],
    )
