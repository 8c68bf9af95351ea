"""A complaint about a department's conduct is the supervisor's: its own people never see it."""

from __future__ import annotations

import pytest

from backend import events
from backend.actor import Actor, Role, Seat
from backend.db import sql
from backend.errors import DomainError, Invalid
from backend.events.models import Event
from backend.submissions import actions, queries, traces
from backend.submissions.models import (
    Kind,
    Move,
    Outcome,
    Reply,
    State,
    Submission,
    Verdict,
    Visibility,
)
from backend.submissions.queries import viewer_acts
from backend.submissions.workflow import NOT_YET_DISPATCHED, Act
from backend.surveys import actions as surveys
from backend.surveys import queries as survey_queries
from backend.surveys.actions import Answer
from backend.surveys.models import Evaluation
from backend.tasks import actions as tasks
from backend.tasks import queries as task_queries
from backend.tasks.models import Task
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")
VERIFYING = {Act.OPEN, Act.ACCEPT, Act.ACCEPT_AND_DISPATCH, Act.ASK_INFO, Act.DECLINE}


async def a_complaint(cast: Cast) -> Submission:
    """Return a case that complains of the coordinators' own organization."""
    return await a_filed_case(cast, complained_of_id=cast.indit_id)


async def an_answered_complaint(cast: Cast) -> Submission:
    """Return a complaint handled by another department and disputed by its firm."""
    case = await a_complaint(cast)
    [task] = await tasks.accept_and_dispatch(
        case,
        assignments=[tasks.Assignment(cast.lead_id)],
        kind=Kind.CONSULT,
        actor=cast.supervisor,
    )
    await tasks.answer(
        task, text="已核查", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=case.id)
    await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    return await Submission.get(id=case.id)


async def everything_seen(actor: Actor) -> dict[str, int]:
    """Count what the actor sees by each path there is."""
    return {
        "cases": await sql.count(Submission, queries.visible_to(actor)),
        "tasks": await sql.count(Task, task_queries.visible_to(actor)),
        "replies": await sql.count(Reply, queries.replies_visible_to(actor)),
        "answers": await sql.count(Evaluation, survey_queries.visible_to(actor)),
        "moves": await sql.count(Move, traces.moves_visible_to(actor)),
        "events": await sql.count(
            Event, sql.Where("event.thread_id IS NOT NULL") & events.visible_to(actor)
        ),
    }


async def test_the_people_complained_of_see_it_by_no_path_whatever_they_are() -> None:
    cast = await the_cast()
    case = await an_answered_complaint(cast)
    await tasks.move_to_area(case, area_code="320500", reason="市级事权", actor=cast.supervisor)
    indit = await body("INDIT")
    supervisor_there = await somebody(Role.SUPERVISOR, indit)
    two_hats = Actor(
        person_id=cast.clerk.person_id,
        seats=(*cast.clerk.seats, Seat(Role.OFFICER, indit.id, "320500", frozenset({"320500"}))),
    )
    for actor in (cast.coordinator, cast.indit_officer, supervisor_there, two_hats):
        assert set((await everything_seen(actor)).values()) == {0}, actor.roles
        assert viewer_acts(case, actor) == []
    for actor in (cast.supervisor, cast.firm):
        seen = await everything_seen(actor)
        assert min(seen.values()) > 0, seen
    assert (await everything_seen(cast.clerk))["cases"] == 1


async def test_it_is_verified_and_dispatched_by_the_supervisor_and_not_by_the_federation() -> None:
    cast = await the_cast()
    case = await a_complaint(cast)
    assert set(viewer_acts(case, cast.supervisor)) >= VERIFYING | {Act.MOVE, Act.MARK_COMPLAINT}
    assert not VERIFYING & set(viewer_acts(case, cast.clerk))
    assert viewer_acts(case, cast.coordinator) == []
    with pytest.raises(DomainError) as refused:
        await actions.accept(case, actor=cast.clerk)
    assert refused.value.code == "NOT_ALLOWED"
    await actions.accept(case, actor=cast.supervisor)
    assert {Act.DISPATCH, Act.ANSWER_DIRECTLY} <= set(viewer_acts(case, cast.supervisor))
    assert not {Act.DISPATCH, Act.ANSWER_DIRECTLY} & set(viewer_acts(case, cast.clerk))


