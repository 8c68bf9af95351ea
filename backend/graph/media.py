"""Which form of answer a client takes (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer the client likes best, or None when it takes none of them.

    Among equals the one named first in `accept` wins, then the first offer.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    ranked = [(_rank(offer, ranges), offer) for offer in offers]
    (quality, _), best = max(ranked, key=lambda entry: entry[0], default=((0.0, 0), None))
    return best if quality > 0 else None


def takes(accept: str, offer: str) -> bool:
    """Return whether the client names or covers `offer`."""
    return preferred(accept, [offer]) is not None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
    return name, _quality(weights[0]) if weights else 1.0


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _rank(offer: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Return the quality the closest range gives the offer, and how early it stands."""
    family = offer.partition("/")[0] + "/*"
    for pattern in (offer, family, "*/*"):
        for place, (name, quality) in enumerate(ranges):
            if name == pattern:
                return quality, -place
    return 0.0, 0
