"""Fewer than five are told to the offices that watch over the area, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import parse

from backend import clock
from backend.actor import Actor, Role, Scope, Seat
from backend.db import uuid7
from backend.graph.cost import MAXIMUM, cost_of
from tests.statistics.asking import SCHEMA, ask, cells, figures

pytestmark = pytest.mark.usefixtures("founding")

FEW: dict[str, Any] = {"asOf": "2020-01-31", "categories": ["LEGAL"]}


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


async def test_a_small_cell_is_hidden_with_a_second_one_so_that_the_whole_does_not_tell_it():
    found = await cells("CATEGORY", asOf="2020-01-31")
    hidden = {key for key, cell in found.items() if cell["submissionCount"] is None}
    seen = await cells("CATEGORY", asOf="2020-01-31", actor=somebody(Role.COORDINATOR))
    sizes = sorted((cell["submissionCount"], key) for key, cell in seen.items())
    assert sizes[0][1] == "LEGAL"
    assert hidden == {"LEGAL", sizes[1][1]}
    assert sizes[1][0] >= 5
    assert all(cell["completion"]["rate"] for key, cell in found.items() if key not in hidden)


OPINIONS = ("solved", "solvedOrPartly", "satisfaction", "firstRoundSatisfaction")
WITHHELD = {"numerator": None, "denominator": None, "rate": None, "missing": "SMALL_SAMPLE"}
NARROW: list[dict[str, Any]] = [
    {"categories": ["FINANCE"]},
    {"departmentCodes": ["HRSS"]},
    {"tiers": ["industry"]},
    {"acceptedFrom": "2019-12-01"},
    {"acceptedTo": "2020-01-31"},
]


@pytest.mark.parametrize("chosen", NARROW, ids=[next(iter(one)) for one in NARROW])
async def test_opinions_of_a_narrow_choice_are_told_for_whole_months_only(chosen: dict[str, Any]):
    for day in ("2020-02-28", "2020-03-01"):
        there = await figures(asOf=day, **chosen)
        assert [there[name] for name in OPINIONS] == [WITHHELD] * len(OPINIONS)
        assert there["completion"]["rate"] is not None
        assert there["surveyResponse"]["rate"] is not None
    month = await figures(asOf="2020-02-29", **chosen)
    assert month["satisfaction"]["rate"] is not None
    staff = await figures(asOf="2020-03-01", actor=somebody(Role.COORDINATOR), **chosen)
    assert staff["satisfaction"]["rate"] is not None


@pytest.mark.parametrize(
    "days", [{"acceptedFrom": "2019-12-02"}, {"acceptedTo": "2020-01-30"}], ids=["from", "to"]
)
async def test_days_of_acceptance_that_make_no_whole_months_tell_no_opinions(days: dict[str, Any]):
    assert (await figures(asOf="2020-02-29", **days))["satisfaction"] == WITHHELD


async def test_a_month_that_is_not_over_tells_no_opinions_of_a_narrow_choice():
    with clock.set_to(datetime(2020, 2, 29, 4, tzinfo=UTC)):
        today = await figures(asOf="2020-02-29", categories=["FINANCE"])
    with clock.set_to(datetime(2020, 2, 29, 16, tzinfo=UTC)):
        tomorrow = await figures(asOf="2020-02-29", categories=["FINANCE"])
    assert today["satisfaction"] == WITHHELD
    assert tomorrow["satisfaction"]["rate"] is not None


@pytest.mark.parametrize("by", ["CATEGORY", "DEPARTMENT", "TIER", "KIND", "MONTH"])
async def test_a_split_is_as_narrow_as_its_cells(by: str):
    found = await cells(by, asOf="2020-03-01")
    assert all(cell["satisfaction"] == WITHHELD for cell in found.values())
    month = await cells(by, asOf="2020-02-29")
    assert any(cell["satisfaction"]["rate"] for cell in month.values())


async def test_areas_and_channels_tell_their_opinions_on_any_day():
    for by in ("AREA", "CHANNEL"):
        found = await cells(by, asOf="2020-03-01")
        assert all(cell["satisfaction"]["rate"] for cell in found.values())


async def test_all_but_a_few_are_not_told_either():
    every = await cells("CATEGORY", asOf="2020-01-31")
    but_legal = [key for key in every if key != "LEGAL"]
    rest = await figures(asOf="2020-01-31", categories=but_legal)
    assert rest["submissionCount"] is None
    assert rest["completion"] == WITHHELD
    staff = await figures(asOf="2020-01-31", categories=but_legal, actor=somebody(Role.COORDINATOR))
    assert staff["completion"]["rate"] is not None


def bill(asked: str, times: int) -> int:
    """Return what an operation costs that asks so often."""
    fields = " ".join(f"f{number}: {asked}" for number in range(times))
    text = f"query($input: StatisticsInput!) {{ {fields} }}"
    if asked.startswith("breakdown"):
        text = f"query($input: StatisticsInput!) {{ statistics(input: $input) {{ {fields} }} }}"
    return cost_of(SCHEMA._schema, parse(text), None, {})  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    "asked", ["statistics(input: $input) { submissionCount }", "breakdown(by: AREA) { key }"]
)
def test_one_operation_asks_for_about_ten_sets_of_figures(asked: str):
    assert bill(asked, 10) <= MAXIMUM < bill(asked, 13)
