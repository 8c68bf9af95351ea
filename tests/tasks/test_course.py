"""Contested pauses, long-term tasks, cancelled ones, masked firms, replies read afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import pytest_asyncio

from backend import clock
from backend.actor import Role
from backend.db import sql
from backend.errors import Conflict, Invalid, NotAllowed, NotPossible
from backend.submissions.models import (
    Handling,
    Kind,
    Outcome,
    Reply,
    State,
    Submission,
    Visibility,
    WithdrawalReason,
)
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import (
    ContactChannel,
    Milestone,
    SampleFinding,
    Support,
    SupportState,
    Task,
    TaskEnd,
    TaskState,
)
from backend.tasks.workflow import TaskAct
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast
from tests.tasks.test_returns import MONDAY, names_seen, on, sees

DUE = on(12, 7, 24)


@pytest_asyncio.fixture
async def cast(database: str) -> Cast:
    """The people of a case, all in their seats on Monday."""
    with clock.set_to(MONDAY):
        return await the_cast()


async def two_tasks(cast: Cast) -> list[Task]:
    """Return Monday's tasks of two departments."""
    with clock.set_to(MONDAY):
        case = await a_filed_case(cast)
        both = [tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)]
        return await tasks.accept_and_dispatch(
            case, assignments=both, kind=Kind.GENERAL, actor=cast.clerk
        )


