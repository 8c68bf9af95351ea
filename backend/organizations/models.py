"""Rows of areas, organizations and the words and days they agree on."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from backend.db import Row, VersionedRow, fields

AREA_CODE_LENGTH = 12
CODE_LENGTH = 32
NAME_LENGTH = 120
DUTY_LENGTH = 300
REASON_LENGTH = 1000
EVERY_AREA = ""
"""The area code of a working-day exception that holds everywhere."""


class OrganizationKind(StrEnum):
    """What an organization is. Who may do what hangs on the roles of its people, not on this."""

    FIRM = "FIRM"
    CHAMBER = "CHAMBER"
    DEPARTMENT = "DEPARTMENT"
    FEDERATION = "FEDERATION"
    LEADERSHIP = "LEADERSHIP"
    OFFICE = "OFFICE"
    ANONYMOUS = "ANONYMOUS"


class EnterpriseType(StrEnum):
    """Where a firm's capital comes from; each area switches on the types it serves."""

    PRIVATE = "PRIVATE"
    TAIWAN = "TAIWAN"
    FOREIGN = "FOREIGN"
    HONG_KONG_MACAO = "HONG_KONG_MACAO"


class TierState(StrEnum):
    """Where a firm's place in a tier stands. Expired is computed, never a state."""

    APPLIED = "APPLIED"
    HELD = "HELD"
    REFUSED = "REFUSED"
    ENDED = "ENDED"


class EvidenceKind(StrEnum):
    """What shows that a firm belongs in a tier."""

    FORTUNE_GLOBAL_500 = "FORTUNE_GLOBAL_500"
    CHINA_TOP_500 = "CHINA_TOP_500"
    CHINA_PRIVATE_500 = "CHINA_PRIVATE_500"
    CHINA_PRIVATE_MANUFACTURING_500 = "CHINA_PRIVATE_MANUFACTURING_500"
    LITTLE_GIANT = "LITTLE_GIANT"
    SPECIALIZED_AND_NEW = "SPECIALIZED_AND_NEW"
    SALON_ATTENDANCE = "SALON_ATTENDANCE"
    CHAMBER_OFFICE = "CHAMBER_OFFICE"
    CHAMBER_MEMBERSHIP = "CHAMBER_MEMBERSHIP"


# `settings` knows the keys enterprise_types, confirmed_years, anonymous_filing, return_workdays and note. What an area leaves out it
# has from the area above.
class Area(Row):
    """A city, district or county. Areas form a tree by `parent_code`."""

    code = fields.CharField(max_length=AREA_CODE_LENGTH, unique=True)
    name_zh = fields.CharField(max_length=NAME_LENGTH)
    name_en = fields.CharField(max_length=NAME_LENGTH)
    parent_code = fields.CharField(max_length=AREA_CODE_LENGTH, null=True, db_index=True)
    zone = fields.CharField(max_length=64, default="Asia/Shanghai")
    settings = fields.JSONField[dict[str, object]](default=dict)

    class Meta(Row.Meta):
        table = "area"


class Category(Row):
    """What a case is about; one that is declined has another address."""

    code = fields.CharField(max_length=CODE_LENGTH, unique=True)
    name_zh = fields.CharField(max_length=NAME_LENGTH)
    name_en = fields.CharField(max_length=NAME_LENGTH)
    position = fields.IntField(default=0)
    keywords = fields.JSONField[list[str]](default=list)
    is_declined = fields.BooleanField(default=False)
    where_zh = fields.CharField(max_length=DUTY_LENGTH, default="")
    where_en = fields.CharField(max_length=DUTY_LENGTH, default="")

    class Meta(Row.Meta):
        table = "category"


class Organization(VersionedRow):
    """A firm, chamber, department, federation, leader's office or other body of an area."""

    kind = fields.EnumField(OrganizationKind)
    code = fields.CharField(max_length=CODE_LENGTH, null=True, unique=True)
    name = fields.CharField(max_length=NAME_LENGTH)
    name_en = fields.CharField(max_length=NAME_LENGTH, null=True)
    area_code = fields.CharField(max_length=AREA_CODE_LENGTH)
    credit_code = fields.CharField(max_length=18, null=True, unique=True)
    enterprise_type = fields.EnumField(EnterpriseType, null=True)
    member_count = fields.IntField(null=True)
    position = fields.IntField(default=0)
    is_demo = fields.BooleanField(default=False)
    liaison_id = fields.UUIDField(null=True)  # the Federation's person for a firm (联络员)

    class Meta(VersionedRow.Meta):
        table = "organization"
        indexes = (("area_code", "position", "id"), ("kind", "area_code"), ("name", "id"))


