"""A process that stores one file, to be killed in the middle: `storing.py <folder> <pipe> <how>`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from backend.files.stores import LocalStore, copy


class CarelessStore(LocalStore):
    """Sabotaged: it writes to the final name at once."""

    def write(self, place: Path, content: Path) -> None:
        """Leave half a file when it is cut short."""
        copy(content, place)


async def main(folder: str, pipe: str, how: str, sha256: str) -> None:
    store = (CarelessStore if how == "careless" else LocalStore)(Path(folder))
    await store.put(sha256, Path(pipe))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