async def test_a_contested_pause_ends_at_once_and_costs_what_it_lasted(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
        await tasks.ask(task, question="合同编号？", actor=cast.officer)
        with pytest.raises(NotAllowed):
            await tasks.contest(task, actor=cast.officer)
    with clock.set_to(on(11, 25)):
        await tasks.contest(task, text="已经答复过", actor=cast.firm)
    assert (task.state, task.due_at) == (TaskState.IN_PROGRESS, on(12, 9, 24))
    case = await Submission.get(id=task.submission_id)
    assert case.waiting_task_count == 0


PLAN = [tasks.Planned(date(2026, 12, 20), "完成设计"), tasks.Planned(date(2027, 2, 1), "开工")]


async def a_listed_task(cast: Cast) -> Task:
    """Return Monday's task, listed on Tuesday."""
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
    with clock.set_to(on(11, 24)):
        await tasks.list_long_term(task, plan="分期推进", milestones=PLAN, actor=cast.supervisor)
    return task


async def test_a_long_term_task_stays_open_and_its_due_is_the_next_report(cast: Cast) -> None:
    task = await a_listed_task(cast)
    first = task.due_at
    assert task.state is TaskState.LISTED
    assert first == task.progress_due_at
    assert first > DUE
    assert (await Submission.get(id=task.submission_id)).state is State.IN_HANDLING
    step = await Milestone.filter(task_id=task.id).order_by("due_on").first()
    with clock.set_to(on(12, 21)):
        await tasks.report_milestone(task, text="设计已完成", milestone=step, actor=cast.officer)
    assert task.due_at > first
    assert await Milestone.filter(task_id=task.id, done_at=None).count() == 1
    facts = await Handling.get(submission_id=task.submission_id)
    assert (facts.due_at, facts.paused_due_at, facts.closed_at) == (DUE, task.due_at, None)


async def test_listed_late_it_stays_late(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.GENERAL)
    with clock.set_to(on(12, 9)):
        await tasks.list_long_term(task, plan="分期推进", milestones=PLAN, actor=cast.supervisor)
    assert task.due_at == DUE
    assert task.progress_due_at is not None
    assert task.progress_due_at > on(12, 9)


async def test_only_the_supervisor_lists_and_the_department_resumes_and_answers(
    cast: Cast,
) -> None:
    task = await a_listed_task(cast)
    with pytest.raises(NotPossible):
        await tasks.answer(
            task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
    other = await a_task(cast)
    with pytest.raises(NotAllowed):
        await tasks.list_long_term(other, plan="p", milestones=PLAN, actor=cast.coordinator)
    with clock.set_to(on(12, 1)):
        await tasks.resume_listed(task, actor=cast.officer)
        assert (task.state, task.progress_due_at) == (TaskState.IN_PROGRESS, None)
        await tasks.answer(
            task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
    assert task.state is TaskState.DONE


async def test_a_case_of_long_duration_owes_a_report_every_thirty_working_days(cast: Cast) -> None:
    with clock.set_to(MONDAY):
        task = await a_task(cast, kind=Kind.LONG_TERM)
    due = task.due_at
    with clock.set_to(on(12, 21)):
        await tasks.report_progress(task, text="已立项", actor=cast.officer)
    assert task.due_at > due
    assert task.original_due_at == due


async def test_the_last_task_of_a_round_is_never_cancelled(cast: Cast) -> None:
    first, second = await two_tasks(cast)
    with clock.set_to(on(11, 24)):
        await tasks.cancel(first, reason="重复交办", actor=cast.coordinator)
        second = await Task.get(id=second.id)
        assert TaskAct.CANCEL not in queries.viewer_acts(second, cast.clerk)
        with pytest.raises(NotPossible):
            await tasks.cancel(second, reason="重复交办", actor=cast.clerk)
    case = await Submission.get(id=first.submission_id)
    assert (case.open_task_count, case.lead_department_id) == (1, cast.indit_id)
    assert not await sees(cast.officer, case.id)
    assert "task.cancelled" not in await names_seen(cast.firm)
    facts = await Handling.get(submission_id=case.id)
    assert (facts.department_id, facts.previous_department_id) == (cast.indit_id, cast.lead_id)


async def test_cancelling_the_last_open_task_lets_the_other_reply_go(cast: Cast) -> None:
    first, second = await two_tasks(cast)
    with clock.set_to(on(11, 24)):
        await tasks.answer(
            first, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
        await tasks.cancel(await Task.get(id=second.id), reason="不必再办", actor=cast.clerk)
    case = await Submission.get(id=first.submission_id)
    assert (case.state, case.outcome) == (State.ANSWERED, Outcome.SOLVED)
    assert await Reply.filter(published_at__isnull=False).count() == 1


async def test_of_two_cancelled_at_once_one_is_a_conflict(cast: Cast) -> None:
    first, second = await two_tasks(cast)
    mine, yours = await Task.get(id=first.id), await Task.get(id=second.id)
    await tasks.cancel(mine, reason="重复", actor=cast.coordinator)
    with pytest.raises(Conflict):
        await tasks.cancel(yours, reason="重复", actor=cast.clerk)


async def test_withdrawn_nothing_of_a_case_is_left_open(cast: Cast) -> None:
    hrss = await body("HRSS")
    case = await a_filed_case(cast)
    given = tasks.Assignment(cast.lead_id, supports=(tasks.Asked(hrss.id),))
    [task] = await tasks.accept_and_dispatch(case, assignments=[given], actor=cast.clerk)
    case = await Submission.get(id=case.id)
    await tasks.withdraw(case, reason=WithdrawalReason.SOLVED_ALREADY, text="", actor=cast.firm)
    task = await Task.get(id=task.id)
    assert (task.state, task.end_reason) == (TaskState.CANCELLED, TaskEnd.WITHDRAWN)
    assert (await Support.get(task_id=task.id)).state is SupportState.CANCELLED


async def a_masked_task(cast: Cast) -> Task:
    """Return the task of a firm that hides."""
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    [task] = await tasks.accept_and_dispatch(
        case, assignments=[tasks.Assignment(cast.lead_id)], kind=Kind.CONSULT, actor=cast.clerk
    )
    return task


async def test_a_hidden_firm_is_never_called_by_the_department(cast: Cast) -> None:
    task = await a_masked_task(cast)
    acts = queries.viewer_acts(task, cast.officer)
    assert TaskAct.RECORD_CONTACT not in acts
    assert TaskAct.WRITE_TO_FIRM in acts
    with pytest.raises(NotPossible):
        await tasks.put_contact_on_record(task, contact=BY_CALL, actor=cast.officer)
    with pytest.raises(Invalid) as refused:
        await tasks.answer(
            task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
        )
    assert refused.value.path == ("input", "contact")


async def test_the_departments_message_is_its_first_contact(cast: Cast) -> None:
    task = await a_masked_task(cast)
    await tasks.write_to_firm(task, text="您好，请说明贷款到期日。", actor=cast.officer)
    assert (task.state, task.contact_channel) == (TaskState.IN_PROGRESS, ContactChannel.MESSAGE)
    await tasks.answer(task, text="已办", outcome=Outcome.SOLVED, actor=cast.officer)
    facts = await Handling.get(submission_id=task.submission_id)
    assert facts.contacted_at is not None


async def test_the_federation_calls_in_its_place_and_starts_nothing(cast: Cast) -> None:
    task = await a_masked_task(cast)
    assert TaskAct.CALL_FOR_DEPARTMENT in queries.viewer_acts(task, cast.clerk)
    await tasks.put_contact_on_record(task, contact=BY_CALL, actor=cast.clerk)
    assert (task.state, task.started_at) == (TaskState.ASSIGNED, None)
    assert task.contacted_at is not None
    plain = await a_task(cast)
    with pytest.raises(NotPossible):
        await tasks.put_contact_on_record(plain, contact=BY_CALL, actor=cast.clerk)


async def test_an_ordinary_message_is_no_contact(cast: Cast) -> None:
    task = await a_task(cast)
    await tasks.write_to_firm(task, text="请补充合同。", actor=cast.officer)
    assert (task.state, task.contacted_at) == (TaskState.IN_PROGRESS, None)


async def test_a_drawn_reply_is_read_once_after_it_went_out_by_others(cast: Cast) -> None:
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="部分解决", outcome=Outcome.PARTLY, contact=BY_CALL, actor=cast.officer
    )
    assert (task.state, task.is_sampled) == (TaskState.DONE, True)
    assert await sql.count(Task, queries.awaiting_sample_check()) == 1
    with pytest.raises(NotAllowed):
        await tasks.check_sample(task, finding=SampleFinding.GOOD, actor=cast.officer)
    with pytest.raises(Invalid):
        await tasks.check_sample(task, finding=SampleFinding.FOLLOW_UP, actor=cast.coordinator)
    await tasks.check_sample(
        task, finding=SampleFinding.FOLLOW_UP, text="请回访", actor=cast.coordinator
    )
    assert await sql.count(Task, queries.awaiting_sample_check()) == 0
    assert TaskAct.SAMPLE_CHECK not in queries.viewer_acts(task, cast.coordinator)
    assert (await Submission.get(id=task.submission_id)).state is State.ANSWERED


async def test_an_instructed_reply_is_reviewed_before_it_goes(cast: Cast) -> None:
    case = await a_filed_case(cast)
    given = tasks.Assignment(cast.lead_id, is_instructed=True)
    [task] = await tasks.accept_and_dispatch(
        case, assignments=[given], kind=Kind.CONSULT, actor=cast.clerk
    )
    await tasks.answer(
        task, text="已办", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    assert task.state is TaskState.COMPLETION_CLAIMED


async def test_a_leader_of_elsewhere_has_no_word_in_it(cast: Cast) -> None:
    leader = await somebody(Role.LEADER, await body("MAYOR"), area_code="320583")
    with clock.set_to(MONDAY):
        task = await a_task(cast)
        assert queries.viewer_acts(task, leader) == []
    with clock.moved_by(timedelta(days=1)):
        assert queries.viewer_acts(task, leader) == []
