"""How often somebody may do something in a window of time, counted in the database.

One statement checks and counts, so that no number of parallel requests or processes passes a
limit. Inside a unit that is rolled back nothing was counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend import clock
from backend.db import sql, uuid7
from backend.errors import TooMany, Words

_TAKE = """
INSERT INTO allowance (id, key, used, until) VALUES (?, ?, 1, ?)
ON CONFLICT (key) DO UPDATE SET used = allowance.used + 1 WHERE allowance.used < ?
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in each `window`, which begins at a multiple of its length."""

    name: str
    times: int
    window: timedelta

    def ends_at(self) -> datetime:
        """Return the end of the present window."""
        seconds = int(self.window.total_seconds())
        return datetime.fromtimestamp((int(clock.now().timestamp()) // seconds + 1) * seconds, UTC)

    def key_for(self, subject: str) -> str:
        """Return the key of the present window; `subject` is a digest or a fixed word."""
        return f"{self.name}:{subject}:{int(self.ends_at().timestamp())}"


async def take(limit: Limit, subject: str) -> None:
    """Count one more for `subject`; raises `TooMany` when the window is full."""
    if not await count(limit, subject):
        raise _too_many(limit)


async def count(limit: Limit, subject: str) -> bool:
    """Count one more for `subject`; return whether the window had room for it."""
    values = (uuid7(), limit.key_for(subject), limit.ends_at(), limit.times)
    return bool(await sql.execute(_TAKE, values))


async def ensure_left(limit: Limit, subject: str) -> None:
    """Raise `TooMany` when the window of `subject` is full; count nothing."""
    where = "SELECT used FROM allowance WHERE key = ? AND used >= ?"
    if await sql.fetch(where, (limit.key_for(subject), limit.times)):
        raise _too_many(limit)


async def forget_past() -> int:
    """Delete the counters of windows that ended; return how many."""
    return await sql.execute("DELETE FROM allowance WHERE until < ?", (clock.now(),))


def _too_many(limit: Limit) -> TooMany:
    seconds = max(1, int((limit.ends_at() - clock.now()).total_seconds()) + 1)
    minutes = -(-seconds // 60)
    return TooMany(
        Words(
            f"操作过于频繁，请 {minutes} 分钟后再试",
            f"Too many attempts; try again in {minutes} min",
        ),
        retry_after=seconds,
    )
