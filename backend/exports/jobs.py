"""What time does to exports."""

from __future__ import annotations

from collections.abc import Mapping

from backend.exports import actions


async def forget_old(_payload: Mapping[str, object]) -> None:
    """Forget the rows of old exports."""
    await actions.forget_old()
