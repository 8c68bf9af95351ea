"""How a viewer stands to an object, and what the table of sight makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.actor import Actor
from tests.permissions import rules

Program = Literal["", "read", "identity"]

LINES = rules.lines()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a deputy leader is in charge of."""

    departments: frozenset[UUID] = frozenset()
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who reads: in one column of the table, in one organization and some areas."""

    name: str
    column: str
    actor: Actor
    person_id: UUID | None = None
    organizations: frozenset[UUID] = frozenset()
    areas: frozenset[str] = frozenset()
    portfolio: Portfolio = Portfolio()
    acts_for: frozenset[UUID] = frozenset()
    program: Program = ""

    @property
    def reads_all(self) -> bool:
        """Whether he reads all values along every way: one for each role at the least."""
        return not self.program and not self.name.endswith(("there", "above"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the table asks of an object.

    `offices` are the departments and offices whose own it is, `leads` those that lead the case,
    `against` those it complains about,
    `within` the object without which it is not seen, `either` those any one of which shows it.
    """

    type_name: str
    areas: frozenset[str] = frozenset()
    category_code: str | None = None
    firm_id: UUID | None = None
    chamber_id: UUID | None = None
    person_id: UUID | None = None
    offices: frozenset[UUID] = frozenset()
    leads: frozenset[UUID] = frozenset()
    against: frozenset[UUID] = frozenset()
    tags: frozenset[str] = frozenset()
    within: Facts | None = None
    either: tuple[Facts, ...] = ()


def may_read(viewer: Viewer, type_name: str, name: str, facts: Facts) -> bool:
    """Say whether the viewer, who has come to the object, may read this field of it."""
    class_name = rules.class_of(type_name, name, facts.tags)
    return class_name == rules.LINKED or admits(class_name, viewer, facts)


def sees(viewer: Viewer, facts: Facts) -> bool:
    """Say whether the object is there for the viewer, by its own rule."""
    if viewer.organizations & facts.against:
        return False
    if facts.either:
        return any(sees(viewer, each) for each in facts.either)
    if facts.within is not None and not sees(viewer, facts.within):
        return False
    return may_read(viewer, facts.type_name, "id", facts)


def admits(class_name: str, viewer: Viewer, facts: Facts) -> bool:
    """Say what the line of a class comes to."""
    line = LINES[class_name]
    is_his = line.words["self"] == "any" and facts.person_id == viewer.person_id is not None
    if viewer.program and not _program_may(line.program, viewer, facts, is_his=is_his):
        return False
    return is_his or _stands(line.words[viewer.column], viewer, facts)


def _program_may(word: str, viewer: Viewer, facts: Facts, *, is_his: bool) -> bool:
    if word == "same" or viewer.program == "identity":
        return word != "nev"
    return word == "iden" and (is_his or facts.firm_id in viewer.organizations)


def _stands(word: str, viewer: Viewer, facts: Facts) -> bool:
    in_area = bool(facts.areas & viewer.areas)
    match word:
        case "any":
            return True
        case "own":
            return bool(viewer.organizations & {facts.firm_id, facts.chamber_id, *facts.offices})
        case "area":
            return in_area
        case "both":
            return in_area or bool(viewer.organizations & facts.offices)
        case "acts":
            return facts.person_id in viewer.acts_for
        case "port":
            return in_area and _is_in(viewer.portfolio, facts)
        case "samp":
            return in_area and bool({"sampled", "disputed"} & facts.tags)
        case _:
            return False


def _is_in(portfolio: Portfolio, facts: Facts) -> bool:
    return bool(portfolio.departments & facts.leads) or (
        facts.category_code in portfolio.categories
    )
