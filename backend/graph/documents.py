"""Documents read and checked: each text once, then from a cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from backend.graph.limits import COMMENTS, LIMIT_RULES, SOURCE_CHARACTERS, TOKENS

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
_KEPT = 256
# Each comes with a search for names that are meant; nobody reads more of them.
_ERRORS = 10


def parsed(text: str) -> DocumentNode:
    """Return the document; raises GraphQLError (GRAPHQL_PARSE_FAILED), also when it is too long."""
    document = read(text)
    if isinstance(document, GraphQLError):
        raise document.with_traceback(None)
    return document


@lru_cache(maxsize=_KEPT)
def read(text: str) -> DocumentNode | GraphQLError:
    """Return the document, or why there is none."""
    try:
        return parse(
            text,
            max_lexical_tokens=TOKENS,
            max_comments=COMMENTS,
            max_source_length=SOURCE_CHARACTERS,
        )
    except GraphQLError as error:
        return _coded(error, "GRAPHQL_PARSE_FAILED")


@lru_cache(maxsize=_KEPT)
def problems(schema: GraphQLSchema, text: str) -> Sequence[GraphQLError]:
    """Return what is wrong with the document: limits first, because they are cheap to measure."""
    document = parsed(text)
    found = validate(schema, document, LIMIT_RULES) or validate(
        schema, document, _RULES, max_errors=_ERRORS
    )
    return tuple(_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in found)


def operation_in(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation to run; raises GraphQLError (OPERATION_RESOLUTION_FAILURE)."""
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name:
        found = [node for node in found if node.name is not None and node.name.value == name]
    if len(found) == 1:
        return found[0]
    said = "Name one of the operations." if found else "There is no such operation."
    raise GraphQLError(said, extensions={"code": "OPERATION_RESOLUTION_FAILURE"})


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code}
    return error


class CachedDocuments(SchemaExtension):
    """Gives the executor the documents of this module."""

    def on_parse(self) -> Iterator[None]:
        """Read the text, or find it read."""
        running = self.execution_context
        running.graphql_document = parsed(running.query or "")
        yield

    def on_validate(self) -> Iterator[None]:
        """Check the document, or find it checked."""
        running = self.execution_context
        schema = running.schema._schema  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        running.pre_execution_errors = list(problems(schema, running.query or ""))
        yield
