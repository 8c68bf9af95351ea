"""Secrets at rest: encryption bound to its row, and blind indexes, from one list of master keys.

The first master key encrypts and signs, all of them decrypt and are looked up, so a key can be
replaced without a pause. Each purpose has its own key, derived by HKDF-SHA256: a value made for
one purpose proves nothing for another.
"""

from __future__ import annotations

import hashlib
import hmac as stdlib_hmac
import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend import settings
from backend.accounts import key_file

_FORMAT = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = len(_FORMAT) + _KEY_ID_BYTES + _NONCE_BYTES


class DecryptError(Exception):
    """The bytes were made by a key we do not have, for another row, or were changed."""


class KeyRing:
    """The master keys of this deployment, first the one that encrypts."""

    def __init__(self, masters: tuple[str, ...]) -> None:
        if not masters:
            raise ValueError("a key ring needs at least one master key")
        self._masters = tuple(master.encode() for master in masters)
        self._derived: dict[tuple[bytes, str], bytes] = {}

    def __repr__(self) -> str:
        return f"KeyRing({len(self._masters)} keys)"

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Return the 32-byte keys for `purpose`, one for each master key."""
        return tuple(self._derive(master, purpose) for master in self._masters)

    def _derive(self, master: bytes, purpose: str) -> bytes:
        slot = (master, purpose)
        if slot not in self._derived:
            hkdf = HKDF(
                algorithm=SHA256(), length=32, salt=None, info=b"lingju:" + purpose.encode()
            )
            self._derived[slot] = hkdf.derive(master)
        return self._derived[slot]


_in_use: list[KeyRing] = []


def use(ring: KeyRing) -> None:
    """Make `ring` the keys of this process."""
    _in_use[:] = [ring]


def ring() -> KeyRing:
    """Return the keys of this process: those given to `use`, else those of the settings."""
    if _in_use:
        return _in_use[0]
    own = settings.current()
    return _ring_of(own.secret_keys, own.data_dir)


@cache
def _ring_of(given: tuple[str, ...], data_dir: Path) -> KeyRing:
    return KeyRing(given or key_file.kept_in(data_dir))


def hmac(purpose: str, message: bytes) -> bytes:
    """Return the 32 bytes of HMAC-SHA256 of `message` under the first key."""
    return stdlib_hmac.digest(ring().derived(purpose)[0], message, "sha256")


def hmacs(purpose: str, message: bytes) -> tuple[bytes, ...]:
    """Return the same under each key: for what was made before a key was replaced."""
    return tuple(stdlib_hmac.digest(key, message, "sha256") for key in ring().derived(purpose))


def index(purpose: str, text: str) -> str:
    """Return the blind index of `text` under the first key: 64 hexadecimal digits."""
    return indexes(purpose, text)[0]


def indexes(purpose: str, text: str) -> tuple[str, ...]:
    """Return the blind index under each key: what to look for while a key is being replaced."""
    return tuple(
        stdlib_hmac.digest(key, text.encode(), "sha256").hex() for key in ring().derived(purpose)
    )


def is_index_of(purpose: str, text: str, found: str) -> bool:
    """Return whether one of our keys made `found` of `text`; compared in constant time."""
    return any(stdlib_hmac.compare_digest(one, found) for one in indexes(purpose, text))


def encrypt(purpose: str, text: str, *, bound_to: str) -> bytes:
    """Return `text` under AES-256-GCM; it opens only with the same `bound_to` (table, row, column)."""
    key = ring().derived(purpose)[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
    return _FORMAT + _key_id(key) + nonce + sealed


def decrypt(purpose: str, sealed: bytes, *, bound_to: str) -> str:
    """Return the text that `encrypt` sealed for this row; raises `DecryptError`."""
    key_id = sealed[1 : 1 + _KEY_ID_BYTES]
    nonce = sealed[1 + _KEY_ID_BYTES : _HEAD_BYTES]
    for key in ring().derived(purpose):
        if sealed[:1] == _FORMAT and _key_id(key) == key_id:
            try:
                return AESGCM(key).decrypt(nonce, sealed[_HEAD_BYTES:], bound_to.encode()).decode()
            except (InvalidTag, ValueError):
                break
    raise DecryptError(purpose)


def is_current(purpose: str, sealed: bytes) -> bool:
    """Return whether the first key made `sealed`; if not, it is time to encrypt it anew."""
    return sealed[1 : 1 + _KEY_ID_BYTES] == _key_id(ring().derived(purpose)[0])


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"lingju:key-id:" + key).digest()[:_KEY_ID_BYTES]
