"""A firm takes its case back; why is its own affair, and the supervisor's when it was pressed."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend import events
from backend.actor import Actor, Role
from backend.db import sql, unit_of_work
from backend.errors import DomainError, Invalid
from backend.events.models import Event
from backend.statistics.rebuild import rebuild
from backend.submissions import actions, queries, traces
from backend.submissions.models import (
    AuditFinding,
    Handling,
    Kind,
    Outcome,
    State,
    Submission,
    Withdrawal,
    WithdrawalReason,
)
from backend.submissions.queries import viewer_acts
from backend.submissions.workflow import OPEN_STATES, Act
from backend.tasks import actions as tasks
from backend.tasks.models import Task, TaskState
from tests.statistics.test_rebuild import facts
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")
PRESSED = WithdrawalReason.SOMEBODY_ASKED_ME
WHO = "区里让我撤回"


async def withdrawn(cast: Cast, *, reason: WithdrawalReason = PRESSED) -> Submission:
    """Return a case with a task that its firm took back."""
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    await tasks.withdraw(case, reason=reason, text=WHO, actor=cast.firm)
    return case


async def undrawn(cast: Cast) -> Submission:
    """Return a case whose id is not in the sample."""
    while True:
        case = await a_filed_case(cast)
        if not traces.is_drawn(case.id, WithdrawalReason.OTHER):
            return case


async def names_seen(actor: Actor, case_id: UUID) -> set[str]:
    """Return the names of the events of a case that somebody sees."""
    theirs = sql.Where("event.thread_id = ?", (case_id,)) & events.visible_to(actor)
    return {event.name for event in await sql.rows(Event, theirs)}


async def sees_withdrawals(actor: Actor) -> int:
    return await sql.count(Withdrawal, traces.withdrawals_visible_to(actor))


async def test_open_tasks_end_with_the_case_in_one_unit() -> None:
    cast = await the_cast()
    case = await withdrawn(cast)
    [task] = await Task.filter(submission_id=case.id)
    assert (case.state, task.state) == (State.WITHDRAWN, TaskState.CANCELLED)
    assert (case.open_task_count, case.waiting_task_count) == (0, 0)


async def test_nobody_but_the_firm_withdraws_and_only_what_is_open() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    for actor in (cast.clerk, cast.coordinator, cast.supervisor, cast.officer):
        with pytest.raises(DomainError) as refused:
            await tasks.withdraw(case, reason=WithdrawalReason.OTHER, text="", actor=actor)
        assert refused.value.code == "NOT_ALLOWED"
    for state in State:
        case.state = state
        assert (Act.WITHDRAW in viewer_acts(case, cast.firm)) is (state in OPEN_STATES)
    case.state = State.CLOSED
    with pytest.raises(DomainError) as refused:
        await tasks.withdraw(case, reason=WithdrawalReason.OTHER, text="", actor=cast.firm)
    assert refused.value.code == "NOT_POSSIBLE"


async def test_a_refused_withdrawal_leaves_the_tasks_at_work() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    with pytest.raises(DomainError):
        await tasks.withdraw(
            case, reason=PRESSED, text="", actor=cast.firm, expected_version=case.version + 1
        )
    await task.refresh_from_db()
    assert task.state is TaskState.ASSIGNED
    assert await Withdrawal.all().count() == 0


async def test_that_somebody_asked_is_told_to_the_supervisor_alone() -> None:
    cast = await the_cast()
    case = await withdrawn(cast)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    reported = "submission.pressure_reported"
    for actor in (cast.firm, cast.clerk, cast.coordinator, cast.officer, auditor):
        seen = await names_seen(actor, case.id)
        assert "submission.withdrawn" in seen
        assert reported not in seen
    assert reported in await names_seen(cast.supervisor, case.id)
    told = [event async for event in Event.filter(thread_id=case.id)]
    assert not [
        event for event in told if "SOMEBODY" in str(event.payload) or WHO in str(event.payload)
    ]
    assert WHO not in str([event.reason for event in told])


async def test_departments_coordinators_and_the_federation_see_no_reason() -> None:
    cast = await the_cast()
    await withdrawn(cast)
    for actor in (cast.clerk, cast.coordinator, cast.officer):
        assert await sees_withdrawals(actor) == 0
    [row] = await Withdrawal.all()
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    for actor, reads in ((cast.firm, True), (cast.supervisor, True), (auditor, False)):
        assert await sees_withdrawals(actor) == 1
        assert traces.reads_the_reason(actor, row) is reads


async def test_one_in_ten_is_drawn_and_every_pressed_one_and_no_id_tells_which() -> None:
    cast = await the_cast()
    ids = [UUID(int=10 * number) for number in range(1000)]
    drawn = [traces.is_drawn(each, WithdrawalReason.OTHER) for each in ids]
    assert drawn == [traces.is_drawn(each, WithdrawalReason.OTHER) for each in ids]
    assert 50 < sum(drawn) < 160
    assert all(traces.is_drawn(each, PRESSED) for each in ids)
    case = await undrawn(cast)
    await tasks.withdraw(case, reason=WithdrawalReason.FILED_TWICE, text="", actor=cast.firm)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    assert not case.audit_due
    assert await sees_withdrawals(auditor) == 0
    assert await sql.count(Submission, queries.visible_to(auditor)) == 0


async def test_the_auditor_settles_once_and_the_supervisor_reads_it() -> None:
    cast = await the_cast()
    case = await withdrawn(cast)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    assert viewer_acts(case, auditor) == [Act.AUDIT_WITHDRAWAL]
    with pytest.raises(Invalid):
        await actions.audit_withdrawal(case, finding=AuditFinding.PRESSED, note=" ", actor=auditor)
    for actor in (cast.firm, cast.clerk, cast.supervisor):
        with pytest.raises(DomainError) as refused:
            await actions.audit_withdrawal(
                case, finding=AuditFinding.IN_ORDER, note="", actor=actor
            )
        assert refused.value.code == "NOT_ALLOWED"
    await actions.audit_withdrawal(
        case, finding=AuditFinding.PRESSED, note="企业称受到电话施压", actor=auditor
    )
    assert viewer_acts(case, auditor) == []
    assert await sql.count(Withdrawal, traces.pressed(cast.supervisor)) == 1
    audited = "submission.withdrawal_audited"
    assert audited in await names_seen(cast.supervisor, case.id)
    for actor in (cast.firm, cast.clerk, cast.coordinator, cast.officer):
        assert audited not in await names_seen(actor, case.id)


async def test_what_the_firm_said_cannot_be_looked_for_by_who_may_not_read_it() -> None:
    cast = await the_cast()
    await withdrawn(cast)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    assert await sql.count(Withdrawal, traces.pressed(cast.supervisor)) == 1
    for actor in (auditor, cast.firm, cast.clerk):
        assert await sql.count(Withdrawal, traces.pressed(actor)) == 0


async def test_a_withdrawn_case_stands_in_no_figure_and_is_told_again_alike() -> None:
    cast = await the_cast()
    case = await withdrawn(cast)
    [row] = await Handling.filter(submission_id=case.id)
    assert row.withdrawn_at == case.withdrawn_at
    stored = await facts()
    await rebuild()
    assert await facts() == stored


async def test_an_auditor_reads_disputed_and_drawn_cases_without_their_firm() -> None:
    cast = await the_cast()
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    task = await a_task(cast, kind=Kind.CONSULT)
    assert await sql.count(Submission, queries.visible_to(auditor)) == 0
    await tasks.answer(
        task, text="部分解决", outcome=Outcome.PARTLY, contact=BY_CALL, actor=cast.officer
    )
    [case] = await sql.rows(Submission, queries.visible_to(auditor))
    assert case.is_sampled
    assert not queries.identity_visible(auditor, case)
    assert queries.identity_visible(cast.clerk, case)
    assert viewer_acts(case, auditor) == []


async def test_the_withdrawal_is_one_with_its_tasks() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)

    async def stopped_before_it_is_kept() -> None:
        async with unit_of_work():
            await tasks.withdraw(case, reason=PRESSED, text="", actor=cast.firm)
            raise RuntimeError("the machine stops here")

    with pytest.raises(RuntimeError):
        await stopped_before_it_is_kept()
    assert (await Submission.get(id=case.id)).state is State.IN_HANDLING
    assert (await Task.get(id=task.id)).state is TaskState.ASSIGNED
