"""A rate is two integers first; its text is made from them in one place only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

SMALLEST_SAMPLE = 5
"""Fewer answers than these would tell who gave which."""

_TENTH = Decimal("0.1")
_BELOW_ALL = Decimal("99.9")
_PERCENT = 100


class Missing(StrEnum):
    """Why there is no rate."""

    NO_DATA = "NO_DATA"
    SMALL_SAMPLE = "SMALL_SAMPLE"


def rate_text(numerator: int, denominator: int) -> str | None:
    """Return the percentage with one decimal, half up; None for 0/0; 100.0 only when all count."""
    if denominator == 0:
        return None
    exact = Decimal(numerator * _PERCENT) / Decimal(denominator)
    rounded = exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
    return str(rounded if numerator == denominator else min(rounded, _BELOW_ALL))


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of so many, and the rate they make; `missing` says why a rate is not given.

    A small sample gives no rate; where it is also `hidden`, its two integers are not given either.
    """

    numerator: int | None
    denominator: int | None
    rate: str | None
    missing: Missing | None = None

    @classmethod
    def of(
        cls, numerator: int, denominator: int, *, smallest: int = 0, hidden: bool = False
    ) -> Figure:
        """Return the figure; with fewer than `smallest` in the denominator it has no rate."""
        if denominator == 0:
            return cls(0, 0, None, Missing.NO_DATA)
        if denominator >= smallest:
            return cls(numerator, denominator, rate_text(numerator, denominator))
        if hidden:
            return WITHHELD
        return cls(numerator, denominator, None, Missing.SMALL_SAMPLE)


WITHHELD = Figure(None, None, None, Missing.SMALL_SAMPLE)
"""What is not told: neither the rate nor its integers."""
