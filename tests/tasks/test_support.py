"""Another department gives its opinion earlier than the lead; what it refuses is ruled on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend import clock
from backend.actor import Actor, Role
from backend.db import sql
from backend.errors import Invalid, NotAllowed, NotPossible
from backend.submissions import queries as cases
from backend.submissions.models import Kind, Outcome, Submission, Verdict
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks import queries
from backend.tasks.models import ReturnReason, Support, SupportState, Task, TaskEnd
from backend.tasks.workflow import SupportAct, TaskAct
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, body, somebody, the_cast
from tests.tasks.test_returns import MONDAY, on, sees

pytestmark = pytest.mark.usefixtures("database")


async def supported(cast: Cast, *, kind: Kind = Kind.GENERAL) -> tuple[Task, Support, Actor]:
    """Return Monday's task, what HRSS is asked beside it, and the officer of HRSS."""
    hrss = await body("HRSS")
    with clock.set_to(MONDAY):
        case = await a_filed_case(cast)
        given = tasks.Assignment(cast.lead_id, supports=(tasks.Asked(hrss.id, "请就社保提出意见"),))
        [task] = await tasks.accept_and_dispatch(
            case, assignments=[given], kind=kind, actor=cast.clerk
        )
    [row] = await Support.all()
    return task, row, await somebody(Role.OFFICER, hrss)


async def answer(cast: Cast, task: Task, *, alone: str = "") -> None:
    """Let the lead answer, with or without a reason to do so alone."""
    task = await Task.get(id=task.id)
    await tasks.answer(
        task,
        text="已办",
        outcome=Outcome.SOLVED,
        contact=BY_CALL,
        without_support_reason=alone,
        actor=cast.officer,
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (Kind.CONSULT, on(11, 26, 24)),  # 3 of 5
        (Kind.GENERAL, on(12, 1, 24)),  # 6 of 10
        (Kind.COMPLEX, on(12, 4, 24)),  # 9 of 15
        (Kind.URGENT, on(11, 24, 0)),  # 14 of 24 hours
    ],
)
async def test_an_opinion_is_due_after_six_tenths_of_the_leads_time(
    kind: Kind, due: object
) -> None:
    cast = await the_cast()
    _, row, _ = await supported(cast, kind=kind)
    assert row.due_at == due


async def test_asked_later_it_has_six_tenths_of_what_is_left_and_at_least_a_day() -> None:
    cast = await the_cast()
    task, _, _ = await supported(cast)
    other = await body("TAX_BUREAU")
    with clock.set_to(on(12, 1)), pytest.raises(NotAllowed):
        await tasks.request_support(task, supports=[tasks.Asked(other.id)], actor=cast.officer)
    with clock.set_to(on(12, 7)):
        [row] = await tasks.request_support(
            task, supports=[tasks.Asked(other.id)], actor=cast.coordinator
        )
    assert row.due_at == on(12, 8, 24)
    assert (await Task.get(id=task.id)).open_support_count == 2


async def test_who_is_asked_sees_the_case_and_the_firm_never_what_was_asked() -> None:
    cast = await the_cast()
    task, row, officer = await supported(cast)
    assert await sees(officer, task.submission_id)
    seen = {
        who: await sql.exists(Support, queries.supports_visible_to(actor))
        for who, actor in {
            "firm": cast.firm,
            "asked": officer,
            "lead": cast.officer,
            "coordinator": cast.coordinator,
            "other": cast.indit_officer,
        }.items()
    }
    assert seen == {
        "firm": False,
        "asked": True,
        "lead": True,
        "coordinator": True,
        "other": False,
    }
    assert queries.support_acts(row, officer) == [
        SupportAct.GIVE_OPINION,
        SupportAct.DECLINE_SUPPORT,
    ]


async def test_the_lead_waits_for_an_opinion_or_says_why_not() -> None:
    cast = await the_cast()
    task, row, officer = await supported(cast)
    with clock.set_to(on(11, 25)):
        with pytest.raises(Invalid) as refused:
            await answer(cast, task)
        assert refused.value.path == ("input", "withoutSupportReason")
        await answer(cast, task, alone="企业催办，先行答复")
    kept, row = await Task.get(id=task.id), await Support.get(id=row.id)
    assert kept.without_support_reason == "企业催办，先行答复"
    assert (row.state, row.end_reason) == (SupportState.CANCELLED, TaskEnd.NOT_WAITED_FOR)
    assert not await sees(officer, task.submission_id)


async def test_with_the_opinion_given_the_lead_needs_no_reason() -> None:
    cast = await the_cast()
    task, row, officer = await supported(cast)
    with clock.set_to(on(11, 25)):
        await tasks.give_opinion(row, opinion="可以办理", actor=officer)
        with pytest.raises(NotPossible):
            await tasks.give_opinion(row, opinion="再补充", actor=officer)
        await answer(cast, task)
    assert await sees(officer, task.submission_id)


async def declined(cast: Cast) -> tuple[Task, Support, Actor]:
    """Return what HRSS was asked and refused."""
    task, row, officer = await supported(cast)
    with clock.set_to(on(11, 24)):
        await tasks.decline_support(
            row, reason=ReturnReason.NOT_OUR_DUTY, text="无此职责", actor=officer
        )
    return task, row, officer


