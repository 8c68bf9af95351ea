"""Rows of people, their roles and what proves who they are. Secrets are kept as digests only."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise.fields import ForeignKeyRelation, OnDelete

from backend.actor import Role
from backend.db import Row, VersionedRow, fields
from backend.organizations.models import Organization

NAME_LENGTH = 60
REASON_LENGTH = 500
DIGEST_LENGTH = 64


class SpokenLanguage(StrEnum):
    """The language in which a person is addressed."""

    ZH = "zh"
    EN = "en"


class LeaderLevel(StrEnum):
    """A top leader has the whole area in view, a deputy his portfolio."""

    TOP = "TOP"
    DEPUTY = "DEPUTY"


# A human being. The number is encrypted for this row and found by its blind index; both are null
# for people of imported history.
class Person(VersionedRow):
    """One human being, whatever roles he holds."""

    name = fields.CharField(max_length=NAME_LENGTH)
    phone_cipher = fields.BinaryField(null=True)
    phone_index = fields.CharField(max_length=DIGEST_LENGTH, null=True, unique=True)
    language = fields.EnumField(SpokenLanguage, default=SpokenLanguage.ZH)
    is_demo = fields.BooleanField(default=False)

    class Meta(VersionedRow.Meta):
        table = "person"


# One role of a person in one organization and area, from `since` until `until` (null: still).
class Membership(Row):
    """A seat: who is what, where, and for how long."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    role = fields.EnumField(Role)
    organization: ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name=False, on_delete=OnDelete.RESTRICT
    )
    organization_id: UUID
    area_code = fields.CharField(max_length=12)
    leader_level = fields.EnumField(LeaderLevel, null=True)
    since = fields.UtcDatetimeField()
    until = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "membership"
        indexes = (("person_id", "until"), ("organization_id", "until"), ("area_code", "role"))


# What a deputy leader answers for. One stands at a time; a new one ends the old one.
class PortfolioHeld(Row):
    """The departments and categories of a deputy leader, from `since` until `until`."""

    membership: ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", related_name=False, on_delete=OnDelete.RESTRICT
    )
    membership_id: UUID
    department_ids = fields.JSONField[list[str]]()
    category_codes = fields.JSONField[list[str]]()
    since = fields.UtcDatetimeField()
    until = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "portfolio"
        indexes = (("membership_id", "until"),)


# Both are memberships: the right ends with either of them.
class Mandate(Row):
    """The right of an office to act for a leader, from `since` until `until`."""

    office: ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", related_name=False, on_delete=OnDelete.RESTRICT
    )
    office_id: UUID
    leader: ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", related_name=False, on_delete=OnDelete.RESTRICT
    )
    leader_id: UUID
    since = fields.UtcDatetimeField()
    until = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "mandate"
        indexes = (("office_id", "until"), ("leader_id", "until"))


# A code asked for. An unknown number gets a row too, without a person, so that nobody can tell.
class OneTimeCode(Row):
    """A code sent to a phone: good for five minutes, five tries and one sign-in."""

    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "models.Person", null=True, related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID | None
    phone_index = fields.CharField(max_length=DIGEST_LENGTH)
    code_hmac = fields.CharField(max_length=DIGEST_LENGTH)
    session_salt = fields.CharField(max_length=DIGEST_LENGTH)
    tries_left = fields.IntField()
    asked_at = fields.UtcDatetimeField()
    expires_at = fields.UtcDatetimeField()
    used_at = fields.UtcDatetimeField(null=True)
    used_by = fields.CharField(max_length=DIGEST_LENGTH, null=True)

    class Meta(Row.Meta):
        table = "one_time_code"
        indexes = (("phone_index", "asked_at"), ("expires_at",))


# How often something was done in one window of time; see allowances.py.
class Allowance(Row):
    """A counter of one window: it never passes its limit."""

    key = fields.CharField(max_length=120, unique=True)
    used = fields.IntField()
    until = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "allowance"
        indexes = (("until",),)


# The cookie holds 32 bytes of which `token_hash` is the SHA-256.
class Session(Row):
    """A browser that is signed in."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    token_hash = fields.CharField(max_length=DIGEST_LENGTH, unique=True)
    opened_at = fields.UtcDatetimeField()
    seen_at = fields.UtcDatetimeField()
    expires_at = fields.UtcDatetimeField()
    ended_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "session"
        indexes = (("person_id", "ended_at"),)


class AccessToken(Row):
    """What a program signs in with, for its person and within its scopes."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    name = fields.CharField(max_length=NAME_LENGTH)
    hint = fields.CharField(max_length=12)
    token_hash = fields.CharField(max_length=DIGEST_LENGTH, unique=True)
    scopes = fields.JSONField[list[str]]()
    created_at = fields.UtcDatetimeField()
    expires_at = fields.UtcDatetimeField()
    last_used_at = fields.UtcDatetimeField(null=True)
    revoked_at = fields.UtcDatetimeField(null=True)

    class Meta(Row.Meta):
        table = "access_token"
        indexes = (("person_id", "created_at"),)


# Written whenever a number is shown in full to somebody else; the person reads it.
class DisclosureLog(Row):
    """Who saw whose number, in which role, and why."""

    person: ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name=False, on_delete=OnDelete.RESTRICT
    )
    person_id: UUID
    viewer_id = fields.UUIDField()
    token_id = fields.UUIDField(null=True)
    role = fields.EnumField(Role)
    organization_id = fields.UUIDField()
    area_code = fields.CharField(max_length=12)
    submission_id = fields.UUIDField(null=True)
    reason = fields.CharField(max_length=REASON_LENGTH)
    disclosed_at = fields.UtcDatetimeField()

    class Meta(Row.Meta):
        table = "disclosure_log"
        indexes = (("person_id", "disclosed_at"),)
