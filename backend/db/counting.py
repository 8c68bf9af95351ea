"""The statements sent to the database, for tests that bound their number."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

_listeners: list[list[str]] = []


def note(statement: str) -> None:
    """Tell every open count that `statement` goes to the database."""
    for seen in _listeners:
        seen.append(statement)


@contextmanager
def count_statements() -> Generator[list[str]]:
    """Collect every statement any task of this process sends within this context.

    BEGIN and COMMIT are not among them.
    """
    seen: list[str] = []
    _listeners.append(seen)
    try:
        yield seen
    finally:
        _listeners[:] = [other for other in _listeners if other is not seen]
