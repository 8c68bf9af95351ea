"""A content is in the store whole, under its hash, or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from backend import settings
from backend.files import stores
from backend.files.object_store import ObjectStore
from backend.files.stores import FileStore, LocalStore

ROOT = Path(__file__).resolve().parents[2]
CONTENT = os.urandom(4 * stores.PIECE)
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture(params=["local", "objects"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """The folder, and objects as the S3 client of the same library speaks to them."""
    return LocalStore(tmp_path / "kept") if request.param == "local" else ObjectStore(MemoryStore())


async def read(store: FileStore, name: str) -> bytes:
    return b"".join([piece async for piece in store.read(name)])


async def test_what_is_put_is_there_once_until_it_is_removed(store: FileStore, sent: Path) -> None:
    assert not await store.has(NAME)
    await store.put(NAME, sent)
    await store.put(NAME, sent)
    assert await store.has(NAME)
    assert await read(store, NAME) == CONTENT
    await store.remove(NAME)
    await store.remove(NAME) if isinstance(store, LocalStore) else None
    assert not await store.has(NAME)
    with pytest.raises(FileNotFoundError):
        await read(store, NAME)


async def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    with pytest.raises(IsADirectoryError):
        await store.put(NAME, tmp_path)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(("how", "is_left"), [("careful", False), ("careless", True)])
def test_a_process_killed_while_it_writes_leaves_no_half_file_under_the_name(
    tmp_path: Path, how: str, is_left: bool
) -> None:
    """The twin that writes to the final name at once leaves half of it: the kill bites."""
    folder, pipe = tmp_path / "kept", tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.files.storing", str(folder), str(pipe), how, NAME], cwd=ROOT
    )
    with pipe.open("wb", buffering=0) as half:
        half.write(CONTENT[: len(CONTENT) // 2])
        wait_until(lambda: sum(p.stat().st_size for p in files_in(folder)) >= len(CONTENT) // 2)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    place = LocalStore(folder).place(NAME)
    assert place.exists() == is_left
    assert [path.stat().st_size for path in files_in(folder)] == [len(CONTENT) // 2]


async def test_what_a_crash_left_behind_is_swept_away_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: Path
) -> None:
    monkeypatch.setenv("LINGJU_DATA_DIR", str(tmp_path))
    settings.use(None)
    store = stores.current()
    await store.put(NAME, sent)
    place = LocalStore(tmp_path / "files").place(NAME)
    old, young = place.with_name(f".{NAME}.ab12"), stores.incoming()
    young.parent.mkdir(parents=True)
    for path in (old, young):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (old, place):
        os.utime(path, (two_days_ago, two_days_ago))
    assert stores.sweep() == 1
    assert (old.exists(), young.exists(), place.exists()) == (False, True, True)


@pytest.fixture(autouse=True)
def _forget_settings() -> Iterator[None]:
    yield
    settings.use(None)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def wait_until(holds: Callable[[], bool], *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
