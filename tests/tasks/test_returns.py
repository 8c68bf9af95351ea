"""A task is returned once, soon and before the first act; a ruling on it is final."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend import clock
from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotAllowed, NotPossible
from backend.events import Event, number_new
from backend.events import visible_to as events_visible_to
from backend.organizations.models import Area, Duty
from backend.organizations.remembered import forget_everything
from backend.submissions import queries as cases
from backend.submissions.models import Handling, Kind, Submission
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import ReturnReason, Task, TaskEnd, TaskState
from backend.tasks.workflow import TaskAct
from tests.submissions.cast import (
    BY_CALL,
    DISTRICT,
    Cast,
    a_filed_case,
    a_task,
    body,
    somebody,
    the_cast,
)

pytestmark = pytest.mark.usefixtures("database")


def on(month: int, day: int, hour: int = 10) -> datetime:
    """Return an hour of a day of 2026 in Shanghai; 24 is the end of the day."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour - 8)


MONDAY = on(11, 23)


async def returned(cast: Cast, *, proposed: str = "HRSS") -> Task:
    """Return a GENERAL task of Monday that its department wants to be rid of."""
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.request_return(
            task,
            reason=ReturnReason.NOT_OUR_DUTY,
            text="属人社部门职责",
            proposed_department_id=(await body(proposed)).id,
            actor=cast.officer,
        )
    return task


async def sees(actor: Actor, case_id: object) -> bool:
    """Say whether somebody sees a case."""
    where = cases.visible_to(actor) & sql.Where("submission.id = ?", (case_id,))
    return await sql.exists(Submission, where)


async def names_seen(actor: Actor) -> set[str]:
    """Return the names of the events that somebody may read."""
    await number_new()
    return {event.name for event in await sql.rows(Event, events_visible_to(actor))}


async def test_a_return_does_not_stop_the_clock_and_the_firm_reads_nothing_of_it() -> None:
    cast = await the_cast()
    task = await returned(cast)
    assert task.state is TaskState.RETURN_REQUESTED
    assert task.due_at == task.original_due_at == on(12, 7, 24)
    assert "task.return_requested" not in await names_seen(cast.firm)
    assert "task.return_requested" in await names_seen(cast.officer)
    assert queries.viewer_acts(task, cast.officer) == []
    assert TaskAct.RULE in queries.viewer_acts(task, cast.coordinator)


async def test_it_is_returned_before_the_first_act_and_within_one_working_day() -> None:
    cast = await the_cast()
    with clock.set_to(on(11, 20)):  # a Friday
        task = await a_task(cast)
        begun = await a_task(cast)
        await tasks.record_contact(begun, contact=BY_CALL, actor=cast.officer)
    ask = {"reason": ReturnReason.OTHER, "text": "请改派", "actor": cast.officer}
    with clock.set_to(on(11, 23, 23)):
        assert TaskAct.REQUEST_RETURN in queries.viewer_acts(task, cast.officer)
        with pytest.raises(NotPossible):
            await tasks.request_return(begun, **ask)  # pyright: ignore[reportArgumentType]
    with clock.set_to(on(11, 23, 24)):
        assert TaskAct.REQUEST_RETURN not in queries.viewer_acts(task, cast.officer)
        with pytest.raises(NotPossible):
            await tasks.request_return(task, **ask)  # pyright: ignore[reportArgumentType]


async def test_an_area_may_give_two_working_days_and_no_more() -> None:
    cast = await the_cast()
    for setting, until in ((2, on(11, 25, 24)), (9, on(11, 24, 24)), ("x", on(11, 24, 24))):
        await Area.filter(code=DISTRICT).update(settings={"return_workdays": setting})
        forget_everything()
        with clock.set_to(MONDAY):
            assert (await a_task(cast)).return_until == until


