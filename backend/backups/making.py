"""Writing a backup while the deployment runs."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from secrets import token_hex
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from backend import clock
from backend.backups.archive import (
    FORMAT,
    MANIFEST,
    Manifest,
    Measured,
    Part,
    content_entry,
    table_entry,
)
from backend.db import migrations, sql
from backend.db.snapshot import Snapshot, in_order, snapshot
from backend.errors import NotPossible, Words
from backend.files.models import StoredFile
from backend.files.stores import FileStore

_OF_OURSELVES_ONLY = 0o600


async def make(path: Path, *, database_url: str, store: FileStore) -> Manifest:
    """Write everything to `path`, as it stands at one instant; return what was written.

    The file gets its name when it is whole and on the disk. Raises `NotPossible` for a name that is
    taken and for a database that is not migrated.
    """
    if await asyncio.to_thread(path.exists):
        raise NotPossible(Words(f"{path} 已存在", f"{path} is already there"))
    if await migrations.pending(database_url):
        raise NotPossible(Words("数据库尚未升级", "The database is not migrated"))
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        # Whoever may read the file may read everything: it is ours alone from its first byte.
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OF_OURSELVES_ONLY)
        with os.fdopen(handle, "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
                manifest = await _write(archive, database_url, store)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


async def _write(archive: ZipFile, database_url: str, store: FileStore) -> Manifest:
    manifest = Manifest(format=FORMAT, made_at=clock.now(), migration=migrations.known()[-1])
    hashes: set[str] = set()
    async with snapshot(database_url) as held:
        for model in in_order():
            table = sql.table_of(model)
            manifest.tables[table] = await _write_table(archive, held, table, model, hashes)
    for sha256 in sorted(hashes):
        # What was removed since the instant, as nobody had attached it, is no loss.
        if await store.has(sha256):
            manifest.contents[sha256] = await _write_content(archive, store, sha256)
    archive.writestr(MANIFEST, msgspec.json.encode(manifest))
    return manifest


async def _write_table(
    archive: ZipFile, held: Snapshot, table: str, model: type, hashes: set[str]
) -> Part:
    with archive.open(table_entry(table), "w", force_zip64=True) as entry:
        measured = Measured(entry)
        async for values in held.rows(model):
            measured.write_row(values)
            if model is StoredFile:
                hashes.add(values["sha256"])
        return measured.part


async def _write_content(archive: ZipFile, store: FileStore, sha256: str) -> Part:
    info = ZipInfo(content_entry(sha256))
    info.compress_type = ZIP_STORED  # pictures and documents are packed already
    with archive.open(info, "w", force_zip64=True) as entry:
        measured = Measured(entry)
        async for piece in store.read(sha256):
            measured.write(piece)
        return measured.part
