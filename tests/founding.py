"""The founding rows, loaded once for the run; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from backend.db import connect, disconnect
from backend.history.importing import FOUNDING_FILE, import_file
from backend.organizations.remembered import forget_everything
from tests import databases, postgres

Load = Callable[[], Awaitable[object]]


async def load_founding_rows() -> None:
    """Load what the city published of its first half year."""
    await import_file(FOUNDING_FILE)


class Templates:
    """Databases filled once and copied for each test."""

    def __init__(self, of_this_run: databases.Databases, folder: Path) -> None:
        self._of_this_run = of_this_run
        self._folder = folder
        self._filled: dict[Load, str] = {}
        self._number = 0

    @asynccontextmanager
    async def copy(self, load: Load) -> AsyncGenerator[str]:
        """Connect to a copy of the database that `load` fills."""
        if load not in self._filled:
            self._filled[load] = await self._fill(load)
        address = await self._copied(self._filled[load])
        await connect(address, modules=databases.all_model_modules())
        forget_everything()
        try:
            yield address
        finally:
            await disconnect()
            await self._drop(address)

    async def _fill(self, load: Load) -> str:
        address = await self._new_address()
        await databases.make_tables(address, databases.all_model_modules())
        await connect(address, modules=databases.all_model_modules())
        forget_everything()
        try:
            await load()
        finally:
            await disconnect()
        return address

    async def _new_address(self) -> str:
        self._number += 1
        if isinstance(self._of_this_run, databases.PostgresDatabases):
            return await postgres.create_database(self._of_this_run._address)
        return f"sqlite://{self._folder / f'{self._number}.db'}"

    async def _copied(self, filled: str) -> str:
        if isinstance(self._of_this_run, databases.PostgresDatabases):
            return await postgres.create_database(self._of_this_run._address, template=filled)
        address = await self._new_address()
        shutil.copyfile(filled.removeprefix("sqlite://"), address.removeprefix("sqlite://"))
        return address

    async def _drop(self, address: str) -> None:
        if isinstance(self._of_this_run, databases.PostgresDatabases):
            await postgres.drop_database(self._of_this_run._address, address)
            return
        for left in self._folder.glob(f"{Path(address).name}*"):
            left.unlink()

    async def drop_all(self) -> None:
        """Leave nothing behind."""
        for address in self._filled.values():
            await self._drop(address)
