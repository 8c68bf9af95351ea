"""The fixed code of demo people: only while nobody but this machine reaches the server."""

from __future__ import annotations

DEMO_CODE = "000000"

_allowed = [False]


def allow(*, allowed: bool) -> None:
    """Set by `serve` for the whole process: the server shows the demo and listens on loopback."""
    _allowed[0] = allowed


def may_be_used(*, is_local: bool) -> bool:
    """Return whether demo people may sign in with `DEMO_CODE` by this request.

    A proxy on this machine would open a loopback address to others: `is_local` says that the
    request itself came from here and through none.
    """
    return is_local and _allowed[0]
