"""A backup is whole or nothing, says nothing of its engine, and restores what it was made of."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio

from backend import backups, db, wiring
from backend.accounts import queries as people
from backend.backups import archive
from backend.db import sql
from backend.db.snapshot import in_order, snapshot
from backend.errors import Invalid, NotPossible
from backend.events import deliver, verify_chain
from backend.events.models import Event
from backend.files.models import StoredFile
from backend.files.stores import LocalStore
from backend.submissions.models import Submission
from tests.submissions.cast import Cast, a_filed_case, a_task, the_cast

CONTENT = b"a picture \x00\xff of the shop"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files")


@pytest_asyncio.fixture
async def cast(database: str) -> Cast:
    return await the_cast()


@pytest_asyncio.fixture
async def backup(cast: Cast, database: str, store: LocalStore, tmp_path: Path) -> Path:
    """A backup of two cases, their events and one file."""
    await a_task(cast)
    await a_filed_case(cast)
    await deliver(wiring.REACTIONS)
    picture = tmp_path / "picture"
    picture.write_bytes(CONTENT)
    await store.put(HASH, picture)
    assert cast.firm.person_id
    await StoredFile.create(
        owner_id=cast.firm.person_id,
        sha256=HASH,
        size=len(CONTENT),
        media_type="image/png",
        name="店面.png",
        created_at=(await Submission.all().order_by("id"))[0].filed_at,
    )
    path = tmp_path / "city.lingju"
    await backups.make(path, database_url=database, store=store)
    return path


async def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but what restoring itself writes."""
    found: dict[str, list[dict[str, object]]] = {}
    for model in in_order():
        rows = await sql.rows(model, order="id")
        found[sql.table_of(model)] = [{**row.__dict__} for row in rows]
    return {
        table: [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows]
        for table, rows in found.items()
    }


async def emptied(tmp_path: Path, name: str = "other") -> str:
    """Open a new, migrated and empty SQLite database."""
    url = f"sqlite://{tmp_path / name}.sqlite3"
    await db.disconnect()
    await db.migrate(url)
    await db.connect(url)
    return url


async def test_what_was_backed_up_is_restored_row_by_row_and_byte_by_byte(
    backup: Path, tmp_path: Path
) -> None:
    before = await everything()
    await emptied(tmp_path)
    fresh = LocalStore(tmp_path / "fresh")
    manifest = await backups.restore(backup, store=fresh)
    assert await everything() == before
    assert manifest.rows == sum(len(rows) for rows in before.values()) > 50
    assert b"".join([piece async for piece in fresh.read(HASH)]) == CONTENT
    verdict = await verify_chain()
    assert (verdict.events, verdict.breaks) == (len(before["event"]), [])


async def test_numbers_that_were_sealed_open_again_with_the_same_keys(
    backup: Path, cast: Cast, tmp_path: Path
) -> None:
    assert cast.firm.person_id
    before = await people.phone_of(cast.firm.person_id)
    await emptied(tmp_path)
    await backups.restore(backup, store=LocalStore(tmp_path / "fresh"))
    assert await people.phone_of(cast.firm.person_id) == before
    with ZipFile(backup) as file:
        assert before.encode() not in b"".join(file.read(name) for name in file.namelist())


async def test_nothing_that_happens_afterwards_gets_in(
    cast: Cast, database: str, store: LocalStore
) -> None:
    await a_filed_case(cast)
    async with snapshot(database) as held:
        first = [row["id"] async for row in held.rows(Submission)]
        await a_filed_case(cast)
        assert [row["id"] async for row in held.rows(Submission)] == first
        events = [row async for row in held.rows(Event)]
    assert len(events) < await sql.count(Event)


