"""What time does to codes: they are forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from backend.accounts import codes


async def forget_past_codes(_: Mapping[str, object]) -> None:
    """Delete codes and counters that are over; once a day is enough."""
    await codes.forget_past()
