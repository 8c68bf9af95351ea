"""What is handed in becomes what is kept: one function for each kind, in a thread of its own."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.errors import Words
from backend.files.documents import look_into
from backend.files.kinds import HEAD_BYTES, MEDIA_TYPES, PICTURES, Unreadable, kind_of
from backend.files.names import clean_name
from backend.files.pictures import redraw

# A picture may take some hundred megabytes while it is drawn: two at once, the others wait.
_WORKERS: Final = ThreadPoolExecutor(2, "files")
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its content stands at `path`, for now."""

    path: Path
    sha256: str
    size: int
    media_type: str
    name: str


async def inspect(sent: Path, *, name: str) -> Inspected:
    """Return what will be kept of the file at `sent`; a picture is drawn anew beside it.

    Raises `NotTaken`, `Unreadable` or `TooLarge`; never anything else for whatever bytes.
    """
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _inspect, sent, name)


def _inspect(sent: Path, name: str) -> Inspected:
    with sent.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Unreadable(Words("文件是空的", "The file is empty"), path=("file",))
    kind = kind_of(name, head)
    if kind in PICTURES:
        path, media_type = sent.with_suffix(".drawn"), MEDIA_TYPES[kind]
        redraw(sent, path, kind)
    else:
        path, media_type = sent, look_into(sent, kind)
    sha256, size = _hash_of(path)
    return Inspected(path, sha256, size, media_type, clean_name(name, kind))


def _hash_of(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
