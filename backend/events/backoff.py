"""How long to wait before the next try."""

from __future__ import annotations

from datetime import timedelta
from secrets import SystemRandom
from typing import Final

LADDER: Final = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before the first, the second … try; the last step is repeated."""

_random = SystemRandom()


def wait_after(attempts: int) -> timedelta:
    """Return the pause after so many failed tries, longer by up to a tenth so that they scatter."""
    seconds = LADDER[min(attempts, len(LADDER) - 1)]
    return timedelta(seconds=seconds * (1 + 0.1 * _random.random()))


def trouble(error: BaseException) -> str:
    """Return where `error` came from, without what it says: that may be personal."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
    return (type(error).__name__ + place)[:200]
