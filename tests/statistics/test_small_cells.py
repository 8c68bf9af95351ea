"""Fewer than five are told to the offices that watch over the area, and to nobody else."""

from __future__ import annotations

import pytest

from backend.actor import Actor, Role, Scope, Seat
from backend.db import uuid7
from tests.statistics.asking import ask, cells, figures

pytestmark = pytest.mark.usefixtures("founding")

FEW = {"asOf": "2020-01-31", "categories": ["LEGAL"]}


def somebody(role: Role, *, area: str = "320500", scopes: frozenset[Scope] | None = None) -> Actor:
    """Return a person in one seat."""
    seat = Seat(role, uuid7(), area, frozenset({area}))
    return Actor(person_id=uuid7(), seats=(seat,), scopes=scopes)


async def test_the_public_is_told_neither_rate_nor_numbers_of_few():
    few = await figures(**FEW)
    hidden = {"numerator": None, "denominator": None, "rate": None, "missing": "SMALL_SAMPLE"}
    assert few["submissionCount"] is None
    assert few["closedByTimeout"] is None
    assert few["completion"] == few["onTime"] == hidden


async def test_the_coordinator_of_the_area_is_told_the_numbers_but_no_rate_of_opinions():
    body = await ask(FEW, actor=somebody(Role.COORDINATOR))
    few = body["data"]["statistics"]
    assert 0 < few["submissionCount"] < 5
    assert few["completion"]["rate"] is not None
    assert few["satisfaction"]["denominator"] is not None
    assert few["satisfaction"]["rate"] is None


@pytest.mark.parametrize(
    "actor",
    [
        somebody(Role.OFFICER),
        somebody(Role.DEPARTMENT_HEAD),
        somebody(Role.ENTREPRENEUR),
        somebody(Role.COORDINATOR, area="320506"),
        somebody(Role.COORDINATOR, scopes=frozenset({Scope.READ})),
    ],
    ids=["officer", "head", "firm", "another area", "a program"],
)
async def test_everybody_else_is_the_public(actor: Actor):
    body = await ask(FEW, actor=actor)
    assert body["data"]["statistics"]["submissionCount"] is None


async def test_a_small_cell_of_a_split_is_hidden_and_its_neighbours_are_not():
    found = await cells("CATEGORY", asOf="2020-01-31")
    hidden = [key for key, cell in found.items() if cell["submissionCount"] is None]
    assert hidden == ["LEGAL"]
    assert all(cell["completion"]["rate"] for key, cell in found.items() if key not in hidden)
