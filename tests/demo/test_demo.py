"""The demo is a living city: every state, no wrong effects, loaded once however often it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date

import pytest
import pytest_asyncio

from backend import clock, demo, jobs, wiring
from backend.accounts.models import Person
from backend.actor import Role
from backend.db import sql
from backend.demo.people import cast, somebody
from backend.events import verify_chain
from backend.events.delivery import deliver
from backend.organizations import queries as organizations
from backend.organizations.models import Organization
from backend.statistics.counting import count
from backend.statistics.rebuild import rebuild
from backend.statistics.selection import Asked, select
from backend.submissions.models import ClosedBy, Handling, State, Submission
from backend.tasks import deadlines
from backend.tasks.models import Task, TaskState
from backend.workdays import Light, light
from tests.databases import Databases
from tests.founding import Templates


async def load_demo() -> None:
    """Load the demo without drawing a bar."""
    await demo.load(lambda _what, _done, _total: None)


@pytest.fixture(scope="module")
def templates(
    databases_of_this_run: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Templates]:
    """A database with the demo, filled once."""
    made = Templates(databases_of_this_run, tmp_path_factory.mktemp("demo"))
    yield made
    asyncio.run(made.drop_all())


@pytest_asyncio.fixture(autouse=True)
async def loaded(templates: Templates) -> AsyncIterator[str]:
    """The demo, connected; its address."""
    async with templates.copy(load_demo) as address:
        yield address


async def living() -> list[Submission]:
    """Return the cases that are not of the recorded past."""
    return await sql.rows(Submission, sql.Where("NOT submission.recorded"))


async def test_the_forty_texts_stand_in_every_state():
    cases = await living()
    assert len(cases) == 40
    assert {case.state for case in cases} == set(State) - {State.DRAFT, State.WITHDRAWN}
    assert {case.closed_by for case in cases} == {None, *ClosedBy} - {
        ClosedBy.RECORDED,
        ClosedBy.SPLIT,
    }
    assert {case.round for case in cases} == {1, 2}
    assert len({case.number for case in cases}) == 40


async def test_tasks_are_on_track_due_soon_late_waiting_and_in_review():
    tasks = await sql.rows(Task, sql.Where("NOT task.recorded"))
    assert {task.state for task in tasks} >= {
        TaskState.ASSIGNED,
        TaskState.IN_PROGRESS,
        TaskState.WAITING_FOR_SUBMITTER,
        TaskState.COMPLETION_CLAIMED,
        TaskState.DONE,
    }
    now = clock.now()
    running = [task for task in tasks if task.state is TaskState.IN_PROGRESS]
    lights = {await light_of(task) for task in running}
    assert lights >= {Light.GREEN, Light.YELLOW}
    assert lights & {Light.RED, Light.DARK_RED}
    assert any(task.due_at <= now for task in running)


async def light_of(task: Task) -> Light:
    """Return the light of a running task."""
    return light(
        await organizations.calendar_of(task.area_code),
        target=deadlines.target_of(task),
        started_at=task.assigned_at,
        due_at=task.due_at,
        now=clock.now(),
    )


async def test_loading_again_adds_nothing():
    before = [await sql.count(model) for model in (Submission, Person, Organization)]
    assert await demo.is_loaded()
    await load_demo()
    assert [await sql.count(model) for model in (Submission, Person, Organization)] == before


async def test_a_broken_load_is_completed_without_doubling():
    await sql.execute("DELETE FROM loaded_dataset")
    before = [await sql.count(model) for model in (Submission, Person, Organization)]
    await load_demo()
    assert [await sql.count(model) for model in (Submission, Person, Organization)] == before
    assert await demo.is_loaded()


async def test_nothing_lies_in_the_future_and_no_job_is_left_behind():
    now = clock.now()
    assert await sql.fetch("SELECT 1 FROM event WHERE occurred_at > ?", (now,)) == []
    assert await deliver(wiring.REACTIONS) == 0
    waiting = await sql.rows(jobs.Job, sql.Where("job.state = 'WAITING'"))
    assert waiting
    assert all(job.due_at > now for job in waiting)
    assert {job.error for job in await sql.rows(jobs.Job)} == {""}


async def test_the_facts_made_again_from_the_events_are_the_stored_ones():
    stored = await facts()
    await rebuild()
    assert await facts() == stored


async def facts() -> dict[tuple[object, ...], dict[str, object]]:
    """Return every handling row but for its id."""
    return {
        (row.submission_id, row.round): {
            name: getattr(row, name)
            for name in sorted(Handling._meta.fields_db_projection)
            if name != "id"
        }
        for row in await sql.rows(Handling)
    }


async def test_every_chain_of_events_is_whole():
    assert (await verify_chain()).breaks == []


async def test_the_cast_and_every_department_have_their_people():
    assert len(cast()) == 61
    for body in await sql.rows(Organization, sql.Where("organization.kind = 'DEPARTMENT'")):
        if body.area_code == "320500":
            officer = await somebody(Role.OFFICER, body)
            head = await somebody(Role.DEPARTMENT_HEAD, body)
            assert officer.person_id != head.person_id
    for code in ("FED-320505", "FED-320583"):
        body = await organizations.organization_by_code(code)
        assert body is not None
        assert (await somebody(Role.FEDERATION, body)).is_signed_in


async def test_the_founding_figures_are_untouched_by_the_living_cases():
    then = await select(Asked(area_code="320500", as_of=date(2020, 4, 17)))
    counts = await count(then)
    assert counts.numbers["submissionCount"] == 868
    assert counts.of("satisfaction") == (723, 740)
    assert counts.of("onTime") == (851, 868)


async def test_the_living_cases_have_figures_of_every_kind():
    counts = await count(await select(Asked(area_code="320500", accepted_from=date(2026, 1, 1))))
    for name in ("confirmed", "response", "solved", "surveyResponse", "satisfaction", "onTime"):
        numerator, denominator = counts.of(name)
        assert 0 < numerator < denominator, name
    assert counts.numbers["closedByTimeout"] == 2
    assert counts.numbers["closedUpheld"] == 1
