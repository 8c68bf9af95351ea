"""The work of imports, beside the requests."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from backend.imports import running


async def work(payload: Mapping[str, object]) -> None:
    """Check or apply a run; each line is a unit of its own, so this runs outside of one."""
    await running.work_at(UUID(str(payload["run_id"])))
