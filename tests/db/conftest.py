from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """The tests of the database bring their own rows."""
    return ("tests.db.models",)
