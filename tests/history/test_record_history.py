"""Past cases stand in the store as if they had been handled here: silently, and only as recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend import clock, wiring
from backend.actor import SYSTEM, Actor, Role, Seat
from backend.db import sql, uuid7
from backend.errors import NotAllowed
from backend.events import Event
from backend.events.delivery import deliver
from backend.history.actions import record_history
from backend.history.csv_file import BadFile
from backend.history.importing import FOUNDING_FILE, import_file, is_loaded, mark_loaded
from backend.organizations import credit_code
from backend.organizations.models import Organization
from backend.organizations.remembered import forget_everything
from backend.submissions.models import ClosedBy, Kind, State, Submission
from backend.tasks.models import Task, TaskState


async def the_case(row_id: str) -> Submission:
    """Return the case of a row of the file."""
    return await Submission.get(import_key=f"history:{row_id}")


async def told(case: Submission) -> list[tuple[str, str]]:
    """Return the events of a case with their local days."""
    events = await sql.rows(
        Event, sql.Where("event.thread_id = ?", (case.id,)), order="event.sequence"
    )
    assert all(event.is_silent and event.person_id is None for event in events)
    return [(event.name, f"{event.occurred_at.astimezone(UTC):%Y-%m-%d %H}") for event in events]


@pytest.mark.usefixtures("founding")
async def test_a_case_of_the_past_has_exactly_its_named_events():
    assert await told(await the_case("SG0001")) == [
        ("submission.filed", "2019-11-11 02"),
        ("submission.accepted", "2019-11-11 02"),
        ("submission.dispatched", "2019-11-12 02"),
        ("task.started", "2019-11-18 02"),
        ("task.answered", "2019-11-18 02"),
        ("submission.answered", "2019-11-18 02"),
        ("submission.recorded_closed", "2019-11-18 02"),
        ("survey.invited", "2019-11-19 02"),
        ("survey.graded", "2019-11-19 02"),
    ]


@pytest.mark.usefixtures("founding")
async def test_an_extension_was_granted_on_the_last_working_day_before_the_due_day():
    names = [one for one in await told(await the_case("SG0012")) if one[0].startswith("task.")]
    assert names == [
        ("task.started", "2019-12-02 02"),
        ("task.extension_asked", "2019-12-02 02"),
        ("task.extension_granted", "2019-12-02 02"),
        ("task.answered", "2019-12-11 02"),
    ]


@pytest.mark.usefixtures("founding")
async def test_nothing_is_invented():
    cases = await sql.rows(Submission)
    assert len(cases) == 868
    assert {(case.state, case.closed_by, case.recorded) for case in cases} == {
        (State.CLOSED, ClosedBy.RECORDED, True)
    }
    assert {(case.outcome, case.verdict) for case in cases} == {(None, None)}
    assert Kind.SUGGESTION not in {case.kind for case in cases}
    tasks = await sql.rows(Task)
    assert {(task.state, task.outcome, task.contacted_at) for task in tasks} == {
        (TaskState.DONE, None, None)
    }


@pytest.mark.usefixtures("founding")
async def test_each_attendee_is_one_fictional_firm_with_one_person():
    cases = await sql.rows(Submission)
    assert len({case.firm_id for case in cases}) == 810
    assert len({case.filed_by_id for case in cases}) == 810
    firms = await sql.rows(
        Organization, sql.is_in("organization.id", {case.firm_id for case in cases})
    )
    assert all(credit_code.is_valid(firm.credit_code or "") and firm.is_demo for firm in firms)
    assert all("虚构" in firm.name for firm in firms)


@pytest.mark.usefixtures("founding")
async def test_no_reaction_and_no_job_follows():
    assert await deliver(wiring.REACTIONS) == 0
    assert await sql.fetch("SELECT 1 FROM delivery") == []
    assert await sql.fetch("SELECT 1 FROM job") == []


@pytest.mark.usefixtures("founding")
async def test_loading_twice_is_loading_once():
    before = await sql.fetch("SELECT COUNT(*) AS n FROM event")
    assert await import_file(FOUNDING_FILE) == 0
    assert await sql.fetch("SELECT COUNT(*) AS n FROM event") == before


@pytest.mark.usefixtures("database")
async def test_of_a_file_with_one_error_nothing_is_written(tmp_path: Path):
    forget_everything()
    bad = tmp_path / "bad.csv"
    bad.write_bytes(FOUNDING_FILE.read_bytes().replace(b"2020-04-16,1", b"2020-04-31,1", 1))
    with pytest.raises(BadFile):
        await import_file(bad)
    assert await sql.fetch("SELECT 1 FROM submission") == []


@pytest.mark.usefixtures("database")
async def test_an_open_case_of_the_past_stays_open(tmp_path: Path):
    forget_everything()
    header, row = FOUNDING_FILE.read_text("utf-8").splitlines()[:2]
    cells = row.split(",")
    cells[13] = cells[14] = cells[15] = cells[16] = ""
    path = tmp_path / "open.csv"
    path.write_text(f"{header}\n{','.join(cells)}\n", "utf-8")
    assert await import_file(path) == 1
    case = await the_case("SG0001")
    assert (case.state, case.open_task_count) == (State.IN_HANDLING, 1)
    assert [name for name, _ in await told(case)] == [
        "submission.filed",
        "submission.accepted",
        "submission.dispatched",
    ]


@pytest.mark.usefixtures("database")
async def test_nobody_but_an_administrator_writes_history():
    seat = Seat(Role.COORDINATOR, uuid7(), "320500", frozenset({"320500"}))
    with pytest.raises(NotAllowed):
        await record_history([], actor=Actor(person_id=uuid7(), seats=(seat,)))
    assert await record_history([], actor=SYSTEM) == 0


@pytest.mark.usefixtures("database")
async def test_a_dataset_is_marked_once():
    with clock.set_to(datetime(2026, 3, 2, tzinfo=UTC)):
        assert not await is_loaded("demo")
        await mark_loaded("demo", row_count=1)
        await mark_loaded("demo", row_count=1)
        assert await is_loaded("demo")
