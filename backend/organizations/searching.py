"""Firms by their names: what the index holds of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from backend import search
from backend.db import sql
from backend.organizations.models import Organization, OrganizationKind
from backend.search.thesaurus import EMPTY

KIND: Final = "firm"


async def index_names(firms: Sequence[Organization]) -> None:
    """Index the names of firms; runs in the unit that keeps them."""
    for firm in firms:
        await search.put(KIND, firm.id, _names(firm))


def are_called(text: str, column: str) -> sql.Where:
    """Return the condition that the firm whose id is in `column` has every word in its name."""
    return search.matches(KIND, text, column, thesaurus=EMPTY)


async def texts(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of firms by id."""
    found = await sql.rows(Organization, sql.is_in("organization.id", ids))
    return {firm.id: _names(firm) for firm in found}


SOURCE: Final = search.Source(
    table="organization",
    texts=texts,
    where=sql.Where("organization.kind = ?", (OrganizationKind.FIRM,)),
)


def _names(firm: Organization) -> str:
    return f"{firm.name}\n{firm.name_en or ''}"
