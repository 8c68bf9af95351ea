"""The upper package of the library: loans know books, and books lead to loans."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import graph
from backend.actor import Actor
from backend.db import sql
from tests.graph.data import models
from tests.graph.data.library import Book


def visible_to(actor: Actor) -> sql.Where:
    if actor.is_system:
        return sql.EVERYTHING
    return sql.Where("library_loan.is_secret = ?", (False,))


@strawberry.input
class LoanFilter:
    """Which loans."""

    reader: str | None = None
    mine: bool | None = None

    async def where(self, context: graph.Context) -> sql.Where:
        found = sql.EVERYTHING
        if self.reader is not None:
            found &= sql.Where("library_loan.reader = ?", (self.reader,))
        if self.mine is not None:
            found &= sql.Where("library_loan.reader = ?", (context.actor.name,))
        return found


@graph.node(models.Loan, visible_to=visible_to)
class Loan(graph.Node[models.Loan]):
    """One book in somebody's hands."""

    reader: str = graph.column(description="Who has it.")
    lent_at: datetime = graph.column(description="Since when.")
    book: Book | None = graph.to_one("book_id", description="Which book.")
