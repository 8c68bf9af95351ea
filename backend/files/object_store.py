"""Contents in S3 or whatever speaks it: for several processes on several machines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from obstore.store import ObjectStore as Objects
from obstore.store import S3Store


class ObjectStore:
    """A store of objects; each is put in one request, so that it is there whole or not at all."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    @classmethod
    def at(cls, url: str) -> ObjectStore:
        """Return the store at s3://bucket/prefix; its keys and address are those of AWS_*."""
        return cls(S3Store.from_url(url))

    async def put(self, sha256: str, content: Path) -> None:
        """See `FileStore`."""
        if not await self.has(sha256):
            await self._objects.put_async(_key(sha256), content)

    async def has(self, sha256: str) -> bool:
        """See `FileStore`."""
        try:
            await self._objects.head_async(_key(sha256))
        except FileNotFoundError:
            return False
        return True

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """See `FileStore`."""
        found = await self._objects.get_async(_key(sha256))
        async for piece in found.stream():
            yield bytes(piece)

    async def remove(self, sha256: str) -> None:
        """See `FileStore`."""
        await self._objects.delete_async(_key(sha256))


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
