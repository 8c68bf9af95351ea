"""What is said of an area, category, organization or day when it is set up or imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from backend.organizations.models import EVERY_AREA, EnterpriseType, OrganizationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDraft:
    """An area under `parent_code`; `settings` as in `models.Area`."""

    code: str
    name_zh: str
    name_en: str
    parent_code: str | None = None
    zone: str = "Asia/Shanghai"
    settings: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A category; one that is declined says where to go instead."""

    code: str
    name_zh: str
    name_en: str
    position: int = 0
    keywords: tuple[str, ...] = ()
    is_declined: bool = False
    where_zh: str = ""
    where_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    """A chamber, department, federation, leadership or office; `code` is its key."""

    kind: OrganizationKind
    code: str
    name: str
    area_code: str
    name_en: str | None = None
    member_count: int | None = None
    position: int = 0
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDraft:
    """What a department answers for in one category."""

    category_code: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmDraft:
    """A firm; its credit code is its key."""

    name: str
    credit_code: str
    area_code: str
    name_en: str | None = None
    enterprise_type: EnterpriseType = EnterpriseType.PRIVATE
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDraft:
    """A day worked or off, in one area and those below it, or everywhere."""

    day: date
    is_workday: bool
    is_half: bool = False
    name_zh: str = ""
    name_en: str = ""
    area_code: str = EVERY_AREA
