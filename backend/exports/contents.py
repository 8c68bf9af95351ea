"""The file of an export, made from its rows for who made it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from backend import settings
from backend.accounts.actors import actor_of_person
from backend.errors import not_found
from backend.exports import of_cases, of_organizations, of_tasks
from backend.exports.dispatch_sheet import dispatch_sheet
from backend.exports.models import Export, ExportFormat, ExportKind
from backend.exports.sheets import Reader, Sheet, held_to, local
from backend.exports.writing import as_csv, write_xlsx
from backend.files import stores
from backend.files.kinds import MEDIA_TYPES, Kind

SHEETS: Final[Mapping[ExportKind, Sheet]] = {
    ExportKind.SUBMISSIONS: of_cases.SHEET,
    ExportKind.TASKS: of_tasks.SHEET,
    ExportKind.ORGANIZATIONS: of_organizations.SHEET,
}
_PIECE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """A file while it is sent."""

    name: str
    media_type: str
    pieces: AsyncIterator[bytes]


async def file_of(export: Export) -> Content:
    """Return the file; raises `NotFound` when its maker may no longer see what it is about."""
    actor = held_to(await actor_of_person(export.person_id), export.scopes)
    reader = Reader(actor, export.language.value)
    ids = [UUID(each) for each in export.row_ids]
    if export.kind is ExportKind.DISPATCH_SHEET:
        sheet = await dispatch_sheet(ids[0], reader, is_demo=settings.current().demo)
        if sheet is None:
            raise not_found(("id",))
        return Content(_name(export, "docx"), MEDIA_TYPES[Kind.DOCX], _at_once(sheet))
    rows = SHEETS[export.kind]
    if export.format is ExportFormat.CSV:
        media_type = f"{MEDIA_TYPES[Kind.CSV]}; charset=utf-8"
        return Content(_name(export, "csv"), media_type, as_csv(rows, ids, reader))
    path = stores.incoming()
    await asyncio.to_thread(path.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
    await write_xlsx(rows, ids, reader, path)
    return Content(_name(export, "xlsx"), MEDIA_TYPES[Kind.XLSX], _used_up(path))


def _name(export: Export, extension: str) -> str:
    day = local(export.created_at)
    return f"lingju-{export.kind.value.lower().replace('_', '-')}-{day:%Y%m%d-%H%M}.{extension}"


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _used_up(path: Path) -> AsyncIterator[bytes]:
    """Yield a file that nobody else finds any more."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(path.unlink)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
    finally:
        file.close()
