from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend import wiring
from backend.events import visibility

assert wiring.REACTIONS, "what wiring registers has to be there before it is set aside"


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """The tests of events bring their own aggregate."""
    return ("backend.events.models", "backend.jobs.models", "tests.events.models")


@pytest.fixture(autouse=True)
def nothing_registered() -> Iterator[None]:
    """Each test says itself who sees what."""
    said = (visibility.VISIBLE, visibility.INTERNAL, visibility.CONFIDENTIAL, visibility.WINDOWS)
    kept = dict(said[0]), set(said[1]), dict(said[2]), list(said[3])
    for each in said:
        each.clear()
    yield
    for each in said:
        each.clear()
    visibility.VISIBLE.update(kept[0])
    visibility.INTERNAL.update(kept[1])
    visibility.CONFIDENTIAL.update(kept[2])
    visibility.WINDOWS.extend(kept[3])
