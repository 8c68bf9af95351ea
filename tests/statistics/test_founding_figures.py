"""The founding rows give the published figures, whole and split, as of every published day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.actor import SYSTEM
from backend.db import sql
from backend.statistics.rates import rate_text
from tests.statistics.asking import CITY, FOUNDING_DAY, cells, figures, shown

EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "expected.json").read_bytes())

pytestmark = pytest.mark.usefixtures("founding")


async def test_the_city_has_its_founding_figures():
    city = await figures(asOf=FOUNDING_DAY, channels=["SALON"])
    assert city["submissionCount"] == EXPECTED["suggestions"] == 868
    assert shown(city["completion"]) == (868, 868, "100.0")
    assert shown(city["onTime"]) == (851, 868, "98.0")
    assert shown(city["surveyResponse"]) == (740, 868, "85.3")
    assert shown(city["satisfaction"]) == (723, 740, "97.7")
    assert shown(city["firstRoundSatisfaction"]) == (723, 740, "97.7")
    assert shown(city["onTimeByOriginalDue"]) == (840, 868, "96.8")


async def test_what_was_never_recorded_is_not_invented():
    city = await figures(asOf=FOUNDING_DAY)
    for name in ("response", "solved", "solvedOrPartly", "confirmed"):
        assert city[name] == {"numerator": 0, "denominator": 0, "rate": None, "missing": "NO_DATA"}
    assert (city["closedByTimeout"], city["closedUpheld"]) == (0, 0)


@pytest.mark.parametrize("day", EXPECTED["as_of_other_dates"])
async def test_the_city_has_the_figures_of_every_other_day(day: str):
    then, expected = await figures(asOf=day), EXPECTED["as_of_other_dates"][day]
    assert then["submissionCount"] == expected["accepted"]
    assert then["completion"]["numerator"] == expected["completed"]
    assert shown(then["onTime"])[:2] == tuple(expected["on_time"])
    assert shown(then["surveyResponse"])[:2] == (
        expected["survey_answered"],
        expected["survey_sent"],
    )
    assert shown(then["satisfaction"])[:2] == tuple(expected["satisfied"])


@pytest.mark.parametrize("day", EXPECTED["as_of_other_dates"])
async def test_the_city_alone_is_not_its_districts(day: str):
    alone, expected = await figures(asOf=day, includeSubareas=False), EXPECTED["as_of_other_dates"]
    assert alone["submissionCount"] == expected[day]["city_only_accepted"]
    assert shown(alone["completion"])[:2] == (
        expected[day]["city_only_completed"],
        expected[day]["city_only_accepted"],
    )


@pytest.mark.parametrize("by", ["AREA", "MONTH", "CATEGORY", "DEPARTMENT", "TIER"])
async def test_every_published_split_is_met(by: str):
    found = await cells(by, asOf=FOUNDING_DAY)
    expected = EXPECTED["by"][f"suggestions_by_{by.lower()}"]
    assert {key: cell["submissionCount"] for key, cell in found.items()} == expected
    assert all(
        shown(cell["completion"]) == (expected[key], expected[key], "100.0")
        for key, cell in found.items()
        if key is not None
    )


@pytest.mark.parametrize(
    "by", ["AREA", "MONTH", "CATEGORY", "DEPARTMENT", "TIER", "CHANNEL", "KIND"]
)
async def test_the_cells_of_a_split_sum_to_the_whole(by: str):
    whole = await figures(asOf="2020-01-31")
    found = await cells(by, asOf="2020-01-31", actor=SYSTEM)
    assert sum(cell["submissionCount"] for cell in found.values()) == whole["submissionCount"]
    for name in ("completion", "onTime"):
        for part in ("numerator", "denominator"):
            assert sum(cell[name][part] for cell in found.values()) == whole[name][part]


@pytest.mark.parametrize("by", ["AREA", "CATEGORY", "DEPARTMENT", "TIER"])
async def test_a_cell_is_what_its_filter_finds(by: str):
    filters = {"CATEGORY": "categories", "DEPARTMENT": "departmentCodes", "TIER": "tiers"}
    # Asked by somebody from whom nothing is hidden: 1 March ends no month, and cells are few.
    for key, cell in (await cells(by, asOf="2020-03-01", actor=SYSTEM)).items():
        chosen: dict[str, Any] = (
            {"areaCode": key, "includeSubareas": False} if by == "AREA" else {filters[by]: [key]}
        )
        alone = await figures(asOf="2020-03-01", actor=SYSTEM, **chosen)
        assert {name: cell[name] for name in alone} == alone


async def test_days_of_acceptance_are_inclusive():
    days: dict[str, Any] = {"acceptedFrom": "2020-01-01", "acceptedTo": "2020-01-31"}
    january = await figures(asOf=FOUNDING_DAY, **days)
    assert january["submissionCount"] == EXPECTED["by"]["suggestions_by_month"]["2020-01"]
    first = await figures(asOf=FOUNDING_DAY, acceptedFrom="2019-11-11", acceptedTo="2019-11-11")
    assert first["submissionCount"] == 13


async def test_the_well_known_wrong_formulas_are_not_ours():
    city = await figures(asOf=FOUNDING_DAY)
    satisfied, graded, asked = 723, city["satisfaction"]["denominator"], 868
    best_two = EXPECTED["by"]["survey"]["VERY_SATISFIED"] + EXPECTED["by"]["survey"]["SATISFIED"]
    assert rate_text(satisfied, asked) == EXPECTED["trap_satisfied_over_sent"] == "83.3"
    assert rate_text(best_two, graded) == EXPECTED["trap_basic_excluded"] == "91.9"
    told = json.dumps(city)
    for trap in ('"83.3"', '"91.9"', str(EXPECTED["trap_signups_as_entrepreneurs"])):
        assert trap not in told


async def test_before_the_first_salon_there_is_nothing():
    before = await figures(asOf="2019-11-10")
    assert before["submissionCount"] == 0
    assert shown(before["completion"]) == (0, 0, None)
    assert await cells("MONTH", asOf="2019-11-10") == {}


async def test_cells_are_named_in_the_viewers_language():
    found = await cells("AREA", asOf=FOUNDING_DAY)
    assert found["320506"]["label"] == "吴中区"
    months = await cells("MONTH", asOf=FOUNDING_DAY)
    assert months["2020-01"]["label"] == "2020年1月"
    assert (await cells("KIND", asOf=FOUNDING_DAY))["GENERAL"]["label"] == "一般诉求"


async def test_another_area_than_the_city_counts_itself_alone():
    assert (await figures(areaCode="320506", asOf=FOUNDING_DAY))["submissionCount"] == 84
    assert CITY not in await cells("AREA", areaCode="320506", asOf=FOUNDING_DAY)


async def test_figures_take_one_statement_however_many_are_asked():
    await figures(asOf=FOUNDING_DAY)  # areas and categories are remembered from here on
    with sql.count_statements() as one:
        await figures(asOf=FOUNDING_DAY)
    with sql.count_statements() as split:
        await cells("MONTH", asOf=FOUNDING_DAY)
    assert (len(one), len(split)) == (1, 3)
