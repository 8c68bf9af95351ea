"""Areas, organizations, tiers and due dates on the graph."""

from __future__ import annotations

from backend.organizations.schema.anonymity import AnonymityMutation
from backend.organizations.schema.calendar import CalendarMutation
from backend.organizations.schema.mutations import OrganizationError, OrganizationMutation
from backend.organizations.schema.tiers import ChamberMember, FirmTier, TierQuery
from backend.organizations.schema.types import Duty, Organization, OrganizationQuery

__all__ = [
    "AnonymityMutation",
    "CalendarMutation",
    "ChamberMember",
    "Duty",
    "FirmTier",
    "Organization",
    "OrganizationError",
    "OrganizationMutation",
    "OrganizationQuery",
    "TierQuery",
]