async def test_a_backup_made_under_load_is_consistent(
    cast: Cast, database: str, store: LocalStore, tmp_path: Path
) -> None:
    stop = asyncio.Event()

    async def keep_filing() -> int:
        filed = 0
        while not stop.is_set():
            await a_filed_case(cast)
            await asyncio.sleep(0.01)
            filed += 1
        return filed

    filing = asyncio.create_task(keep_filing())
    await asyncio.sleep(0.2)
    paths = [tmp_path / f"{number}.lingju" for number in range(2)]
    try:
        for path in paths:
            await backups.make(path, database_url=database, store=store)
            assert (await verify_chain()).breaks == []
    finally:
        stop.set()
    assert await filing > 3
    for number, path in enumerate(paths):
        await emptied(tmp_path, f"copy{number}")
        await backups.restore(path, store=store)
        cases = await sql.count(Submission)
        filed = await sql.count(Event, sql.Where("event.name = 'submission.filed'"))
        numbered = await sql.fetch("SELECT MAX(last_number) AS n FROM number_series")
        assert cases == filed == numbered[0]["n"]
        assert (await verify_chain()).breaks == []


async def test_only_an_empty_database_is_restored_into(
    backup: Path, store: LocalStore, cast: Cast
) -> None:
    before = await everything()
    with pytest.raises(NotPossible):
        await backups.restore(backup, store=store)
    assert await everything() == before


async def test_a_name_that_is_taken_and_a_folder_that_is_missing_leave_nothing_behind(
    backup: Path, database: str, store: LocalStore, tmp_path: Path
) -> None:
    size = size_of(backup)
    with pytest.raises(NotPossible):
        await backups.make(backup, database_url=database, store=store)
    assert size_of(backup) == size
    with pytest.raises(FileNotFoundError):
        await backups.make(tmp_path / "no" / "x", database_url=database, store=store)
    assert left_behind(tmp_path) == []


def size_of(path: Path) -> int:
    """The bytes of a file."""
    return path.stat().st_size


def left_behind(folder: Path) -> list[Path]:
    """What was begun and not finished."""
    return [path for path in folder.iterdir() if path.name.startswith(".")]


def test_the_file_is_for_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("harm", ["cut", "flipped", "dropped", "newer", "other", "missing"])
async def test_a_file_that_is_not_as_it_was_made_restores_nothing(
    backup: Path, tmp_path: Path, harm: str
) -> None:
    await emptied(tmp_path)
    harmed = tmp_path / "harmed"
    spoil(backup, harmed, harm)
    with pytest.raises(Invalid):
        await backups.restore(harmed, store=LocalStore(tmp_path / "fresh"))
    assert sum(len(rows) for rows in (await everything()).values()) == 0


def spoil(whole: Path, harmed: Path, harm: str) -> None:
    """Write a copy with one harm done to it."""
    if harm == "missing":
        return
    if harm == "cut":
        harmed.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        return
    if harm == "other":
        harmed.write_bytes(b"no archive")
        return
    with ZipFile(whole) as source, ZipFile(harmed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if harm == "dropped" and name == archive.table_entry("event"):
                continue
            if harm == "flipped" and name == archive.table_entry("submission"):
                content = content.replace(b"LJ-", b"LK-", 1)
            if harm == "newer" and name == archive.MANIFEST:
                latest = archive.read_manifest(source).migration.encode()
                content = content.replace(latest, b"9999_tomorrow")
            target.writestr(name, content)


def trusting(*_: object) -> None:
    """Look at nothing."""


async def test_a_file_whose_hashes_are_not_looked_at_would_restore_what_was_changed(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above, with the guard taken off."""
    await emptied(tmp_path)
    harmed = tmp_path / "harmed"
    spoil(backup, harmed, "flipped")
    monkeypatch.setattr(archive, "verify", trusting)
    await backups.restore(harmed, store=LocalStore(tmp_path / "fresh"))
    numbers = [row.number for row in await Submission.all()]
    assert any(str(number).startswith("LK-") for number in numbers)


async def test_tables_come_after_those_they_point_to(database: str) -> None:
    order = [sql.table_of(model) for model in in_order()]
    assert order.index("organization") < order.index("submission") < order.index("task")