# The routing of a category: `position` of the department decides between several.
class Duty(Row):
    """What a department answers for in one category, in its own words."""

    department: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=fields.RESTRICT
    )
    department_id: UUID
    category_code = fields.CharField(max_length=CODE_LENGTH, db_index=True)
    text_zh = fields.CharField(max_length=DUTY_LENGTH)
    text_en = fields.CharField(max_length=DUTY_LENGTH)

    class Meta(Row.Meta):
        table = "duty"
        unique_together = (("department_id", "category_code"),)


# A firm may belong to several chambers; `until` is null while it does.
class ChamberMember(Row):
    """A firm's membership in a chamber: what lets the chamber file for it."""

    chamber: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=fields.RESTRICT
    )
    chamber_id: UUID
    firm: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=fields.RESTRICT
    )
    firm_id: UUID
    # One standing membership for each chamber and firm: the key is emptied when it ends.
    open_key = fields.CharField(max_length=80, null=True, unique=True)
    since = fields.UtcDatetimeField()
    until = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "chamber_member"
        indexes = (("chamber_id", "until", "firm_id"), ("firm_id", "until"))


# What a tier is stands in tiers.py; this is one firm's way into it and out of it again.
class FirmTier(VersionedRow):
    """A firm's place in a tier (群层级): asked for, held, refused or ended."""

    firm: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=fields.RESTRICT
    )
    firm_id: UUID
    tier_code = fields.CharField(max_length=CODE_LENGTH)
    area_code = fields.CharField(max_length=AREA_CODE_LENGTH)
    state = fields.EnumField(TierState)
    # One open place for each firm and tier: the key is emptied when the place ends.
    open_key = fields.CharField(max_length=80, null=True, unique=True)
    applied_at = fields.UtcDatetimeField(null=True)
    decided_at = fields.UtcDatetimeField(null=True)
    decided_by_id = fields.UUIDField(null=True)
    reason = fields.TextField(max_length=REASON_LENGTH, null=True)
    refusal = fields.TextField(max_length=REASON_LENGTH, null=True)
    review_on = fields.DateField(null=True)
    expires_on = fields.DateField(null=True)
    ended_at = fields.UtcDatetimeField(null=True)
    ended_for = fields.TextField(max_length=REASON_LENGTH, null=True)

    class Meta(VersionedRow.Meta):
        table = "firm_tier"
        indexes = (
            ("firm_id", "state"),
            ("area_code", "state", "review_on"),
            ("area_code", "tier_code", "state"),
        )


class TierEvidence(Row):
    """A list the firm is on or a certificate it holds, as checked by the Federation."""

    firm_tier: fields.ForeignKeyRelation[FirmTier] = fields.ForeignKeyField(
        "models.FirmTier", related_name=False, on_delete=fields.RESTRICT
    )
    firm_tier_id: UUID
    kind = fields.EnumField(EvidenceKind)
    year = fields.IntField(null=True)
    number = fields.CharField(max_length=64, null=True)
    expires_on = fields.DateField(null=True)
    is_checked = fields.BooleanField(default=False)

    class Meta(Row.Meta):
        table = "tier_evidence"
        indexes = (("firm_tier_id",),)


# Overrides of the published notices, for one area and those below it, or for every area.
class WorkdayException(Row):
    """A day that an area works or has off in spite of the notices and the week."""

    area_code = fields.CharField(max_length=AREA_CODE_LENGTH, default=EVERY_AREA)
    day = fields.DateField()
    is_workday = fields.BooleanField()
    is_half = fields.BooleanField(default=False)
    name_zh = fields.CharField(max_length=NAME_LENGTH, default="")
    name_en = fields.CharField(max_length=NAME_LENGTH, default="")

    class Meta(Row.Meta):
        table = "workday_exception"
        unique_together = (("area_code", "day"),)
