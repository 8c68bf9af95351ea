"""Who sees the figures of few: the offices that watch over the area, and nobody else."""

from __future__ import annotations

from backend.actor import Actor, Role

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
