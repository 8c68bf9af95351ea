"""How much one caller may ask for in a time: points, of which each operation takes its cost.

The points of a caller fill up again evenly. They are counted in this process alone: several
processes grant as many times as much.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from backend.errors import Words
from backend.graph.requests import Refused

POINTS_PER_SECOND = 300
SECONDS_SAVED = 100
POINTS_OF_A_REQUEST = 10

_CALLERS = 20_000


@dataclass(slots=True)
class Allowance:
    """The points of one caller."""

    full: int
    per_second: int
    now: Callable[[], float]
    _points: float = field(init=False)
    _counted_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._points = self.full
        self._counted_at = self.now()

    @property
    def remaining(self) -> int:
        """Points left now."""
        now = self.now()
        gained = (now - self._counted_at) * self.per_second
        self._points, self._counted_at = min(self.full, self._points + gained), now
        return int(self._points)

    @property
    def seconds_until_full(self) -> int:
        """Seconds until nothing is missing."""
        return math.ceil((self.full - self.remaining) / self.per_second)

    def take(self, points: int) -> int:
        """Take the points and return 0, or take none and return the seconds until they are there."""
        missing = points - self.remaining
        if missing > 0:
            return math.ceil(missing / self.per_second)
        self._points -= points
        return 0

    def headers(self) -> Mapping[str, str]:
        """Return the RateLimit headers (draft-ietf-httpapi-ratelimit-headers)."""
        window = self.full // self.per_second
        return {
            "RateLimit-Policy": f'"points";q={self.full};w={window}',
            "RateLimit": f'"points";r={self.remaining};t={self.seconds_until_full}',
        }


class Allowances:
    """The allowance of every caller seen lately."""

    def __init__(
        self,
        *,
        full: int | None = None,
        per_second: int = POINTS_PER_SECOND,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._full = full if full is not None else per_second * SECONDS_SAVED
        self._per_second = per_second
        self._now = now
        self._known: OrderedDict[str, Allowance] = OrderedDict()

    def of(self, principal: str) -> Allowance:
        """Return the allowance of a caller; one not seen for long has a full one."""
        allowance = self._known.pop(principal, None)
        if allowance is None:
            allowance = Allowance(self._full, self._per_second, self._now)
        self._known[principal] = allowance
        if len(self._known) > _CALLERS:
            self._known.popitem(last=False)
        return allowance

    def admit(self, principal: str) -> Allowance:
        """Take the points of one request; raises Refused (429) when they are used up."""
        allowance = self.of(principal)
        if wait := allowance.take(POINTS_OF_A_REQUEST):
            headers = {**allowance.headers(), "Retry-After": str(wait)}
            raise Refused(429, too_fast(wait), code="RATE_LIMITED", headers=headers)
        return allowance


def too_fast(wait: int) -> Words:
    """Return the words for a caller who has to wait `wait` seconds."""
    return Words(
        f"请求过于频繁，请在 {wait} 秒后再试", f"Too many requests; try again in {wait} seconds"
    )