async def test_a_refusal_is_still_waited_for_and_ruled_the_same_again_for_good() -> None:
    cast = await the_cast()
    task, row, officer = await declined(cast)
    assert (await Task.get(id=task.id)).open_support_count == 1
    due = row.due_at
    with pytest.raises(NotAllowed):
        await tasks.rule_support(row, text="请办", actor=cast.officer)
    await tasks.rule_support(row, text="属贵局职责", actor=cast.coordinator)
    assert (row.state, row.due_at, row.is_final) == (SupportState.REQUESTED, due, True)
    assert queries.support_acts(row, officer) == [SupportAct.GIVE_OPINION]


async def test_a_refusal_is_ruled_to_another_department() -> None:
    cast = await the_cast()
    task, row, officer = await declined(cast)
    tax = await body("TAX_BUREAU")
    with clock.set_to(on(11, 25)):
        new = await tasks.rule_support(
            row, text="由税务局协办", department_id=tax.id, actor=cast.coordinator
        )
    assert (new.department_id, new.state, new.is_final) == (tax.id, SupportState.REQUESTED, True)
    assert new.due_at == on(12, 1, 24)  # six tenths of eight working days: four, rounded down
    assert not await sees(officer, task.submission_id)
    assert await sees(await somebody(Role.OFFICER, tax), task.submission_id)
    assert (await Task.get(id=task.id)).open_support_count == 1


async def test_a_refusal_is_ruled_to_be_dropped() -> None:
    cast = await the_cast()
    task, row, _ = await declined(cast)
    await tasks.rule_support(row, text="不再需要", is_dropped=True, actor=cast.coordinator)
    assert row.state is SupportState.CANCELLED
    assert (await Task.get(id=task.id)).open_support_count == 0


async def test_the_lead_does_not_rule_on_who_supports_it() -> None:
    cast = await the_cast()
    hrss = await body("HRSS")
    case = await a_filed_case(cast)
    given = tasks.Assignment(cast.indit_id, supports=(tasks.Asked(hrss.id),))
    await tasks.accept_and_dispatch(case, assignments=[given], actor=cast.clerk)
    [row] = await Support.all()
    officer = await somebody(Role.OFFICER, hrss)
    await tasks.decline_support(row, reason=ReturnReason.OTHER, text="无关", actor=officer)
    with pytest.raises(NotAllowed):
        await tasks.rule_support(row, text="请办", actor=cast.coordinator)
    await tasks.rule_support(row, text="请办", actor=cast.clerk)


async def test_a_ruling_on_the_lead_takes_what_is_asked_along() -> None:
    cast = await the_cast()
    task, row, officer = await supported(cast)
    with clock.set_to(MONDAY):
        await tasks.request_return(
            await Task.get(id=task.id),
            reason=ReturnReason.OTHER_SHOULD_LEAD,
            text="应由税务局主办",
            actor=cast.officer,
        )
        new = await tasks.rule(
            await Task.get(id=task.id),
            text="由税务局主办",
            department_id=(await body("TAX_BUREAU")).id,
            actor=cast.coordinator,
        )
    row = await Support.get(id=row.id)
    assert (row.task_id, row.lead_id, row.state) == (
        new.id,
        new.department_id,
        SupportState.REQUESTED,
    )
    assert (new.open_support_count, new.support_count) == (1, 1)
    assert not await sql.exists(Support, queries.supports_visible_to(cast.officer))
    assert await sees(officer, task.submission_id)


async def test_redone_elsewhere_neither_the_lead_nor_who_supported_it_sees_more() -> None:
    cast = await the_cast()
    task, row, officer = await supported(cast, kind=Kind.CONSULT)
    with clock.set_to(on(11, 25)):
        await tasks.give_opinion(row, opinion="可以办理", actor=officer)
        await answer(cast, task)
        case = await Submission.get(id=task.submission_id)
        await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
        case = await Submission.get(id=task.submission_id)
        [again] = await tasks.redo(
            case, assignments=[tasks.Assignment(cast.indit_id)], actor=cast.coordinator
        )
    assert again.due_at - again.assigned_at < timedelta(days=6)  # three working days, half of five
    assert not await sees(officer, case.id)
    assert not await sees(cast.officer, case.id)
    assert await sees(cast.indit_officer, case.id)
    assert [row.id for row in await sql.rows(Task, queries.visible_to(cast.officer))] == [task.id]
    assert cases.visible_to(cast.officer) != sql.NOTHING


async def test_the_same_department_neither_leads_and_supports_nor_supports_twice() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    own = tasks.Assignment(cast.lead_id, supports=(tasks.Asked(cast.lead_id),))
    with pytest.raises(Invalid) as refused:
        await tasks.accept_and_dispatch(case, assignments=[own], actor=cast.clerk)
    assert refused.value.path == ("input", "departments", 0, "supports")
    task, row, _ = await supported(cast)
    with clock.set_to(MONDAY), pytest.raises(Invalid):
        await tasks.request_support(
            await Task.get(id=task.id),
            supports=[tasks.Asked(row.department_id)],
            actor=cast.coordinator,
        )
    with clock.set_to(MONDAY):
        acts = queries.viewer_acts(await Task.get(id=task.id), cast.coordinator)
    assert TaskAct.REQUEST_SUPPORT in acts
