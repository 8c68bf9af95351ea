"""The machine of a firm's place in a tier: every edge of it, as data."""

from __future__ import annotations

from enum import StrEnum

from backend.organizations.models import FirmTier, TierState
from backend.workflow import Step


class TierAct(StrEnum):
    """What can be done with a firm's place in a tier."""

    GRANT = "GRANT"
    REFUSE = "REFUSE"
    REVIEW = "REVIEW"
    END = "END"


STEPS: dict[TierAct, Step[TierState, FirmTier]] = {
    TierAct.GRANT: Step(frozenset({TierState.APPLIED}), TierState.HELD),
    TierAct.REFUSE: Step(frozenset({TierState.APPLIED}), TierState.REFUSED),
    TierAct.REVIEW: Step(frozenset({TierState.HELD}), TierState.HELD),
    TierAct.END: Step(frozenset({TierState.HELD}), TierState.ENDED),
}
