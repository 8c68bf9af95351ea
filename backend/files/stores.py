"""Where contents are kept: each once, under the SHA-256 of its bytes, whole or not at all."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from backend import settings

PIECE: Final = 256 * 1024
_LEFT_BEHIND_SECONDS: Final = 24 * 3600


class FileStore(Protocol):
    """A store of contents. To put one twice is to put it once."""

    async def put(self, sha256: str, content: Path) -> None:
        """Keep the bytes of the file `content`, durably, before returning."""
        ...

    async def has(self, sha256: str) -> bool:
        """Say whether the content is there."""
        ...

    def read(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield the content; raises `FileNotFoundError` when it is not there."""
        ...

    async def remove(self, sha256: str) -> None:
        """Forget the content, if it is there."""
        ...


class LocalStore:
    """Files of a folder: written beside their place, synced, and only then given their name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, sha256: str) -> Path:
        """Return where a content stands."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    async def put(self, sha256: str, content: Path) -> None:
        """See `FileStore`."""
        await asyncio.to_thread(self._put, self.place(sha256), content)

    async def has(self, sha256: str) -> bool:
        """See `FileStore`."""
        return await asyncio.to_thread(self.place(sha256).is_file)

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """See `FileStore`."""
        file = await asyncio.to_thread(self.place(sha256).open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
        finally:
            file.close()

    async def remove(self, sha256: str) -> None:
        """See `FileStore`."""
        await asyncio.to_thread(self.place(sha256).unlink, missing_ok=True)

    def _put(self, place: Path, content: Path) -> None:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            self.write(place, content)
        _sync_folder(place.parent)

    def write(self, place: Path, content: Path) -> None:
        """Give `place` the whole content at one stroke."""
        beside = place.with_name(f".{place.name}.{token_hex(4)}")
        try:
            copy(content, beside)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


def copy(source: Path, target: Path) -> None:
    """Copy the bytes and wait until the disk has them."""
    with source.open("rb") as read, target.open("xb") as written:
        while piece := read.read(PIECE):
            written.write(piece)
            written.flush()
        os.fsync(written.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def incoming() -> Path:
    """Return a name for a file while it comes in."""
    return settings.current().data_dir / "files" / "incoming" / f"{token_hex(16)}.part"


def sweep() -> int:
    """Delete what a crash left behind more than a day ago; return how many files."""
    folder = settings.current().data_dir / "files"
    before = time.time() - _LEFT_BEHIND_SECONDS
    left = [*folder.glob("incoming/*"), *folder.glob("*/*/.*")]
    old = [path for path in left if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def current() -> FileStore:
    """Return the store of this deployment, as the settings say."""
    own = settings.current()
    return _store_at(own.files_url or f"file://{own.data_dir.absolute() / 'files'}")


@cache
def _store_at(url: str) -> FileStore:
    if urlsplit(url).scheme == "s3":
        # Only deployments with such a store have its library installed.
        from backend.files.object_store import ObjectStore

        return ObjectStore.at(url)
    return LocalStore(Path(unquote(urlsplit(url).path)))
