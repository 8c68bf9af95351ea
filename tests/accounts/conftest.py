from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.accounts import keys

MASTER_KEY = "a master key of the tests of accounts"


@pytest.fixture(autouse=True)
def key_ring() -> Iterator[None]:
    """Every test begins with the same single master key."""
    keys.use(keys.KeyRing((MASTER_KEY,)))
    yield
    keys.use(keys.KeyRing((MASTER_KEY,)))
