"""What the tiers are, and what a firm has to show for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from backend.errors import Invalid, Words
from backend.organizations.models import EnterpriseType, EvidenceKind

REVIEW_MONTHS = 12
"""A place in a tier is looked at again every year."""


class Admission(StrEnum):
    """How a firm comes into a tier."""

    LISTED = "LISTED"  # on a list or with a certificate, checked by the Federation
    CHOSEN = "CHOSEN"  # by the Federation, for a written reason
    LISTED_AND_CHOSEN = "LISTED_AND_CHOSEN"
    BY_ITSELF = "BY_ITSELF"  # by what it did, without anybody's decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier (群层级): who belongs in it."""

    code: str
    name_zh: str
    name_en: str
    rule_zh: str
    rule_en: str
    admission: Admission
    evidence: tuple[EvidenceKind, ...] = ()
    types: tuple[EnterpriseType, ...] = ()
    """Kinds of firm the tier is for; empty for every kind."""

    @property
    def needs_evidence(self) -> bool:
        """Whether a list or certificate has to be shown and checked."""
        return self.admission in {Admission.LISTED, Admission.LISTED_AND_CHOSEN}

    @property
    def needs_reason(self) -> bool:
        """Whether whoever admits a firm has to write why."""
        return self.admission in {Admission.CHOSEN, Admission.LISTED_AND_CHOSEN}


def _read() -> dict[str, Tier]:
    file = Path(__file__).parent / "data" / "tiers.json"
    return {tier.code: tier for tier in msgspec.json.decode(file.read_bytes(), type=list[Tier])}


TIERS = MappingProxyType(_read())
"""Every tier by its code, the highest first: a firm is counted in the first that it holds."""


def tier(code: str) -> Tier:
    """Return the tier of a code; raises `Invalid` for an unknown one."""
    if code not in TIERS:
        raise Invalid(Words("没有这一层级", "There is no such tier"), path=("input", "tierCode"))
    return TIERS[code]


def next_review(day: date) -> date:
    """Return the day by which a place given on `day` is looked at again: a year later."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
