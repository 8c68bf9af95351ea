"""More time is asked before the due date and decided outside the department; the due moment refuses."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import pytest_asyncio

from backend import clock
from backend.actor import Actor, Role
from backend.errors import Invalid, NotAllowed, NotPossible
from backend.jobs import run_due
from backend.submissions.models import Handling, Kind
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import Task, TaskState
from backend.tasks.workflow import TaskAct
from backend.wiring import JOBS
from tests.submissions.cast import Cast, a_task, body, somebody, the_cast
from tests.tasks.test_returns import MONDAY, names_seen, on

DUE = on(12, 7, 24)


@pytest_asyncio.fixture
async def cast(database: str) -> Cast:
    """The people of a case, all in their seats on Monday."""
    with clock.set_to(MONDAY):
        return await the_cast()


async def a_general_task(cast: Cast) -> Task:
    """Return Monday's task, due on 7 December."""
    with clock.set_to(MONDAY):
        return await a_task(cast, kind=Kind.GENERAL)


async def asked(cast: Cast, task: Task, *, until: date, at: datetime) -> None:
    """Ask for more time."""
    with clock.set_to(at):
        await tasks.request_extension(
            task,
            due_on=until,
            reason="需与银行会商",
            interim_reply="正在会商，稍后答复",
            actor=cast.officer,
        )


async def decided(task: Task, actor: Actor, *, at: datetime, is_granted: bool = True) -> None:
    """Decide on it."""
    with clock.set_to(at):
        await tasks.decide_extension(
            task, is_granted=is_granted, text="" if is_granted else "理由不足", actor=actor
        )


async def test_granted_it_moves_the_due_and_the_first_one_stays_for_ever(cast: Cast) -> None:
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 14), at=on(12, 1))
    assert (task.state, task.due_at) == (TaskState.IN_PROGRESS, DUE)
    seen = await names_seen(cast.firm)
    assert "task.progress_reported" in seen
    assert "task.extension_asked" not in seen
    await decided(task, cast.coordinator, at=on(12, 2))
    assert (task.due_at, task.original_due_at) == (on(12, 14, 24), DUE)
    facts = await Handling.get(submission_id=task.submission_id)
    assert (facts.due_at, facts.paused_due_at) == (DUE, on(12, 14, 24))
    assert (facts.extended_due_at, facts.extension_granted_at) == (on(12, 14, 24), on(12, 2))
    assert "task.extension_granted" in await names_seen(cast.firm)


async def test_a_refusal_says_why_and_moves_nothing(cast: Cast) -> None:
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 14), at=on(12, 1))
    with clock.set_to(on(12, 2)), pytest.raises(Invalid):
        await tasks.decide_extension(task, is_granted=False, text=" ", actor=cast.coordinator)
    await decided(task, cast.coordinator, at=on(12, 2), is_granted=False)
    assert (task.due_at, task.extension_decision) == (DUE, "理由不足")


@pytest.mark.parametrize(
    "until", [date(2026, 12, 7), date(2026, 12, 22), date(2199, 1, 1)], ids=str
)
async def test_it_gives_one_to_ten_working_days(cast: Cast, until: date) -> None:
    task = await a_general_task(cast)
    with pytest.raises(Invalid) as refused:
        await asked(cast, task, until=until, at=on(12, 1))
    assert refused.value.path == ("input", "dueOn")
    await asked(cast, task, until=date(2026, 12, 21), at=on(12, 1))


async def test_the_department_and_its_organization_never_decide(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL, lead_id=cast.indit_id)
        await tasks.request_extension(
            task,
            due_on=date(2026, 12, 14),
            reason="需会商",
            interim_reply="稍后答复",
            actor=cast.indit_officer,
        )
    for actor in (cast.indit_officer, cast.coordinator):
        with pytest.raises(NotAllowed):
            await decided(task, actor, at=on(11, 24))
    await decided(task, cast.clerk, at=on(11, 24))


async def test_undecided_it_is_refused_at_the_due_moment_whenever_the_worker_comes(
    cast: Cast,
) -> None:
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 14), at=on(12, 1))
    before, after = DUE - timedelta(seconds=1), DUE
    with clock.set_to(before):
        assert TaskAct.DECIDE_EXTENSION in queries.viewer_acts(task, cast.coordinator)
    with clock.set_to(after):
        assert TaskAct.DECIDE_EXTENSION not in queries.viewer_acts(task, cast.coordinator)
    with pytest.raises(NotPossible):
        await decided(task, cast.coordinator, at=after)
    with clock.set_to(after + timedelta(days=2)):
        await run_due(JOBS)
        await task.refresh_from_db()
        assert task.extension_asked_at is None
        assert "task.extension_lapsed" in await names_seen(cast.coordinator)
        assert TaskAct.REQUEST_EXTENSION not in queries.viewer_acts(task, cast.officer)
    assert task.due_at == DUE


async def test_a_pause_keeps_it_waiting_and_both_move_the_due(cast: Cast) -> None:
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 9), at=on(12, 1))  # two working days more
    with clock.set_to(on(12, 7)):
        await tasks.ask(task, question="合同编号？", actor=cast.officer)
    with clock.set_to(on(12, 8)):
        await run_due(JOBS)  # looks, finds it waiting, and looks again when it is due
    await task.refresh_from_db()
    assert task.extension_asked_at is not None
    await decided(task, cast.coordinator, at=on(12, 9))
    assert task.paused_due_at == on(12, 16, 24)
    with clock.set_to(on(12, 9)):
        await tasks.reply(task, text="编号 7", actor=cast.firm)
    assert (task.due_at, task.extended_workdays, task.paused_workdays) == (on(12, 11, 24), 2, 2)


async def test_the_second_one_is_granted_by_the_leader_in_charge_and_there_is_no_third(
    cast: Cast,
) -> None:
    leader = await somebody(Role.LEADER, await body("MAYOR"))
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 8), at=on(12, 1))
    with pytest.raises(NotAllowed):
        await decided(task, leader, at=on(12, 1))
    await decided(task, cast.coordinator, at=on(12, 1))
    await asked(cast, task, until=date(2026, 12, 9), at=on(12, 2))
    with pytest.raises(NotAllowed):
        await decided(task, cast.coordinator, at=on(12, 2))
    await decided(task, leader, at=on(12, 2))
    assert (task.due_at, task.extensions_granted) == (on(12, 9, 24), 2)
    with pytest.raises(NotPossible):
        await asked(cast, task, until=date(2026, 12, 10), at=on(12, 3))


async def test_one_waits_at_a_time_and_none_is_asked_when_it_is_due(cast: Cast) -> None:
    task = await a_general_task(cast)
    await asked(cast, task, until=date(2026, 12, 8), at=on(12, 1))
    with pytest.raises(NotPossible):
        await asked(cast, task, until=date(2026, 12, 9), at=on(12, 1))
    late = await a_general_task(cast)
    with pytest.raises(NotPossible):
        await asked(cast, late, until=date(2026, 12, 9), at=DUE)
