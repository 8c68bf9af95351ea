from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def model_modules() -> tuple[str, ...]:
    """The tests of jobs bring their own rows."""
    return ("backend.events.models", "backend.jobs.models", "tests.jobs.models")
