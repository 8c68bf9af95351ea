"""The schema put together, with everything each operation passes through."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import GraphQLError
from strawberry import Schema
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from backend.graph.cost import CostLimit
from backend.graph.descriptions import describe_by_docstrings
from backend.graph.documents import CachedDocuments
from backend.graph.scalars import SCALARS


class QuietSchema(Schema):
    """A schema that leaves the log to `masking`: stock logs what people typed, with tracebacks."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Say nothing."""


def build_schema(
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    types: Iterable[type] = (),
) -> Schema:
    """Return the schema of the roots, in which documents are cached, checked and priced.

    `types` are those no field returns by name.
    """
    schema = QuietSchema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=types,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[CachedDocuments, CostLimit],
    )
    describe_by_docstrings(schema)
    return schema
