from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.events import visibility


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """The tests of events bring their own aggregate."""
    return ("backend.events.models", "backend.jobs.models", "tests.events.models")


@pytest.fixture(autouse=True)
def nothing_registered() -> Iterator[None]:
    """Each test says itself who sees what."""
    kept = dict(visibility.VISIBLE), set(visibility.INTERNAL)
    visibility.VISIBLE.clear()
    visibility.INTERNAL.clear()
    yield
    visibility.VISIBLE.clear()
    visibility.INTERNAL.clear()
    visibility.VISIBLE.update(kept[0])
    visibility.INTERNAL.update(kept[1])
