"""What time does to files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from backend.files import actions, stores


async def forget_unattached(_payload: Mapping[str, object]) -> None:
    """Delete files that were sent for nothing, and what a crash left half received."""
    await actions.forget_unattached()
    await asyncio.to_thread(stores.sweep)
