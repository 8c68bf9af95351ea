"""Tokens of 32 bytes that nobody guesses: made here, kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import re
import secrets

PREFIX = "lj_"
HINT_LENGTH = 8
_TEXT = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Return 32 random bytes as 43 characters of base64url."""
    return secrets.token_urlsafe(32)


def new_access_token() -> str:
    """Return a secret with the prefix by which scanners and people recognise a token of ours."""
    return PREFIX + new_secret()


def is_secret(text: str) -> bool:
    """Return whether `text` has the form of `new_secret`; others need no look-up."""
    return _TEXT.fullmatch(text) is not None


def is_access_token(text: str) -> bool:
    """Return whether `text` has the form of `new_access_token`."""
    return text.startswith(PREFIX) and is_secret(text.removeprefix(PREFIX))


def digest(secret: str) -> str:
    """Return the SHA-256 of `secret`, 64 hexadecimal digits.

    A plain digest is enough: nobody searches through 256 random bits.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
