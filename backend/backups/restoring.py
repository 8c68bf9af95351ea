"""Restoring a backup into an empty deployment, whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tortoise.models import Model

from backend.backups import archive
from backend.backups.archive import Manifest, content_entry
from backend.db import migrations, sql, unit_of_work
from backend.db.snapshot import fields_of, in_order
from backend.errors import NotPossible, Words
from backend.files.stores import PIECE, FileStore

_BATCH = 500


async def restore(path: Path, *, store: FileStore) -> Manifest:
    """Bring everything in the file into the open, migrated and empty database and into `store`.

    Raises `Invalid` for a file that is not whole or newer than this version, `NotPossible` for a
    database with rows. Nothing is written unless every byte of the file is as it was made.
    """
    with archive.opened(path) as file:
        manifest = archive.read_manifest(file)
        if manifest.migration not in migrations.known():
            raise archive.broken("来自更新的版本", "it is of a newer version")
        archive.verify(file, manifest)
        for sha256 in manifest.contents:
            await _keep_content(file, sha256, store)
        async with unit_of_work():
            models = in_order()
            for model in models:
                if await sql.exists(model, sql.EVERYTHING):
                    raise NotPossible(
                        Words("只能恢复到空数据库", "Only an empty database can be restored into")
                    )
            for model in models:
                await _load(file, model, manifest)
    return manifest


async def _load(file: ZipFile, model: type[Model], manifest: Manifest) -> None:
    """Insert the rows of one table; one that is younger than the backup stays empty."""
    table = sql.table_of(model)
    if table not in manifest.tables:
        return
    known = fields_of(model)
    rows = (
        {name: value for name, value in row.items() if name in known}
        for row in archive.rows_of(file, table)
    )
    for several in _batches(rows):
        await model.bulk_create([model(**values) for values in several])


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while several := list(islice(remaining, _BATCH)):
        yield several


async def _keep_content(file: ZipFile, sha256: str, store: FileStore) -> None:
    with tempfile.NamedTemporaryFile() as beside:
        found = hashlib.sha256()
        with file.open(content_entry(sha256)) as entry:
            while piece := entry.read(PIECE):
                found.update(piece)
                beside.write(piece)
        beside.flush()
        if found.hexdigest() != sha256:
            raise archive.broken("附件内容与名称不符", "a file's content is not what its name says")
        await store.put(sha256, Path(beside.name))
