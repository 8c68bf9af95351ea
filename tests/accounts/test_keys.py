from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.accounts import key_file, keys
from backend.accounts.keys import DecryptError, KeyRing

OLD = "the old master key, which is long enough"
NEW = "the new master key, which is long enough"


def test_what_was_sealed_for_a_row_opens_for_that_row_alone():
    sealed = keys.encrypt("phone", "+8619900000001", bound_to="person:1:phone")
    assert b"1990000" not in sealed
    assert keys.decrypt("phone", sealed, bound_to="person:1:phone") == "+8619900000001"
    with pytest.raises(DecryptError):
        keys.decrypt("phone", sealed, bound_to="person:2:phone")


def test_a_key_of_one_purpose_opens_nothing_of_another():
    sealed = keys.encrypt("phone", "secret", bound_to="row")
    with pytest.raises(DecryptError):
        keys.decrypt("contact", sealed, bound_to="row")
    assert keys.index("phone", "m") != keys.index("contact", "m")
    assert keys.hmac("phone", b"m") != keys.hmac("contact", b"m")
    assert keys.hmac("phone", b"m").hex() == keys.index("phone", "m")


def test_the_same_text_is_never_sealed_the_same_way_twice():
    assert keys.encrypt("p", "t", bound_to="r") != keys.encrypt("p", "t", bound_to="r")


@pytest.mark.parametrize("place", [0, 1, 5, 20, -1])
def test_one_changed_bit_is_found(place: int):
    sealed = bytearray(keys.encrypt("phone", "+8619900000001", bound_to="row"))
    sealed[place] ^= 1
    with pytest.raises(DecryptError):
        keys.decrypt("phone", bytes(sealed), bound_to="row")


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01" * 12, b"\x01" * 40])
def test_rubbish_is_refused_cleanly(rubbish: bytes):
    with pytest.raises(DecryptError):
        keys.decrypt("phone", rubbish, bound_to="row")


def test_the_first_key_seals_and_every_key_opens():
    keys.use(KeyRing((OLD,)))
    sealed, index = keys.encrypt("p", "text", bound_to="row"), keys.index("i", "text")
    keys.use(KeyRing((NEW, OLD)))
    assert keys.decrypt("p", sealed, bound_to="row") == "text"
    assert not keys.is_current("p", sealed)
    assert keys.is_current("p", keys.encrypt("p", "text", bound_to="row"))
    assert keys.index("i", "text") != index
    assert index in keys.indexes("i", "text")
    assert keys.is_index_of("i", "text", index)
    keys.use(KeyRing((NEW,)))
    assert not keys.is_index_of("i", "text", index)
    with pytest.raises(DecryptError):
        keys.decrypt("p", sealed, bound_to="row")


def test_a_ring_shows_no_key():
    assert OLD not in repr(KeyRing((OLD,)))


def test_a_ring_without_keys_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        KeyRing(())


def test_a_deployment_without_keys_gets_one_that_only_its_user_reads(tmp_path: Path):
    made = key_file.kept_in(tmp_path / "data")
    assert len(made) == 1
    assert len(made[0]) >= 43
    assert key_file.kept_in(tmp_path / "data") == made
    path = tmp_path / "data" / key_file.FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == [key_file.FILE_NAME]


def test_a_key_file_that_others_could_read_is_closed(tmp_path: Path):
    path = tmp_path / key_file.FILE_NAME
    path.write_text(f"{NEW}\n{OLD}\n")
    path.chmod(0o644)
    assert key_file.kept_in(tmp_path) == (NEW, OLD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_processes_that_start_together_end_with_one_key(tmp_path: Path):
    with ThreadPoolExecutor(16) as pool:
        seen = set(pool.map(key_file.kept_in, [tmp_path] * 64))
    assert len(seen) == 1
