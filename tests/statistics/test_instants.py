"""What a figure says of a day depends on what had happened by then, and on nothing later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from backend import clock
from backend.actor import SYSTEM
from backend.organizations.models import Organization
from backend.organizations.remembered import forget_everything
from backend.submissions.models import ClosedBy, Grade, Verdict
from tests.statistics.asking import ask, shown
from tests.statistics.cast import DUE, a_case, a_city, a_department, a_round, on


@pytest_asyncio.fixture
async def firm(database: str) -> AsyncIterator[Organization]:
    """A city with one firm, on the last day of March."""
    forget_everything()
    with clock.set_to(on(31)):
        yield await a_city()


async def as_of(day: int, **question: Any) -> dict[str, Any]:
    """Return the figures of a day of March to somebody who may see few."""
    body = await ask({"asOf": f"2026-03-{day:02d}", **question}, actor=SYSTEM)
    assert "errors" not in body, body
    return body["data"]["statistics"]


async def test_a_case_counts_from_its_acceptance(firm: Organization):
    await a_round(await a_case(firm), accepted_at=on(4), dispatched_at=on(4))
    await a_round(await a_case(firm), accepted_at=None, dispatched_at=None)
    assert [(await as_of(day))["submissionCount"] for day in (3, 4, 31)] == [0, 1, 1]


async def test_a_withdrawn_case_is_gone_from_the_day_it_was_withdrawn(firm: Organization):
    await a_round(await a_case(firm), withdrawn_at=on(6))
    assert [(await as_of(day))["submissionCount"] for day in (5, 6)] == [1, 0]


async def test_a_dispute_after_closing_opens_the_case_and_upholding_closes_it(firm: Organization):
    await a_round(
        await a_case(firm),
        done_at=on(5),
        closed_at=on(6),
        closed_by=ClosedBy.TIMEOUT,
        disputed_at=on(8),
        upheld_at=on(10),
    )
    days = [await as_of(day) for day in (5, 6, 7, 8, 9, 10)]
    assert [day["completion"]["numerator"] for day in days] == [0, 1, 1, 0, 0, 1]
    assert [day["closedByTimeout"] for day in days] == [0, 1, 1, 0, 0, 0]
    assert [day["closedUpheld"] for day in days] == [0, 0, 0, 0, 0, 1]


async def test_a_second_round_is_one_case_and_not_closed(firm: Organization):
    case = await a_case(firm)
    await a_round(
        case,
        done_at=on(4),
        closed_at=on(5),
        closed_by=ClosedBy.SUBMITTER,
        disputed_at=on(6),
        verdict=Verdict.NOT_SOLVED,
        verdict_at=on(6),
    )
    await a_round(
        case,
        2,
        dispatched_at=on(9),
        done_at=on(12),
        due_at=on(20),
        closed_at=on(13),
        closed_by=ClosedBy.SUBMITTER,
        verdict=Verdict.SOLVED,
        verdict_at=on(13),
    )
    days = [await as_of(day) for day in (5, 7, 10, 13)]
    assert [day["submissionCount"] for day in days] == [1, 1, 1, 1]
    assert [day["completion"]["numerator"] for day in days] == [1, 0, 0, 1]
    assert [day["confirmed"]["denominator"] for day in days] == [1, 0, 0, 1]
    assert shown(days[3]["confirmed"]) == (1, 1, "100.0")
    assert [shown(day["solved"])[:2] for day in days] == [(0, 0), (0, 1), (0, 1), (1, 1)]


async def test_an_open_case_past_its_due_day_is_in_the_denominator(firm: Organization):
    await a_round(await a_case(firm))
    assert shown((await as_of(10))["onTime"]) == (0, 0, None)
    assert shown((await as_of(11))["onTime"]) == (0, 1, "0.0")


async def test_done_on_the_due_day_is_on_time_and_the_next_day_is_not(firm: Organization):
    for day, expected in ((on(11, 15), (1, 1, "100.0")), (on(11, 16), (1, 2, "50.0"))):
        await a_round(await a_case(firm), done_at=day, closed_at=on(12), closed_by=ClosedBy.TIMEOUT)
        assert shown((await as_of(12))["onTime"]) == expected


async def test_an_extension_counts_from_its_grant_and_the_original_due_is_kept(firm: Organization):
    await a_round(
        await a_case(firm),
        due_at=DUE,
        extended_due_at=on(20, 16),
        extension_granted_at=on(12),
        done_at=on(18),
        closed_at=on(18),
        closed_by=ClosedBy.SUBMITTER,
    )
    days = [await as_of(day) for day in (11, 12, 18)]
    assert [shown(day["onTime"])[:2] for day in days] == [(0, 1), (0, 0), (1, 1)]
    assert [shown(day["onTimeByOriginalDue"])[:2] for day in days] == [(0, 1), (0, 1), (0, 1)]


async def test_a_case_is_late_when_any_of_its_rounds_was(firm: Organization):
    case = await a_case(firm)
    await a_round(case, done_at=on(12), disputed_at=on(13))
    await a_round(case, 2, dispatched_at=on(14), due_at=on(20), done_at=on(15), closed_at=on(16))
    assert [shown((await as_of(day))["onTime"])[:2] for day in (14, 16)] == [(0, 1), (0, 1)]


async def test_contact_counts_when_it_came_in_time_and_is_not_denied(firm: Organization):
    await a_round(await a_case(firm), contacted_at=on(2, 8))
    await a_round(await a_case(firm), contacted_at=on(4))
    await a_round(await a_case(firm), contacted_at=on(2, 9), contact_denied_at=on(6))
    await a_round(await a_case(firm))
    days = [shown((await as_of(day))["response"])[:2] for day in (2, 3, 6)]
    assert days == [(2, 2), (2, 4), (1, 4)]


async def test_the_latest_round_speaks_for_satisfaction_and_the_first_beside(firm: Organization):
    case = await a_case(firm)
    await a_round(case, graded_at=on(5), grade=Grade.DISSATISFIED, disputed_at=on(5))
    await a_round(case, 2, dispatched_at=on(6), graded_at=on(9), grade=Grade.BASICALLY_SATISFIED)
    then, now = await as_of(6), await as_of(9)
    assert (shown(then["satisfaction"])[:2], shown(now["satisfaction"])[:2]) == ((0, 1), (1, 1))
    assert shown(now["firstRoundSatisfaction"])[:2] == (0, 1)
    assert shown(then["surveyResponse"])[:2] == (1, 1)
    assert shown(now["surveyResponse"])[:2] == (2, 2)


async def test_a_round_is_asked_when_it_is_graded_or_invited_whichever_comes_first(
    firm: Organization,
):
    await a_round(await a_case(firm), invited_at=on(5))
    await a_round(await a_case(firm), graded_at=on(4), grade=Grade.SATISFIED, invited_at=on(6))
    days = [shown((await as_of(day))["surveyResponse"])[:2] for day in (3, 4, 5)]
    assert days == [(0, 0), (1, 1), (1, 2)]


async def test_before_the_dispatch_a_case_is_no_departments(firm: Organization):
    first = await a_department("FIRST")
    await a_round(await a_case(firm), department_id=first.id, dispatched_at=on(5))
    counts = [(await as_of(day, departmentCodes=["FIRST"]))["submissionCount"] for day in (4, 5)]
    assert counts == [0, 1]


async def test_a_department_answers_for_its_rounds_and_the_cases_that_stand_with_it(
    firm: Organization,
):
    first, second = await a_department("FIRST"), await a_department("SECOND")
    case = await a_case(firm)
    await a_round(case, department_id=first.id, contacted_at=on(2, 8), disputed_at=on(5))
    await a_round(case, 2, department_id=second.id, dispatched_at=on(6), contact_due_at=on(7))
    of_first = await as_of(8, departmentCodes=["FIRST"])
    of_second = await as_of(8, departmentCodes=["SECOND"])
    assert (of_first["submissionCount"], of_second["submissionCount"]) == (0, 1)
    assert shown(of_first["response"])[:2] == (1, 1)
    assert shown(of_second["response"])[:2] == (0, 1)
