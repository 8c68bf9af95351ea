"""What an operation may cost: the objects it can return, weighed, before it runs.

A field counts its `@cost` weight (an object 1, a scalar 0) times the sizes of the lists around it
(`@listSize`). One operation may cost 5000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)
from strawberry.extensions import SchemaExtension
from strawberry.types.field import StrawberryField

from backend.graph.allowance import too_fast
from backend.graph.context import Context
from backend.graph.directives import Cost, ListSize
from backend.graph.documents import operation_in

MAXIMUM = 5000

_UNDECLARED_LIST = 5
_INTROSPECTION = {"__schema": 1000, "__type": 50, "__typename": 0}
_NO_SIZES: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Price:
    """What one value of a field costs and how many there are: of it, or of `sized` fields below."""

    weight: int
    returns: str
    assumed: int
    slicing: Sequence[str] = ()
    sized: Sequence[str] = ()


@lru_cache(maxsize=8)
def prices(schema: GraphQLSchema) -> Mapping[tuple[str, str], Price]:
    """Return the price of every field of every type, read from the directives of the schema."""
    return {
        (type_name, field_name): _price(definition)
        for type_name, named in schema.type_map.items()
        for field_name, definition in _fields(named).items()
    }


def _fields(named: GraphQLNamedType) -> Mapping[str, GraphQLField]:
    found = getattr(named, "fields", {})
    return {name: each for name, each in found.items() if isinstance(each, GraphQLField)}


def _price(definition: GraphQLField) -> Price:
    output = cast("object", definition.type)
    returns = get_named_type(cast("GraphQLNamedType", output))
    declared = definition.extensions.get("strawberry-definition")
    directives: Sequence[object] = ()
    if isinstance(declared, StrawberryField):
        directives = cast("Sequence[object]", declared.directives)
    weight = next((each.weight for each in directives if isinstance(each, Cost)), None)
    size = next((each for each in directives if isinstance(each, ListSize)), None)
    usual = _UNDECLARED_LIST if _is_list(output) else 1
    return Price(
        weight=weight if weight is not None else int(not is_leaf_type(returns)),
        returns=returns.name,
        assumed=(size.assumed_size or usual) if size else usual,
        slicing=(size.slicing_arguments or ()) if size else (),
        sized=(size.sized_fields or ()) if size else (),
    )


def _is_list(output: Any) -> bool:
    return isinstance(output.of_type if isinstance(output, GraphQLNonNull) else output, GraphQLList)


@dataclass(slots=True)
class Bill:
    """Adds up one valid operation with its variables."""

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    prices: Mapping[tuple[str, str], Price]
    _known: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])

    def of(self, selected: SelectionSetNode, parent: str, sizes: Mapping[str, int]) -> int:
        """Return the cost of what is selected on one object of the type `parent`."""
        return self._sum(selected, parent, sizes, set())

    def _sum(
        self, selected: SelectionSetNode, parent: str, sizes: Mapping[str, int], spread: set[str]
    ) -> int:
        total = 0
        for selection in selected.selections:
            if isinstance(selection, FieldNode):
                total += self._field(selection, parent, sizes)
            elif isinstance(selection, InlineFragmentNode):
                inner = selection.type_condition
                name = inner.name.value if inner else parent
                total += self._sum(selection.selection_set, name, sizes, spread)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
                # The executor, too, follows a fragment once for each object.
                spread.add(selection.name.value)
                total += self._fragment(self.fragments[selection.name.value], sizes)
        return total

    def _fragment(self, fragment: FragmentDefinitionNode, sizes: Mapping[str, int]) -> int:
        key = (fragment.name.value, *sizes.items())
        if key not in self._known:
            on = fragment.type_condition.name.value
            self._known[key] = self.of(fragment.selection_set, on, sizes)
        return self._known[key]

    def _field(self, node: FieldNode, parent: str, sizes: Mapping[str, int]) -> int:
        name = node.name.value
        if name in _INTROSPECTION:
            return _INTROSPECTION[name]
        price = self.prices[parent, name]
        count = self._size(node, price)
        below = dict.fromkeys(price.sized, count)
        count = 1 if below else sizes.get(name, count)
        within = 0
        if node.selection_set is not None:
            within = self.of(node.selection_set, price.returns, below)
        return count * (price.weight + within)

    def _size(self, node: FieldNode, price: Price) -> int:
        given = [
            asked
            for argument in node.arguments or ()
            if argument.name.value in price.slicing
            and (asked := self._number(argument.value)) is not None
        ]
        return max(given, default=price.assumed)

    def _number(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            # Longer numbers are no Int: the executor refuses them.
            return max(0, int(value.value[:12]))
        if isinstance(value, ListValueNode):
            return len(value.values)
        given = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        if isinstance(given, list):
            return len(cast("list[object]", given))
        return max(0, given) if isinstance(given, int) else None


def cost_of(
    schema: GraphQLSchema, document: DocumentNode, name: str | None, variables: Mapping[str, object]
) -> int:
    """Return the cost of the operation `name` of a valid document."""
    operation = operation_in(document, name)
    root = schema.get_root_type(operation.operation)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    bill = Bill(fragments, {**_defaults(operation), **variables}, prices(schema))
    return bill.of(operation.selection_set, root.name if root else "", _NO_SIZES)


def _defaults(operation: OperationDefinitionNode) -> Mapping[str, object]:
    return {
        each.variable.name.value: int(each.default_value.value[:12])
        for each in operation.variable_definitions or ()
        if isinstance(each.default_value, IntValueNode)
    }


class CostLimit(SchemaExtension):
    """Refuses what costs too much, and tells every operation its cost in `extensions.cost`."""

    _cost: int | None = None

    def on_validate(self) -> Iterator[None]:
        """Add up a document that the rules let pass."""
        running = self.execution_context
        document = running.graphql_document
        if document is not None and not running.pre_execution_errors:
            schema = running.schema._schema  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            name = running.operation_name
            self._cost = cost_of(schema, document, name, running.variables or {})
            if refusal := _refusal(self._cost, running.context):
                running.pre_execution_errors = [refusal]
        yield

    def get_results(self) -> dict[str, Any]:
        """Return the cost for the `extensions` of the answer."""
        if self._cost is None:
            return {}
        return {"cost": {"requested": self._cost, "maximum": MAXIMUM}}


def _refusal(cost: int, context: object) -> GraphQLError | None:
    if cost > MAXIMUM:
        said = f"The operation costs {cost}, the most is {MAXIMUM}: ask for smaller pages."
        return GraphQLError(said, extensions={"code": "COST_LIMIT_EXCEEDED"})
    if not isinstance(context, Context) or context.allowance is None:
        return None
    if wait := context.allowance.take(cost):
        said = too_fast(wait).said_in(context.language)
        return GraphQLError(said, extensions={"code": "RATE_LIMITED", "retryAfter": wait})
    return None
