"""What can be done with areas, organizations, tiers and memberships."""

from __future__ import annotations

from backend.organizations.actions.anonymity import allow_anonymous, stand_in
from backend.organizations.actions.chambers import join_chamber, leave_chamber
from backend.organizations.actions.entering import enter_firm
from backend.organizations.actions.keeping import (
    assign_duties,
    define_categories,
    found_department,
    found_organizations,
    open_areas,
    register_firm,
    register_firms,
    serve_types,
    set_workdays,
)
from backend.organizations.actions.tiers import (
    Evidence,
    apply_for_tier,
    end_tier,
    grant_tier,
    hold_by_itself,
    refuse_tier,
    review_tier,
)

__all__ = [
    "Evidence",
    "allow_anonymous",
    "apply_for_tier",
    "assign_duties",
    "define_categories",
    "end_tier",
    "enter_firm",
    "found_department",
    "found_organizations",
    "grant_tier",
    "hold_by_itself",
    "join_chamber",
    "leave_chamber",
    "open_areas",
    "refuse_tier",
    "register_firm",
    "register_firms",
    "review_tier",
    "serve_types",
    "set_workdays",
    "stand_in",
]