async def test_ruled_back_it_keeps_its_due_and_cannot_be_returned_again() -> None:
    cast = await the_cast()
    task = await returned(cast)
    with clock.set_to(on(11, 24)):
        with pytest.raises(NotAllowed):
            await tasks.rule(task, text="应由贵局办理", actor=cast.officer)
        await tasks.rule(task, text="应由贵局办理", actor=cast.coordinator)
        assert (task.state, task.due_at) == (TaskState.ASSIGNED, on(12, 7, 24))
        assert TaskAct.REQUEST_RETURN not in queries.viewer_acts(task, cast.officer)
        with pytest.raises(NotPossible):
            await tasks.request_return(
                task, reason=ReturnReason.OTHER, text="再退", actor=cast.officer
            )
    assert "submission.reassigned" not in await names_seen(cast.firm)


async def test_ruled_elsewhere_another_department_begins_and_the_first_sees_no_more() -> None:
    cast = await the_cast()
    task = await returned(cast)
    hrss = await body("HRSS")
    officer = await somebody(Role.OFFICER, hrss)
    with clock.set_to(on(11, 26)):
        new = await tasks.rule(
            task, text="由人社局办理", department_id=hrss.id, actor=cast.coordinator
        )
    case = await Submission.get(id=task.submission_id)
    assert (task.state, task.end_reason) == (TaskState.CANCELLED, TaskEnd.RULED_ELSEWHERE)
    assert (new.state, new.department_id, new.due_at) == (
        TaskState.ASSIGNED,
        hrss.id,
        on(12, 10, 24),
    )
    assert (case.lead_department_id, case.lead_ids, case.open_task_count) == (
        hrss.id,
        [str(hrss.id)],
        1,
    )
    assert await sees(officer, case.id)
    assert not await sees(cast.officer, case.id)
    own = await sql.rows(Task, queries.visible_to(cast.officer))
    assert [row.id for row in own] == [task.id]
    assert "submission.reassigned" in await names_seen(cast.firm)
    facts = await Handling.get(submission_id=case.id)
    assert (facts.department_id, facts.previous_department_id) == (hrss.id, cast.lead_id)
    assert (facts.due_at, facts.paused_due_at) == (on(12, 7, 24), on(12, 10, 24))
    with clock.set_to(on(11, 26)):
        acts = queries.viewer_acts(new, officer)
        assert TaskAct.REQUEST_RETURN not in acts
        assert TaskAct.RECORD_CONTACT in acts


async def test_a_ruling_cites_the_duty_of_the_department_it_names() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast, category_code="FINANCE")
    [task] = await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], actor=cast.clerk
    )
    await tasks.request_return(
        task, reason=ReturnReason.NOT_OUR_DUTY, text="属金融部门", actor=cast.officer
    )
    duty = await Duty.filter(category_code="FINANCE").exclude(department_id=cast.lead_id).first()
    assert duty is not None
    wrong = await Duty.filter(department_id=cast.lead_id).first()
    with pytest.raises(Invalid):
        await tasks.rule(
            task,
            text="见职责",
            department_id=duty.department_id,
            duty=wrong,
            actor=cast.coordinator,
        )
    new = await tasks.rule(
        task, text="见职责", department_id=duty.department_id, actor=cast.coordinator
    )
    assert new.ruling_duty_id == duty.id


async def test_nobody_rules_for_his_own_organization() -> None:
    cast = await the_cast()
    task = await a_task(cast, lead_id=cast.indit_id)
    await tasks.request_return(
        task, reason=ReturnReason.OTHER, text="请改派", actor=cast.indit_officer
    )
    with pytest.raises(NotAllowed):
        await tasks.rule(task, text="退回", actor=cast.coordinator)
    await tasks.rule(task, text="应由贵局办理", actor=cast.clerk)
    assert task.state is TaskState.ASSIGNED


async def test_a_department_with_a_task_of_the_round_does_not_get_a_second_one() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    both = [tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)]
    first, _ = await tasks.accept_and_dispatch(case, assignments=both, actor=cast.clerk)
    await tasks.request_return(first, reason=ReturnReason.OTHER, text="请改派", actor=cast.officer)
    with pytest.raises(Invalid) as refused:
        await tasks.rule(first, text="并案", department_id=cast.indit_id, actor=cast.coordinator)
    assert refused.value.path == ("input", "departmentId")
