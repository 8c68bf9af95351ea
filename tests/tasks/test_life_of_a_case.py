"""One case through its whole life by the actions, with time moved by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.errors import Conflict, Invalid, NotAllowed, NotPossible
from backend.submissions import actions
from backend.submissions import jobs as case_jobs
from backend.submissions.models import (
    ClosedBy,
    DeclineReason,
    DisputeReason,
    Grade,
    Handling,
    Kind,
    Outcome,
    Reply,
    State,
    Submission,
    Verdict,
)
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks import jobs as task_jobs
from backend.tasks.models import Task, TaskState
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def fresh(row: Submission | Task) -> Submission:
    """Return the case as it stands in the database."""
    case_id = row.submission_id if isinstance(row, Task) else row.id
    return await Submission.get(id=case_id)


async def answered(cast: Cast) -> Submission:
    """Return a case whose reply the firm can read."""
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    return await fresh(task)


async def test_opening_a_filed_case_begins_its_verification() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.open_case(case, actor=cast.clerk)
    assert (await fresh(case)).state is State.VERIFYING
    with pytest.raises(NotPossible):
        await actions.open_case(case, actor=cast.clerk)


async def test_of_two_who_accept_at_once_one_reads_a_conflict() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    mine, yours = await fresh(case), await fresh(case)
    await actions.accept(mine, actor=cast.clerk)
    with pytest.raises(Conflict) as refused:
        await actions.accept(yours, actor=cast.clerk)
    assert isinstance(refused.value.current, Submission)
    assert refused.value.current.state is State.ACCEPTED


async def test_a_question_to_the_firm_lapses_only_when_its_time_has_come() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.ask_info(case, question="哪家银行？", actor=cast.clerk)
    payload = {"submission_id": str(case.id)}
    await case_jobs.lapse(payload)
    assert (await fresh(case)).state is State.NEEDS_INFO
    with clock.moved_by(timedelta(days=15)):
        await case_jobs.lapse(payload)
    lapsed = await fresh(case)
    assert (lapsed.state, lapsed.closed_by) == (State.CLOSED, ClosedBy.NO_REPLY)


async def test_the_firms_answer_brings_the_case_back_with_its_own_clock() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    promised = case.promised_due_at
    await actions.ask_info(case, question="哪家银行？", actor=cast.clerk)
    await actions.answer_info(case, text="示例银行", actor=cast.firm)
    case = await fresh(case)
    assert (case.state, case.promised_due_at) == (State.FILED, promised)


async def test_declining_asks_for_words_and_an_address() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    with pytest.raises(Invalid):
        await actions.decline(
            case, reason=DeclineReason.OTHER, text="不属于本市", where=" ", actor=cast.clerk
        )
    # Litigation has one address, which the product knows.
    await actions.decline(
        case, reason=DeclineReason.LITIGATION, text="已进入诉讼", where="", actor=cast.clerk
    )
    declined = await fresh(case)
    assert declined.state is State.DECLINED
    assert declined.decline_where


async def test_an_answer_needs_a_contact_on_record() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.CONSULT)
    with pytest.raises(Invalid) as refused:
        await tasks.answer(task, text="已办妥", outcome=Outcome.SOLVED, actor=cast.officer)
    assert refused.value.path == ("input", "contact")
    await tasks.record_contact(task, contact=BY_CALL, actor=cast.officer)
    await tasks.answer(task, text="已办妥", outcome=Outcome.SOLVED, actor=cast.officer)
    assert (await fresh(task)).state is State.ANSWERED


async def test_a_reply_waits_for_the_last_open_task() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    first, second = await tasks.accept_and_dispatch(
        case,
        assignments=[tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)],
        actor=cast.clerk,
    )
    await tasks.answer(
        first, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    assert (await fresh(case)).state is State.IN_HANDLING
    assert await Reply.filter(published_at__isnull=False).count() == 0
    await tasks.answer(
        second,
        text="列入计划",
        outcome=Outcome.NOT_POSSIBLE,
        detail="超出权限",
        contact=BY_CALL,
        actor=cast.indit_officer,
    )
    case = await fresh(case)
    assert (case.state, case.outcome) == (State.ANSWERED, Outcome.NOT_POSSIBLE)
    assert await Reply.filter(published_at__isnull=False).count() == 2


async def test_a_complex_reply_is_reviewed_but_never_by_who_led_it() -> None:
    cast = await the_cast()
    task = await a_task(cast, lead_id=cast.indit_id, kind=Kind.COMPLEX)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.indit_officer
    )
    assert task.state is TaskState.COMPLETION_CLAIMED
    with pytest.raises(NotAllowed):
        await tasks.pass_review(task, actor=cast.coordinator)
    await tasks.send_back(task, reason="请写明依据", actor=cast.clerk)
    filed_again = clock.now()
    await tasks.answer(task, text="依据如下", outcome=Outcome.SOLVED, actor=cast.indit_officer)
    await tasks.pass_review(task, actor=cast.clerk)
    case = await fresh(task)
    facts = await Handling.get(submission_id=case.id)
    assert case.state is State.ANSWERED
    assert facts.done_at is not None
    assert facts.answered_at is not None
    assert filed_again <= facts.done_at <= facts.answered_at
    assert [reply.text for reply in await Reply.all()] == ["依据如下"]


async def test_a_question_stops_the_departments_clock_for_as_long_as_it_waits() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    due = task.due_at
    await tasks.ask(task, question="合同编号？", actor=cast.officer)
    assert (await fresh(task)).waiting_task_count == 1
    with clock.moved_by(timedelta(days=7)):
        await tasks.reply(task, text="编号 7", actor=cast.firm)
    assert task.state is TaskState.IN_PROGRESS
    assert task.due_at > due
    assert task.original_due_at == due
    facts = await Handling.get(submission_id=task.submission_id)
    assert (facts.due_at, facts.paused_due_at) == (due, task.due_at)


async def test_a_pause_ends_by_itself() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    await tasks.ask(task, question="合同编号？", actor=cast.officer)
    await task_jobs.resume({"task_id": str(task.id)})
    assert (await Task.get(id=task.id)).state is TaskState.WAITING_FOR_SUBMITTER
    with clock.moved_by(timedelta(days=15)):
        await task_jobs.resume({"task_id": str(task.id)})
    assert (await Task.get(id=task.id)).state is TaskState.IN_PROGRESS


async def test_silence_closes_as_silence_and_a_late_grade_is_kept() -> None:
    cast = await the_cast()
    case = await answered(cast)
    payload = {"submission_id": str(case.id)}
    await case_jobs.time_out(payload)
    assert (await fresh(case)).state is State.ANSWERED
    with clock.moved_by(timedelta(days=15)):
        await case_jobs.time_out(payload)
        case = await fresh(case)
        assert (case.state, case.closed_by) == (State.CLOSED, ClosedBy.TIMEOUT)
        await surveys.evaluate(
            case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED), actor=cast.firm
        )
    case = await fresh(case)
    assert (case.closed_by, case.grade) == (ClosedBy.TIMEOUT, Grade.SATISFIED)


async def test_not_solved_disputes_and_the_coordinator_has_it_redone() -> None:
    cast = await the_cast()
    case = await answered(cast)
    await surveys.evaluate(
        case, answer=Answer(Verdict.NOT_SOLVED, Grade.DISSATISFIED), actor=cast.firm
    )
    assert (await fresh(case)).state is State.DISPUTED
    [again] = await tasks.redo(case, text="请逐项答复", actor=cast.coordinator)
    case = await fresh(case)
    assert (case.state, case.round) == (State.IN_HANDLING, 2)
    assert again.previous_task_id is not None
    assert again.due_at - again.assigned_at < timedelta(days=9)
    assert await Handling.filter(submission_id=case.id).count() == 2
    await tasks.answer(
        again, text="续贷已批", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    assert again.state is TaskState.COMPLETION_CLAIMED


async def test_partly_confirms_unless_the_firm_wants_it_continued() -> None:
    cast = await the_cast()
    confirmed = await answered(cast)
    await surveys.evaluate(confirmed, answer=Answer(Verdict.PARTLY), actor=cast.firm)
    assert (await fresh(confirmed)).state is State.CLOSED
    continued = await answered(cast)
    await surveys.evaluate(
        continued, answer=Answer(Verdict.PARTLY, continue_handling=True), actor=cast.firm
    )
    case = await fresh(continued)
    assert case.state is State.DISPUTED
    assert case.dispute_reason is DisputeReason.CONTINUE_HANDLING


async def test_upholding_closes_with_an_explanation() -> None:
    cast = await the_cast()
    case = await answered(cast)
    await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    with pytest.raises(Invalid):
        await actions.uphold(case, explanation=" ", actor=cast.coordinator)
    await actions.uphold(case, explanation="依据充分", actor=cast.coordinator)
    case = await fresh(case)
    facts = await Handling.get(submission_id=case.id)
    assert (case.state, case.closed_by) == (State.CLOSED, ClosedBy.UPHELD)
    assert facts.disputed_at is not None
    assert facts.upheld_at == facts.closed_at


async def test_a_direct_answer_is_shown_at_once_and_ruled_by_another_organization() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.accept(case, actor=cast.clerk)
    await actions.answer_directly(
        case, text="政策见附", outcome=Outcome.SOLVED, actor=cast.coordinator
    )
    await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    with pytest.raises(NotAllowed):
        await actions.uphold(case, explanation="依据充分", actor=cast.coordinator)
    await actions.uphold(case, explanation="依据充分", actor=cast.clerk)
    assert (await fresh(case)).closed_by is ClosedBy.UPHELD


async def test_an_answer_can_be_changed_for_a_day_and_then_no_more() -> None:
    cast = await the_cast()
    case = await answered(cast)
    await surveys.evaluate(case, answer=Answer(Verdict.SOLVED, Grade.SATISFIED), actor=cast.firm)
    await surveys.evaluate(
        case, answer=Answer(Verdict.SOLVED, Grade.VERY_SATISFIED), actor=cast.firm
    )
    assert (await fresh(case)).grade is Grade.VERY_SATISFIED
    with clock.moved_by(timedelta(hours=25)), pytest.raises(NotPossible):
        await surveys.evaluate(
            case, answer=Answer(Verdict.SOLVED, Grade.DISSATISFIED), actor=cast.firm
        )
