"""The fixed code of demo people: only while nobody but this machine reaches the server."""

from __future__ import annotations

DEMO_CODE = "000000"

_allowed = [False]


def allow(*, allowed: bool) -> None:
    """Set by `serve` for the whole process: the server shows the demo and listens on loopback."""
    _allowed[0] = allowed


def are_allowed() -> bool:
    """Return whether people flagged `is_demo` may sign in with `DEMO_CODE` now."""
    return _allowed[0]
