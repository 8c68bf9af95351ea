"""What the table of sight asks of each row of the world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from backend.accounts.models import Membership
from backend.actor import Role
from backend.db import Row, sql
from backend.events.visibility import CONFIDENTIAL, INTERNAL, STAFF
from backend.graph.nodes import NodeType, node_type_of, node_types
from backend.organizations.models import OrganizationKind
from backend.schema import schema
from backend.submissions.vocabulary import HIDES_THE_FIRM, ChamberStanding, Visibility
from tests.permissions import facts_of_offices
from tests.permissions.facts_of_offices import in_a_case
from tests.permissions.relations import Facts

NOBODYS = Facts(type_name="AccessToken")
"""The facts of what nobody may see."""


@dataclass(slots=True)
class World:
    """Every row behind the graph, by type, and the facts of each."""

    kinds: dict[str, NodeType[Any]] = field(default_factory=dict[str, NodeType[Any]])
    rows: dict[str, dict[UUID, Any]] = field(default_factory=dict[str, dict[UUID, Any]])
    facts: dict[str, dict[UUID, Facts]] = field(default_factory=dict[str, dict[UUID, Facts]])
    seats: dict[UUID, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def of(self, type_name: str, key: UUID) -> Facts:
        """Return the facts of one row; of a row that is not there, that nobody sees it."""
        known = self.facts.setdefault(type_name, {})
        if key not in known:
            row = self.rows[type_name].get(key)
            known[key] = NOBODYS if row is None else FACTS[type_name](row, self)
        return known[key]

    def offices_of(self, case_id: UUID) -> frozenset[UUID]:
        """Return the departments that were given the case, to lead, to support or by a leader."""
        given = ("Task", "Support", "InstructionLine")
        return frozenset(
            row.department_id
            for type_name in given
            for row in self.rows[type_name].values()
            if row.submission_id == case_id and getattr(row, "ended_at", None) is None
        )

    def all_of(self, type_name: str) -> Iterable[tuple[UUID, Facts]]:
        """Yield the key and the facts of every row of a type."""
        return ((key, self.of(type_name, key)) for key in self.rows[type_name])


async def the_world() -> World:
    """Read everything there is."""
    world = World()
    for kind in _kinds():
        world.kinds[kind.name] = kind
        found: list[Row] = await sql.rows(kind.model, order=f"{kind.table}.id")
        world.rows[kind.name] = {row.id: row for row in found}
    for seat in world.rows["Membership"].values():
        if seat.until is None:
            world.seats[seat.person_id].append(seat)
    return world


def of_everybody(row: Any, world: World) -> Facts:
    return Facts(type_name=type(row).__name__)


def of_organization(row: Any, world: World) -> Facts:
    members = [row for row in world.rows["ChamberMember"].values() if row.until is None]
    tags = {
        OrganizationKind.FIRM: frozenset({"firm"}),
        OrganizationKind.ANONYMOUS: frozenset({"nameless"}),
    }
    return Facts(
        type_name="Organization",
        areas=frozenset({row.area_code}),
        firm_id=row.id,
        chamber_id=next((each.chamber_id for each in members if each.firm_id == row.id), None),
        offices=frozenset({row.id}),
        tags=tags.get(row.kind, frozenset()),
    )


def of_submission(row: Any, world: World) -> Facts:
    tags = {"confidential" if row.visibility in HIDES_THE_FIRM else "open"}
    tags |= {"anonymous"} if row.visibility is Visibility.ANONYMOUS else set()
    tags |= {"disputed"} if row.dispute_count else set()
    tags |= {"sampled"} if row.is_sampled else set()
    return Facts(
        type_name="Submission",
        areas=frozenset({row.area_code}),
        category_code=row.category_code,
        firm_id=row.firm_id,
        chamber_id=None if row.chamber_standing is ChamberStanding.OBJECTED else row.chamber_id,
        offices=world.offices_of(row.id),
        leads=frozenset(UUID(each) for each in row.lead_ids),
        against=frozenset(() if row.complained_of_id is None else {row.complained_of_id}),
        tags=frozenset(tags),
    )


def of_reply(row: Any, world: World) -> Facts:
    case = world.of("Submission", row.submission_id)
    tags = case.tags | ({"waiting"} if row.published_at is None else frozenset[str]())
    offices = frozenset({row.department_id})
    return in_a_case(row, world, "Reply", tags=tags, offices=offices, within=case)


def of_task(row: Any, world: World) -> Facts:
    return in_a_case(row, world, "Task", offices=frozenset({row.department_id}))


def of_evaluation(row: Any, world: World) -> Facts:
    return in_a_case(row, world, "Evaluation")


def of_person(row: Any, world: World) -> Facts:
    seats = world.seats[row.id]
    outside = {Role.ENTREPRENEUR, Role.CHAMBER_HEAD}
    return Facts(
        type_name="Person",
        person_id=row.id,
        areas=frozenset(seat.area_code for seat in seats),
        offices=frozenset(seat.organization_id for seat in seats if seat.role not in outside),
    )


def of_membership(row: Any, world: World) -> Facts:
    return Facts(
        type_name="Membership",
        person_id=row.person_id,
        areas=frozenset({row.area_code}),
        offices=frozenset({row.organization_id}),
    )


def of_access_token(row: Any, world: World) -> Facts:
    return Facts(type_name="AccessToken", person_id=row.person_id)


def of_disclosure(row: Any, world: World) -> Facts:
    tags = frozenset({"by supervision"} if row.role is Role.SUPERVISOR else ())
    return Facts(type_name="PhoneDisclosure", person_id=row.person_id, tags=tags)


def of_event(row: Any, world: World) -> Facts:
    told = Facts(
        type_name="Event",
        areas=frozenset({row.area_code}),
        firm_id=row.organization_id,
        tags=frozenset(_tags_of(row)),
        within=_about(row, world),
    )
    moves = world.rows["SubmissionMove"].values()
    left = {(move.submission_id, move.from_area_code) for move in moves}
    if (row.thread_id, row.area_code) not in left or row.aggregate_type not in _STEPS:
        return told
    past = replace(told, tags=told.tags | {"past"}, within=None)
    return replace(told, either=(told, past))


_STEPS = ("Submission", "Task")


def _tags_of(row: Any) -> set[str]:
    tags = {"internal"} if row.name in INTERNAL else set[str]()
    tags |= {f"to {min(CONFIDENTIAL[row.name])}"} if row.name in CONFIDENTIAL else set()
    if row.role in {Role.LEADER, Role.LEADER_OFFICE}:
        return tags | {"by a leader"}
    return tags | ({"by an office"} if row.role is None or row.role in STAFF else set())


def _about(event: Any, world: World) -> Facts:
    names = {kind.model.__name__: name for name, kind in world.kinds.items()}
    type_name = names.get(event.aggregate_type)
    if type_name == "Publication":  # its words are public, the steps that led to them are not
        known = world.of(type_name, event.aggregate_id)
        return replace(known, tags=known.tags | {"unpublished"})
    if type_name is not None:
        return world.of(type_name, event.aggregate_id)
    if event.aggregate_type == "Session":
        return Facts(type_name="AccessToken", person_id=event.person_id)
    return NOBODYS


FACTS: dict[str, Callable[[Any, World], Facts]] = {
    "Area": of_everybody,
    "Category": of_everybody,
    "Duty": of_everybody,
    "Organization": of_organization,
    "Submission": of_submission,
    "Reply": of_reply,
    "Task": of_task,
    "Evaluation": of_evaluation,
    "Person": of_person,
    "Membership": of_membership,
    "AccessToken": of_access_token,
    "PhoneDisclosure": of_disclosure,
    "Event": of_event,
    **facts_of_offices.FACTS,
}


def names_of_types() -> list[str]:
    """Return the name of every type of objects of the product."""
    return [kind.name for kind in _kinds()]


def _kinds() -> list[NodeType[Any]]:
    """Return the product's types of objects that the graph shows; other tests declare their own."""
    kinds = [node_type_of(cls) for cls in node_types()]
    shown = schema._schema.type_map
    return [kind for kind in kinds if kind.name in shown and "backend." in kind.model.__module__]
