"""People, their roles, their tokens, and who saw their number."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import clock, graph
from backend.accounts import models, policy, queries
from backend.accounts.models import LeaderLevel, SpokenLanguage
from backend.accounts.phones import mask
from backend.actor import Role, Scope
from backend.db import sql
from backend.organizations.schema import Organization

if TYPE_CHECKING:
    # A membership leads up to what is arranged about it: a cycle that strawberry resolves.
    from backend.accounts.schema.leadership import Mandate, Portfolio

strawberry.enum(LeaderLevel, description="How far a leader's view reaches.")
strawberry.enum(SpokenLanguage, name="Language", description="A language of the product.")


def _scopes(row: models.AccessToken, _: graph.Context) -> list[Scope]:
    return [scope for scope in Scope if scope.value in row.scopes]


def _may_see_identity(row: models.Person, context: graph.Context) -> bool:
    return policy.may_see_identity(context.actor, row.id)


def _phone(row: models.Person, context: graph.Context) -> str | None:
    return queries.number_of(row) if policy.may_see_own_phone(context.actor, row.id) else None


def _phone_masked(row: models.Person, context: graph.Context) -> str | None:
    number = queries.number_of(row) if _may_see_identity(row, context) else None
    return mask(number) if number is not None else None


@graph.node(models.Membership, visible_to=queries.memberships_visible_to)
class Membership(graph.Node[models.Membership]):
    """One role of a person in one organization and area."""

    role: Role = graph.column(description="What the person is there.")
    organization: Organization | None = graph.to_one(
        "organization_id", sees_through=True, description="Where the role is held."
    )
    area_code: str = graph.column(description="The area it reaches, with all areas below it.")
    leader_level: LeaderLevel | None = graph.column(description="Of leaders only: how far.")
    since: datetime = graph.column(description="When the role was given (UTC).")
    until: datetime | None = graph.column(description="When it ended (UTC); null while it stands.")
    portfolio: (
        Annotated[Portfolio, strawberry.lazy("backend.accounts.schema.leadership")] | None
    ) = graph.to_one(
        back="membership_id",
        description="Of deputy leaders only: what they answer for, as last set.",
    )
    mandates: graph.Connection[
        Annotated[Mandate, strawberry.lazy("backend.accounts.schema.leadership")]
    ] = graph.to_many(
        "office_id",
        order=("-since",),
        assumed=3,
        description="Of offices only: the leaders they act or acted for, newest first.",
    )


@strawberry.input
class MembershipFilter:
    """Fields are joined by AND, the values of a list by OR."""

    roles: list[Role] | None = None
    area_codes: list[str] | None = None
    is_standing: bool | None = None

    def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.roles is not None:
            found &= sql.is_in("membership.role", self.roles)
        if self.area_codes is not None:
            found &= sql.is_in("membership.area_code", self.area_codes)
        if self.is_standing is not None:
            over = sql.Where("membership.until <= ?", (clock.now(),))
            ended = sql.Where("membership.until IS NOT NULL") & over
            found &= ~ended if self.is_standing else ended
        return found


@graph.node(models.AccessToken, visible_to=queries.tokens_visible_to)
class AccessToken(graph.Node[models.AccessToken]):
    """What a program signs in with. Its secret is shown once, when it is made."""

    name: str = graph.column(description="What the person called it.")
    hint: str = graph.column(description="How the secret begins, to tell tokens apart.")
    scopes: list[Scope] = graph.function(_scopes, description="What it may do; at most 10.")
    created_at: datetime = graph.column(description="When it was made (UTC).")
    expires_at: datetime = graph.column(description="When it ends (UTC).")
    last_used_at: datetime | None = graph.column(
        description="When it was last used (UTC, to ten minutes); null when never."
    )
    revoked_at: datetime | None = graph.column(
        description="When its person revoked it (UTC); null while it stands."
    )


@graph.node(models.DisclosureLog, visible_to=queries.disclosures_visible_to)
class PhoneDisclosure(graph.Node[models.DisclosureLog]):
    """Somebody saw this person's number in full. It names roles, not people."""

    role: Role = graph.column(description="In which role it was seen.")
    organization: Organization | None = graph.to_one(
        "organization_id", sees_through=True, description="For which organization."
    )
    reason: str = graph.column(description="The reason given.")
    disclosed_at: datetime = graph.column(description="When (UTC).")


@graph.node(models.Person, visible_to=queries.visible_to)
class Person(graph.Node[models.Person]):
    """A human being. Programs see others than their own person only with the scope IDENTITY."""

    name: str | None = graph.column(
        when=_may_see_identity,
        description="The name; null for a program without the scope IDENTITY.",
    )
    phone: str | None = graph.function(
        _phone,
        description="One's own number in E.164; of others it is null: see `personRevealPhone`.",
    )
    phone_masked: str | None = graph.function(
        _phone_masked,
        description="The number with its middle hidden, as 199****0001; null when there is none.",
    )
    language: SpokenLanguage = graph.column(description="The language the person is addressed in.")
    is_demo: bool = graph.column(description="A fictional person of the demonstration.")
    memberships: graph.Connection[Membership] = graph.to_many(
        "person_id",
        order=("since",),
        assumed=3,
        description="The roles held now and before, oldest first.",
    )
    access_tokens: graph.Connection[AccessToken] = graph.to_many(
        "person_id",
        order=("-created_at",),
        assumed=5,
        description="One's own tokens, newest first.",
    )
    phone_disclosures: graph.Connection[PhoneDisclosure] = graph.to_many(
        "person_id",
        order=("-disclosed_at",),
        assumed=5,
        description="Who saw one's own number in full, newest first; supervision is not listed.",
    )


@graph.error_type("Account")
class AccountError(graph.UserError):
    """What can be wrong with signing in, tokens and numbers."""
