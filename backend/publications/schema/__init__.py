"""The publication on the graph: types, inputs, queries, mutations."""

from __future__ import annotations

from backend.publications.schema.mutations import PublicationMutation
from backend.publications.schema.reading import PublicationQuery
from backend.publications.schema.types import Publication, PublicationFilter

__all__ = ["Publication", "PublicationFilter", "PublicationMutation", "PublicationQuery"]