async def test_who_verifies_a_complaint_knows_the_firm_that_hides_from_offices() -> None:
    cast = await the_cast()
    hidden = await a_filed_case(
        cast, complained_of_id=cast.indit_id, visibility=Visibility.CONFIDENTIAL
    )
    assert queries.identity_visible(cast.supervisor, hidden)
    plain = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    assert not queries.identity_visible(cast.supervisor, plain)


async def test_it_is_never_dispatched_to_the_department_it_is_about() -> None:
    cast = await the_cast()
    case = await a_complaint(cast)
    with pytest.raises(Invalid) as refused:
        await tasks.accept_and_dispatch(
            case,
            assignments=[tasks.Assignment(cast.lead_id), tasks.Assignment(cast.indit_id)],
            actor=cast.supervisor,
        )
    assert refused.value.path == ("input", "departments", 1)
    assert await Task.all().count() == 0


async def test_what_the_supervisor_answered_himself_another_office_rules_on() -> None:
    cast = await the_cast()
    case = await a_complaint(cast)
    await actions.accept(case, actor=cast.supervisor)
    await actions.answer_directly(
        case, text="已约谈", outcome=Outcome.SOLVED, actor=cast.supervisor
    )
    await surveys.evaluate(case, answer=Answer(Verdict.NOT_SOLVED), actor=cast.firm)
    case = await Submission.get(id=case.id)
    assert case.state is State.DISPUTED
    assert not {Act.REDO, Act.UPHOLD} & set(viewer_acts(case, cast.supervisor))
    assert {Act.REDO, Act.UPHOLD} <= set(viewer_acts(case, cast.clerk))


async def test_a_dispute_of_a_complaint_is_ruled_by_the_supervisor() -> None:
    cast = await the_cast()
    case = await an_answered_complaint(cast)
    assert {Act.REDO, Act.UPHOLD} <= set(viewer_acts(case, cast.supervisor))
    await actions.uphold(case, explanation="经核查属实处理", actor=cast.supervisor)
    assert case.state is State.CLOSED


async def test_a_complaint_about_the_supervisor_goes_to_the_federation() -> None:
    cast = await the_cast()
    await somebody(Role.SUPERVISOR, await body("COMM"))
    case = await a_filed_case(cast, complained_of_id=cast.lead_id)
    assert case.complained_of_supervises
    assert set(viewer_acts(case, cast.clerk)) >= VERIFYING
    assert not VERIFYING & set(viewer_acts(case, cast.supervisor))


async def test_the_verifier_marks_what_the_firm_did_not() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.open_case(case, actor=cast.clerk)
    for actor in (cast.firm, cast.coordinator, cast.supervisor, cast.officer):
        with pytest.raises(DomainError) as refused:
            await actions.mark_complaint(case, department_id=cast.indit_id, actor=actor)
        assert refused.value.code == "NOT_ALLOWED"
    await actions.mark_complaint(case, department_id=cast.indit_id, actor=cast.clerk)
    assert (case.complained_of_id, case.state) == (cast.indit_id, State.VERIFYING)
    assert (await everything_seen(cast.coordinator))["cases"] == 0
    assert not VERIFYING & set(viewer_acts(case, cast.clerk))
    await actions.mark_complaint(case, department_id=None, actor=cast.supervisor)
    assert VERIFYING - {Act.OPEN} <= set(viewer_acts(case, cast.clerk))


async def test_only_a_department_in_reach_is_complained_of() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    chamberless = (await body("INDIT-320583")).id
    for department_id in (cast.firm_id, chamberless):
        with pytest.raises(Invalid) as refused:
            await actions.mark_complaint(case, department_id=department_id, actor=cast.clerk)
        assert refused.value.path == ("input", "complainedOfId")
        with pytest.raises(Invalid):
            await a_filed_case(cast, complained_of_id=department_id)


async def test_once_a_department_has_the_case_it_is_marked_no_more() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    for state in State:
        case.state = state
        offered = Act.MARK_COMPLAINT in viewer_acts(case, cast.clerk)
        assert offered is (state in NOT_YET_DISPATCHED)
    case.state = State.IN_HANDLING
    with pytest.raises(DomainError) as refused:
        await actions.mark_complaint(case, department_id=cast.indit_id, actor=cast.clerk)
    assert refused.value.code == "NOT_POSSIBLE"
