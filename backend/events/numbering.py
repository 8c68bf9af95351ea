"""One number for every event of the deployment, in an order no reader can be surprised by.

A number cannot be given inside the unit of an event: units commit in another order than they
began, and a reader that has seen 8 would never look for a 7 that comes later. So events are born
without one, and right after the commit a short unit of its own, one at a time, numbers all that
are visible. What a crash left without a number gets it from the next one who comes.
"""

from __future__ import annotations

from typing import Final

from backend.db import sql, unit_of_work
from backend.events.live import announce

_LOCK: Final = 0x4C4A_0001  # an advisory lock of PostgreSQL, ours by agreement

# Within one chain the order of recording, else the order of ids, which is that of time.
_NUMBER: Final = """
UPDATE event SET sequence = fresh.number FROM (
  SELECT id, (SELECT COALESCE(MAX(sequence), 0) FROM event)
    + ROW_NUMBER() OVER (ORDER BY turn, aggregate_sequence) AS number
  FROM (
    SELECT id, aggregate_sequence, MAX(CAST(id AS VARCHAR(36)))
      OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY aggregate_sequence) AS turn
    FROM event WHERE sequence IS NULL
  ) AS unnumbered
) AS fresh
WHERE event.id = fresh.id AND event.sequence IS NULL
"""


async def number_new() -> int:
    """Number every committed event that has no number yet; return how many there were."""
    if not await sql.fetch("SELECT 1 FROM event WHERE sequence IS NULL LIMIT 1"):
        return 0
    async with unit_of_work():
        if sql.engine() == "postgres":
            await sql.fetch("SELECT pg_advisory_xact_lock(?::bigint)", (_LOCK,))
        numbered = await sql.execute(_NUMBER)
        await announce()
    return numbered
