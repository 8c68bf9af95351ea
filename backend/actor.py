"""Who is asking: a person in his seats, a program with its scopes, a job, or nobody."""

from __future__ import annotations

from collections.abc import Iterable
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
    ORGANIZATIONS_WRITE = "organizations:write"


DEPARTMENT_ROLES = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a deputy leader answers for within the areas of his seat: departments and categories."""

    area_codes: frozenset[str]
    department_ids: frozenset[UUID] = frozenset()
    category_codes: frozenset[str] = frozenset()

    def holds(
        self, *, area_code: str, category_code: str | None, lead_ids: Iterable[UUID] = ()
    ) -> bool:
        """Say whether a case of this category, or led by one of these departments, is within it."""
        if area_code not in self.area_codes:
            return False
        return category_code in self.category_codes or any(
            lead_id in self.department_ids for lead_id in lead_ids
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """One role in one organization. `area_codes` holds the area of the seat and all below it.

    A deputy leader has no areas but a `portfolio`; his `area_codes` stay empty, so that no rule
    about areas gives him more. An office lists in `acts_for` the leaders for whom it acts; the
    office of deputies alone has no areas either.
    """

    role: Role
    organization_id: UUID
    area_code: str
    area_codes: frozenset[str]
    portfolio: Portfolio | None = None
    acts_for: tuple[Leading, ...] = ()

    def reaches(
        self, *, area_code: str, category_code: str | None, lead_ids: Iterable[UUID] = ()
    ) -> bool:
        """Say whether a case lies in the areas of the seat or in its portfolio."""
        return area_code in self.area_codes or (
            self.portfolio is not None
            and self.portfolio.holds(
                area_code=area_code, category_code=category_code, lead_ids=lead_ids
            )
        )


@dataclass(frozen=True, slots=True)
class Leading:
    """A leader as his office knows him: who he is, and his own seat."""

    person_id: UUID
    seat: Seat


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. `scopes` is None for a session, else what the token grants."""

    person_id: UUID | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    scopes: frozenset[Scope] | None = None
    token_id: UUID | None = None
    is_system: bool = field(default=False)
    # Nobody knows who he is: he holds the return code of one case, that of his only seat.
    is_code_holder: bool = field(default=False)

    @property
    def is_signed_in(self) -> bool:
        """A person stands behind the request."""
        return self.person_id is not None

    @property
    def is_program(self) -> bool:
        """A token asks, and not a person or the holder of a return code."""
        return self.scopes is not None and not self.is_code_holder

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

    @property
    def portfolios(self) -> tuple[Portfolio, ...]:
        """The portfolios the person sees: his own, and those of the leaders his office acts for."""
        seats = [*self.seats, *(led.seat for seat in self.seats for led in seat.acts_for)]
        return tuple(seat.portfolio for seat in seats if seat.portfolio is not None)

    @property
    def portfolio_areas(self) -> frozenset[str]:
        """Every area in which the person sees something through a portfolio."""
        return frozenset(code for portfolio in self.portfolios for code in portfolio.area_codes)

    @property
    def leading(self) -> tuple[Leading, ...]:
        """The leaders in whose name the person may speak: himself, and those his office acts for."""
        own = (
            Leading(self.person_id, seat)
            for seat in self.seats
            if seat.role is Role.LEADER and self.person_id is not None
        )
        return (*own, *(led for seat in self.seats for led in seat.acts_for))

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
