"""Ids that sort by the time they were made (UUID version 7, RFC 9562 §5.7 and §6.2 method 3)."""

from __future__ import annotations

import secrets
import time
from threading import Lock
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_lock = Lock()
_last = [0]


def uuid7() -> UUID:
    """Return a new id, greater than every id this process made before."""
    with _lock:
        stamp = max(_stamp(), _last[0] + 1)
        _last[0] = stamp
    milliseconds, fraction = stamp >> 12, stamp & 0xFFF
    return UUID(
        int=(milliseconds << 80) | _VERSION | (fraction << 64) | _VARIANT | secrets.randbits(62)
    )


def _stamp() -> int:
    """Return the wall clock as 48 bits of milliseconds and 12 bits of their fraction."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    return (milliseconds << 12) | (rest * 4096 // 1_000_000)
