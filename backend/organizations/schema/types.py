"""Areas, categories and organizations on the graph, and the public calculator of due dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import graph
from backend.db import sql
from backend.errors import Language
from backend.organizations import models, policy, queries
from backend.organizations.models import EnterpriseType, OrganizationKind
from backend.workdays import DayKind, Explanation
from backend.workdays import ExplainedDay as CountedDay

if TYPE_CHECKING:
    # A firm leads to its liaison and to its places: cycles that strawberry resolves at run time.
    from backend.accounts.schema import Person
    from backend.organizations.schema.tiers import FirmTier

strawberry.enum(OrganizationKind, description="What an organization is.")
strawberry.enum(EnterpriseType, description="Where a firm's capital comes from.")
strawberry.enum(
    DayKind,
    name="CountedDayKind",
    description="What a day was in a count: the day of assignment, worked, worked in exchange for a "
    "holiday, an ordinary weekend, or a holiday.",
)


@graph.node(models.Area, visible_to=queries.everybody)
class Area(graph.Node[models.Area]):
    """A city, district or county. Its people see it and the areas below it."""

    code: str = graph.column(description="Administrative code, as 320500.")
    name: str = graph.column("name_zh", description="Chinese name.")
    name_en: str = graph.column(description="English name.")
    parent_code: str | None = graph.column(description="Code of the area above.")
    zone: str = graph.column(description="IANA zone in which its days begin and end.")

    @strawberry.field(description="Types of firm the area serves (at most 4).")
    async def enterprise_types(self) -> list[EnterpriseType]:
        """Return them in the order of the enum."""
        served = await queries.enterprise_types(self.code)
        return [kind for kind in EnterpriseType if kind in served]

    @strawberry.field(description="The area takes cases without a name.")
    async def takes_anonymous(self) -> bool:
        """Return its own setting, else that of the area above."""
        return await queries.takes_anonymous(self.code)


@graph.node(models.Category, visible_to=queries.everybody)
class Category(graph.Node[models.Category]):
    """What a case is about."""

    code: str = graph.column(description="Code, as FINANCE.")
    name: str = graph.column("name_zh", description="Chinese name.")
    name_en: str = graph.column(description="English name.")
    is_declined: bool = graph.column(description="Such cases have another address.")
    where: str = graph.column("where_zh", description="Where to go instead, in Chinese; or empty.")
    where_en: str = graph.column(description="Where to go instead, in English; or empty.")


@graph.node(models.Duty, visible_to=queries.everybody)
class Duty(graph.Node[models.Duty]):
    """What a department answers for in one category."""

    category_code: str = graph.column(description="Code of the category.")
    text: str = graph.column("text_zh", description="The duty in Chinese.")
    text_en: str = graph.column(description="The duty in English.")


def _may_list(row: models.Organization, context: graph.Context) -> bool:
    return policy.may_list_firm(context.actor, row)


@graph.node(models.Organization, visible_to=queries.visible_to)
class Organization(graph.Node[models.Organization]):
    """A firm, chamber, department or other body. Firms are not public: see `organizations`."""

    version: int = graph.column(description="Send it as `expectedVersion` with an edit.")
    kind: OrganizationKind = graph.column(description="What it is.")
    code: str | None = graph.column(description="Code of a body, as COMM; null for firms.")
    name: str = graph.column(description="Name, in Chinese.")
    name_en: str | None = graph.column(description="English name, if it has one.")
    area_code: str = graph.column(description="Code of the area it belongs to.")
    credit_code: str | None = graph.column(
        when=_may_list,
        description="Unified social credit code of a firm; null to those who meet the firm only in "
        "a case.",
    )
    enterprise_type: EnterpriseType | None = graph.column(description="Of firms only.")
    member_count: int | None = graph.column(description="Declared members, of chambers only.")
    is_demo: bool = graph.column(description="Fictional, of the demonstration.")
    liaison: Annotated[Person, strawberry.lazy("backend.accounts.schema")] | None = graph.to_one(
        "liaison_id",
        sees_through=True,
        when=_may_list,
        description="The Federation's person for a firm (联络员); null to those who meet the firm "
        "only in a case.",
    )
    tiers: graph.Connection[
        Annotated[FirmTier, strawberry.lazy("backend.organizations.schema.tiers")]
    ] = graph.to_many(
        "firm_id",
        order=("-applied_at", "id"),
        assumed=3,
        description="A firm's places in tiers, the latest first.",
    )
    duties: list[Duty] = graph.to_list(
        "department_id",
        order=("category_code",),
        maximum=50,
        description="What a department answers for.",
    )

    @strawberry.field(description="The area it belongs to.")
    async def area(self) -> Area | None:
        """Return it from the tree, which is read once."""
        found = (await queries.tree()).areas.get(self.area_code)
        return Area.of(found) if found is not None else None


@strawberry.input(description="Fields are joined by AND, the values of a list by OR.")
class OrganizationFilter:
    """Which organizations to list."""

    kinds: list[OrganizationKind] | None = None
    codes: list[str] | None = None
    area_code: str | None = strawberry.field(
        default=None, description="In this area or one below it."
    )
    category_code: str | None = strawberry.field(
        default=None, description="That answer for this category."
    )
    search: str | None = strawberry.field(
        default=None, description="Whose name, in either language, contains this text."
    )

    async def where(self) -> sql.Where:
        """Return the condition."""
        found = sql.EVERYTHING
        if self.kinds is not None:
            found &= sql.is_in("organization.kind", self.kinds)
        if self.codes is not None:
            found &= sql.is_in("organization.code", self.codes)
        if self.area_code is not None:
            codes = await queries.codes_under(self.area_code)
            found &= sql.is_in("organization.area_code", sorted(codes))
        if self.category_code is not None:
            found &= queries.answers_for(self.category_code)
        if self.search is not None:
            found &= queries.is_called(self.search)
        return found


@strawberry.input(description="Fields are joined by AND.")
class AreaFilter:
    """Which areas to list."""

    parent_code: str | None = strawberry.field(
        default=None, description="Directly below this area."
    )

    def where(self) -> sql.Where:
        """Return the condition."""
        if self.parent_code is None:
            return sql.EVERYTHING
        return sql.Where("area.parent_code = ?", (self.parent_code,))


@strawberry.type(description="A department that a case may go to, and why.")
class DepartmentSuggestion:
    """One line of the sheet on which a case is dispatched."""

    department: Organization = strawberry.field(description="The department.")
    reason: str = strawberry.field(description="Why, in the language of the request.")


@strawberry.type(description="One day of a count.")
class CountedDate:
    """A day and what it was."""

    day: date = strawberry.field(description="The day.")
    kind: DayKind = strawberry.field(description="What it was in the count.")
    number: int | None = strawberry.field(
        description="Its place among the counted days; null when it was not counted."
    )
    name: str | None = strawberry.field(
        description="The festival behind a holiday or make-up day, in the language of the request."
    )


@strawberry.type(description="Why a number of working days ends when it does.")
class DueDateExplanation:
    """A deadline with its count, day by day."""

    due_on: date = strawberry.field(description="The last day that is in time.")
    ends_at: datetime = strawberry.field(
        description="The instant (UTC) at which that day ends in the area; exclusive."
    )
    is_provisional: bool = strawberry.field(
        description="A counted day lies in a year whose holidays are not yet published."
    )
    days: list[CountedDate] = strawberry.field(
        description="Every day from the assignment (not counted) to the due day (at most 401)."
    )
    sentences: list[str] = strawberry.field(
        description="The same in words, in the language of the request (at most 4)."
    )


@strawberry.type
class OrganizationQuery:
    """What anybody may ask about areas and organizations."""

    areas: graph.Connection[Area] = graph.connection(
        Area, filter=AreaFilter, default_order="code", description="All areas, by code."
    )
    categories: graph.Connection[Category] = graph.connection(
        Category, default_order="position", description="What cases are about, in their order."
    )
    organizations: graph.Connection[Organization] = graph.connection(
        Organization,
        filter=OrganizationFilter,
        order={"NAME": "name", "AREA": "area_code", "POSITION": "position"},
        default_order=("area_code", "position"),
        description="Bodies are public. Firms are listed for their own people and for those who "
        "watch over their area; a token needs the scope IDENTITY for other people's firms.",
    )
    organization: Organization | None = graph.by_id(
        Organization, description="One organization; null when unknown or not visible."
    )

    @strawberry.field(
        description="Departments that answer for a category, those of the nearest area first (at "
        "most 20). Without a category, or with one nobody answers for: who leads all the rest."
    )
    async def department_suggestions(
        self, info: strawberry.Info, area_code: str, category_code: str | None = None
    ) -> list[DepartmentSuggestion]:
        """Return the suggestions with their reasons."""
        language = graph.language_of(info)
        await queries.area(area_code)
        return [
            DepartmentSuggestion(
                department=Organization.of(each.organization),
                reason=each.reason.said_in(language),
            )
            for each in (await queries.departments_for(category_code, area_code))[:20]
        ]

    @strawberry.field(
        description="When a target of 1–250 working days ends in an area, day by day. The day of "
        "assignment (2000–2100) is not counted, whatever kind of day it is."
    )
    async def explain_due_date(
        self, info: strawberry.Info, assigned_on: date, workdays: int, area_code: str
    ) -> DueDateExplanation:
        """Return the count in the language of the request."""
        explained = await queries.explain_due_date(assigned_on, workdays, area_code=area_code)
        return _shown(explained, graph.language_of(info))


def _shown(explained: Explanation, language: Language) -> DueDateExplanation:
    return DueDateExplanation(
        due_on=explained.due.day,
        ends_at=explained.due.exclusive_end,
        is_provisional=explained.due.provisional,
        days=[_counted(day, language) for day in explained.days],
        sentences=[words.said_in(language) for words in explained.sentences],
    )


def _counted(day: CountedDay, language: Language) -> CountedDate:
    name = day.name.said_in(language) if day.name is not None else None
    return CountedDate(day=day.day, kind=day.kind, number=day.number, name=name)
