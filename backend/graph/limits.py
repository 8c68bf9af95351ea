"""How large a document may be, before anything of it runs.

The rules are classes of the module, the same for every request, so that a document once checked
stays checked. The price of an operation is in `cost`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    ASTValidationRule,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)
from graphql.validation import ASTValidationContext
from graphql.validation.rules import overlapping_fields_can_be_merged

TOKENS = 2000
COMMENTS = 500
SOURCE_CHARACTERS = 64 * 1024

# How much work the check for conflicting fields may be: the library's own bound lets a short
# document of repeated fields hold the process for over a second. GraphiQL needs a tenth of this.
_COMPARISONS = 20_000
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = _COMPARISONS


def _over(limit: str, maximum: int, node: Any) -> GraphQLError:
    said = f"The operation is over the limit of {maximum} for {limit}."
    return GraphQLError(said, node, extensions={"limit": limit, "maximum": maximum})


class DepthRule(ASTValidationRule):
    """Fields may be nested 12 deep, the leaf counted."""

    maximum = 12
    limit = "depth"

    def __init__(self, context: ASTValidationContext) -> None:
        super().__init__(context)
        self._depths: dict[str, int] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Measure an operation through its fragments."""
        roots = self._fields(node.selection_set, set())
        if any(self._is_measured(root) and self._below(root) > self.maximum for root in roots):
            self.report_error(_over(self.limit, self.maximum, node))

    def _is_measured(self, root: FieldNode) -> bool:
        return not root.name.value.startswith("__")

    def _fields(self, selected: SelectionSetNode, spread: set[str]) -> Iterator[FieldNode]:
        for selection in selected.selections:
            if isinstance(selection, FieldNode):
                yield selection
            elif (inner := self._inner(selection)) and not self._again(selection, spread):
                yield from self._fields(inner, spread)

    @staticmethod
    def _again(selection: SelectionNode, spread: set[str]) -> bool:
        if not isinstance(selection, FragmentSpreadNode):
            return False
        name = selection.name.value
        is_known = name in spread
        spread.add(name)
        return is_known

    def _inner(self, selection: SelectionNode) -> SelectionSetNode | None:
        if isinstance(selection, FragmentSpreadNode):
            fragment = self.context.get_fragment(selection.name.value)
            return fragment.selection_set if fragment else None
        return getattr(selection, "selection_set", None)

    def _below(self, field: FieldNode) -> int:
        return 1 + self._depth(field.selection_set)

    def _depth(self, selected: SelectionSetNode | None) -> int:
        deepest = 0
        for selection in selected.selections if selected else ():
            if isinstance(selection, FieldNode):
                depth = self._below(selection)
            elif isinstance(selection, FragmentSpreadNode):
                depth = self._fragment(selection.name.value)
            else:
                depth = self._depth(self._inner(selection))
            deepest = max(deepest, depth)
        return deepest

    def _fragment(self, name: str) -> int:
        if name not in self._depths:
            # A fragment within itself adds nothing here: another rule refuses the circle.
            self._depths[name] = 0
            fragment = self.context.get_fragment(name)
            self._depths[name] = self._depth(fragment.selection_set if fragment else None)
        return self._depths[name]


class IntrospectionDepthRule(DepthRule):
    """Introspection may be nested 20 deep: the query of GraphiQL needs 15."""

    maximum = 20
    limit = "introspection depth"

    def _is_measured(self, root: FieldNode) -> bool:
        return root.name.value.startswith("__")


class AliasRule(ASTValidationRule):
    """A document may hold 30 aliases."""

    maximum = 30

    def __init__(self, context: ASTValidationContext) -> None:
        super().__init__(context)
        self._seen = 0

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Count a field that goes by another name."""
        self._seen += node.alias is not None
        if self._seen == self.maximum + 1 and node.alias is not None:
            self.report_error(_over("aliases", self.maximum, node))


class DirectiveRule(ASTValidationRule):
    """A document may hold 10 directives."""

    maximum = 10

    def __init__(self, context: ASTValidationContext) -> None:
        super().__init__(context)
        self._seen = 0

    def enter_directive(self, node: Any, *_: Any) -> None:
        """Count a directive."""
        self._seen += 1
        if self._seen == self.maximum + 1:
            self.report_error(_over("directives", self.maximum, node))


LIMIT_RULES = (DepthRule, IntrospectionDepthRule, AliasRule, DirectiveRule)
