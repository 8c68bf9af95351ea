"""Who sees the figures of few: the offices that watch over the area, and nobody else."""

from __future__ import annotations

from backend.actor import Actor, Role
from backend.statistics.definitions import DEFINITIONS
from backend.statistics.dimensions import WIDE, Dimension
from backend.statistics.selection import Selection

OPINIONS = frozenset(one.id for one in DEFINITIONS if one.is_opinion)

WATCHING = (
    Role.FEDERATION,
    Role.COORDINATOR,
    Role.LEADER,
    Role.LEADER_OFFICE,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.ADMIN,
)


def sees_small_cells(actor: Actor, area_code: str) -> bool:
    """Say whether fewer than five may be told; departments, firms, programs and the public: no."""
    if actor.is_system:
        return True
    return actor.scopes is None and actor.seat_as(*WATCHING, area_code=area_code) is not None


def withheld_opinions(
    selection: Selection, *, tells_few: bool, by: Dimension | None = None
) -> frozenset[str]:
    """Return the figures of opinions not told: of two neighbouring days one answer could be read."""
    is_narrow = selection.is_narrow or (by is not None and by not in WIDE)
    return (
        OPINIONS if is_narrow and not (tells_few or selection.is_of_whole_months) else frozenset()
    )
