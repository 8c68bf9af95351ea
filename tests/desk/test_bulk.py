"""One act on many cases: each row is served or refused by itself."""

from __future__ import annotations

from typing import Any

import pytest

from backend import graph
from backend.submissions.models import State, Submission
from backend.tasks.models import Task
from tests.desk import documents as d
from tests.desk.asking import act
from tests.submissions.cast import Cast, a_filed_case, the_cast


@pytest.fixture
async def cast(database: str) -> Cast:
    """A city."""
    return await the_cast()


def row(case: Submission, version: int | None = None) -> dict[str, object]:
    """Return a row of the input."""
    given = case.version if version is None else version
    return {"id": graph.encode_id("Submission", case.id), "expectedVersion": given}


async def test_each_row_is_served_or_refused_by_itself(cast: Cast) -> None:
    cases = [await a_filed_case(cast) for _ in range(3)]
    rows = [row(cases[0]), row(cases[1], 99), {"id": "x", "expectedVersion": 1}, row(cases[2])]
    payload = await act(d.OPEN, cast.clerk, key="open-1", submissions=rows)
    codes = [
        each["userErrors"][0]["code"] if each["userErrors"] else "" for each in payload["rows"]
    ]
    assert codes == ["", "CONFLICT", "NOT_FOUND", ""]
    assert payload["rows"][1]["userErrors"][0]["path"][:3] == ["input", "submissions", "1"]
    assert [each["submission"] and each["submission"]["state"] for each in payload["rows"]] == [
        "VERIFYING",
        None,
        None,
        "VERIFYING",
    ]
    assert await act(d.OPEN, cast.clerk, key="open-1", submissions=rows) == payload
    states = [(await Submission.get(id=case.id)).state for case in cases]
    assert states == [State.VERIFYING, State.FILED, State.VERIFYING]


async def test_many_are_accepted_or_given_to_one_department(cast: Cast) -> None:
    cases = [await a_filed_case(cast) for _ in range(4)]
    accepted = await act(
        d.ACCEPT, cast.clerk, submissions=[row(case) for case in cases[:2]], kind="COMPLEX"
    )
    assert [each["submission"]["state"] for each in accepted["rows"]] == ["ACCEPTED"] * 2
    department = graph.encode_id("Organization", cast.lead_id)
    given: dict[str, Any] = {
        "submissions": [row(case) for case in cases],
        "departmentId": department,
    }
    dispatched = await act(d.ACCEPT_AND_DISPATCH, cast.clerk, **given)
    refused = [bool(each["userErrors"]) for each in dispatched["rows"]]
    assert refused == [True, True, False, False]
    assert await Task.filter(department_id=cast.lead_id).count() == 2
    wrong = await act(d.ACCEPT_AND_DISPATCH, cast.clerk, **{**given, "departmentId": "x"})
    assert {each["userErrors"][0]["code"] for each in wrong["rows"]} == {"NOT_FOUND"}


async def test_who_may_not_do_it_once_may_not_do_it_often(cast: Cast) -> None:
    case = await a_filed_case(cast)
    for actor in (cast.firm, cast.coordinator):
        payload = await act(d.OPEN, actor, submissions=[row(case)])
        assert payload["rows"][0]["userErrors"][0]["code"] == "NOT_ALLOWED"
    payload = await act(d.OPEN, cast.officer, submissions=[row(case)])
    assert payload["rows"][0]["userErrors"][0]["code"] == "NOT_FOUND"
    payload = await act(d.OPEN, cast.clerk, submissions=[row(case)] * 101)
    assert payload["userErrors"][0]["path"] == ["input", "submissions"]
    # The same case twice: the second row finds that it has changed.
    payload = await act(d.OPEN, cast.clerk, submissions=[row(case)] * 2)
    assert [len(each["userErrors"]) for each in payload["rows"]] == [0, 1]
