"""Enums that are worked out, not written down."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, cast


def enum_of(name: str, members: Mapping[str, object]) -> type[Enum]:
    """Return an enum of these members."""
    made: Any = Enum(name, dict(members))
    return cast("type[Enum]", made)
