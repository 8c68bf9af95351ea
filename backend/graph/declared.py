"""Fields declared as data: a plan says what stands behind the field, and how it is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import strawberry
from strawberry import UNSET
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField


class Plan(Protocol):
    """What stands behind a field. The schema's cost and later executors read it as well."""

    def resolve(
        self, field: DeclaredField, source: Any, info: strawberry.Info, given: Mapping[str, Any]
    ) -> object | Awaitable[object]:
        """Return the value of the field of `source`."""
        ...


class DeclaredField(StrawberryField):
    """A field of the schema that is answered by its plan."""

    def __init__(self, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.plan = plan

    def __copy__(self) -> DeclaredField:
        made = super().__copy__()
        made.plan = self.plan
        return made

    @property
    def is_basic_field(self) -> bool:
        """The plan needs to know who asks, so the field is never basic."""
        return False

    def get_result(
        self, source: Any, info: strawberry.Info | None, args: list[Any], kwargs: Any
    ) -> Any:
        """Return what the plan says."""
        if self.plan is None or info is None:
            return super().get_result(source, info, args, kwargs)
        return self.plan.resolve(self, source, info, kwargs)


class AttributeField(StrawberryField):
    """A column without conditions: the object's own attribute, read from its row."""

    attribute = ""

    def __copy__(self) -> AttributeField:
        made = super().__copy__()
        made.attribute = self.attribute
        return made

    def attach(self, cls: type[Any]) -> None:
        """Make the column an attribute of the objects of `cls`."""
        attribute = self.attribute or self.python_name

        def read(self: Any) -> Any:
            return getattr(self.__dict__["row"], attribute)

        setattr(cls, self.python_name, property(read))


def declared(
    plan: Plan,
    *,
    description: str,
    deprecation_reason: str | None = None,
    arguments: Sequence[StrawberryArgument] = (),
    directives: Sequence[object] = (),
) -> Any:
    """Return the field of a plan; its type is the annotation beside it."""
    made = DeclaredField(
        plan,
        description=description or None,
        deprecation_reason=deprecation_reason,
        directives=directives,
    )
    made.arguments = list(arguments)
    return made


def argument(name: str, annotation: object, description: str) -> StrawberryArgument:
    """Return an argument that may be left out."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(annotation),
        description=description,
        default=UNSET,
    )


def given_or_none(given: Mapping[str, Any], name: str) -> Any:
    """Return an argument; None when it was left out or null."""
    value = given.get(name)
    return None if value is UNSET else value


Rule = Callable[[Any, Any], bool]
