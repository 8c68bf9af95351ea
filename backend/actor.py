"""Who is asking: a person in his seats, a program with its scopes, a job, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is in one organization and area (product vocabulary)."""

    ENTREPRENEUR = "ENTREPRENEUR"
    CHAMBER_HEAD = "CHAMBER_HEAD"
    FEDERATION = "FEDERATION"
    COORDINATOR = "COORDINATOR"
    OFFICER = "OFFICER"
    DEPARTMENT_HEAD = "DEPARTMENT_HEAD"
    LEADER = "LEADER"
    LEADER_OFFICE = "LEADER_OFFICE"
    SUPERVISOR = "SUPERVISOR"
    AUDITOR = "AUDITOR"
    ADMIN = "ADMIN"
    APP = "APP"


class Scope(StrEnum):
    """What a token may do; a session may do all that its person may."""

    READ = "read"
    IDENTITY = "identity"
    SUBMISSIONS_WRITE = "submissions:write"
    TASKS_WRITE = "tasks:write"
    ACCOUNT_WRITE = "account:write"


DEPARTMENT_ROLES = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})


@dataclass(frozen=True, slots=True)
class Seat:
    """One role in one organization. `area_codes` holds the area of the seat and all below it."""

    role: Role
    organization_id: UUID
    area_code: str
    area_codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. `scopes` is None for a session, else what the token grants."""

    person_id: UUID | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    scopes: frozenset[Scope] | None = None
    token_id: UUID | None = None
    is_system: bool = field(default=False)

    @property
    def is_signed_in(self) -> bool:
        """A person stands behind the request."""
        return self.person_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """Every role the person holds anywhere."""
        return frozenset(seat.role for seat in self.seats)

    def may_use(self, scope: Scope) -> bool:
        """Sessions and jobs may do everything their person may; tokens what they were given."""
        return self.scopes is None or scope in self.scopes

    def seat_as(self, *roles: Role, area_code: str | None = None) -> Seat | None:
        """Return the first seat in one of `roles` whose reach covers `area_code`."""
        for seat in self.seats:
            if seat.role in roles and (area_code is None or area_code in seat.area_codes):
                return seat
        return None

    def areas_as(self, *roles: Role) -> frozenset[str]:
        """Return every area code the person reaches in one of `roles`."""
        reached: frozenset[str] = frozenset()
        for seat in self.seats:
            if seat.role in roles:
                reached |= seat.area_codes
        return reached

    def organizations_as(self, *roles: Role) -> frozenset[UUID]:
        """Return the organizations in which the person holds one of `roles`."""
        return frozenset(seat.organization_id for seat in self.seats if seat.role in roles)

    def belongs_to(self, organization_id: UUID | None) -> bool:
        """The person holds any seat in the organization."""
        return organization_id is not None and any(
            seat.organization_id == organization_id for seat in self.seats
        )


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
