"""The desk on the graph."""

from __future__ import annotations

import strawberry

from backend.desk.schema.bulk import BulkMutation
from backend.desk.schema.calling import CallMutation
from backend.desk.schema.handing_over import HandOverMutation
from backend.desk.schema.keeping import KeepingMutation, KeepingQuery
from backend.desk.schema.noting import NoteMutation, NoteQuery
from backend.desk.schema.pasting import PasteMutation, PasteQuery
from backend.desk.schema.todos import TodoQuery

__all__ = ["DeskMutation", "DeskQuery"]


@strawberry.type
class DeskQuery(PasteQuery, NoteQuery, KeepingQuery, TodoQuery):
    """Reading at the desk."""


@strawberry.type
class DeskMutation(
    PasteMutation,
    CallMutation,
    NoteMutation,
    KeepingMutation,
    BulkMutation,
    HandOverMutation,
):
    """Acting at the desk."""
