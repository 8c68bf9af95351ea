"""What a backup file holds: tables as lines of JSON, contents of files, and what proves them whole."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, cast
from uuid import UUID
from zipfile import BadZipFile, ZipFile

import msgspec
import orjson

from backend.errors import Invalid, Words

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_BYTES: Final = "base64"


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the file: how many rows (of a content: 1), and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What has to be in the file; written last, so that half a file has none."""

    format: int
    made_at: datetime
    migration: str
    tables: dict[str, Part] = field(default_factory=dict[str, Part])
    contents: dict[str, Part] = field(default_factory=dict[str, Part])

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(part.rows for part in self.tables.values())


def table_entry(table: str) -> str:
    """Return the name of a table's entry."""
    return f"tables/{table}.jsonl"


def content_entry(sha256: str) -> str:
    """Return the name of a content's entry."""
    return f"files/{sha256}"


class Measured:
    """Writes an entry and keeps count of it."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self._hash = hashlib.sha256()
        self.rows = 0

    def write(self, piece: bytes) -> None:
        """Write some bytes."""
        self._entry.write(piece)
        self._hash.update(piece)

    def write_row(self, values: dict[str, Any]) -> None:
        """Write one row as a line."""
        self.write(orjson.dumps(values, default=_packed, option=orjson.OPT_APPEND_NEWLINE))
        self.rows += 1

    @property
    def part(self) -> Part:
        """Return what was written."""
        return Part(self.rows, self._hash.hexdigest())


def read_manifest(archive: ZipFile) -> Manifest:
    """Return what the file says it holds; raises `Invalid` for one that is not ours or not whole."""
    if MANIFEST not in archive.namelist():
        raise broken("没有清单，文件不完整", "it has no manifest, so it is not whole")
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except msgspec.MsgspecError as error:
        raise broken("清单无法读取", "its manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise broken("格式不受支持", "its format is not known to this version")
    return manifest


def verify(archive: ZipFile, manifest: Manifest) -> None:
    """Raise `Invalid` unless every entry is there with exactly the bytes that were written."""
    parts = {table_entry(name): part for name, part in manifest.tables.items()}
    parts |= {content_entry(name): part for name, part in manifest.contents.items()}
    for name, part in parts.items():
        if name not in archive.namelist() or _hash_of(archive, name) != part.sha256:
            raise broken(f"{name} 缺失或被改动", f"{name} is missing or was changed")


def rows_of(archive: ZipFile, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table."""
    with archive.open(table_entry(table)) as entry:
        for line in entry:
            row = cast("dict[str, Any]", orjson.loads(line))
            yield {name: _unpacked(value) for name, value in row.items()}


def opened(path: Path) -> ZipFile:
    """Return the file open for reading; raises `Invalid` for one that is missing or no archive."""
    try:
        return ZipFile(path)
    except FileNotFoundError as error:
        words = Words(f"没有文件 {path}", f"There is no file {path}")
        raise Invalid(words) from error
    except (BadZipFile, IsADirectoryError) as error:
        raise broken("不是备份文件", "it is no backup file") from error


def broken(zh: str, en: str) -> Invalid:
    """Return the refusal of a file, with the reason."""
    return Invalid(Words(f"备份文件不可用：{zh}", f"The backup cannot be used: {en}"))


def _hash_of(archive: ZipFile, name: str) -> str:
    with archive.open(name) as entry:
        try:
            return hashlib.file_digest(entry, "sha256").hexdigest()  # pyright: ignore[reportArgumentType]
        except BadZipFile:
            return ""


def _packed(value: object) -> object:
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    if isinstance(value, UUID):
        # PostgreSQL's driver has a class of its own, which the writer does not know.
        return str(value)
    raise TypeError(f"cannot be written: {type(value).__name__}")


def _unpacked(value: object) -> object:
    if not isinstance(value, dict):
        return value
    packed = cast("dict[str, object]", value)
    return base64.b64decode(str(packed[_BYTES])) if [*packed] == [_BYTES] else packed
