"""Bringing in a file of past cases, whole or not at all."""

from __future__ import annotations

import asyncio
from pathlib import Path

from backend import clock
from backend.actor import SYSTEM
from backend.db import sql
from backend.history.actions import Progress, record_history, silent
from backend.history.csv_file import Known, read
from backend.history.models import LoadedDataset
from backend.organizations import queries as organizations
from backend.organizations.models import Organization, OrganizationKind
from backend.organizations.seed import found_city

FOUNDING_FILE = Path(__file__).parent / "data" / "suzhou-2020" / "suggestions.csv"


async def import_file(path: Path, progress: Progress = silent) -> int:
    """Load a CSV of past cases (the format of `csv_file`); return how many were new.

    An empty deployment first becomes the founding city, which the file's codes refer to. Raises
    `csv_file.BadFile` with all errors before anything of the file is written.
    """
    if not (await organizations.tree()).areas:
        await found_city()
    content = await asyncio.to_thread(path.read_bytes)
    rows = read(content, known=await known_codes())
    return await record_history(rows, actor=SYSTEM, progress=progress)


async def known_codes() -> Known:
    """Return the codes a file may use here."""
    departments = await sql.rows(
        Organization, sql.Where("organization.kind = ?", (OrganizationKind.DEPARTMENT,))
    )
    return Known(
        areas=(await organizations.tree()).areas,
        categories=await organizations.categories(),
        departments={body.code or "" for body in departments},
        today=clock.today(),
    )


async def mark_loaded(name: str, *, row_count: int) -> None:
    """Keep that a dataset was loaded to its end; twice is once."""
    if not await is_loaded(name):
        await LoadedDataset.create(name=name, loaded_at=clock.now(), row_count=row_count)


async def is_loaded(name: str) -> bool:
    """Say whether a dataset was loaded to its end."""
    return await LoadedDataset.exists(name=name)
