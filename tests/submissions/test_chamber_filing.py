"""A chamber files for its member: for whom it may, what it may do, and how the firm ends it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from backend.actor import SYSTEM, Actor, Role
from backend.db import sql
from backend.errors import NotAllowed, NotPossible
from backend.events import visibility
from backend.events.models import Event
from backend.organizations.actions import found_organizations, join_chamber, leave_chamber
from backend.organizations.drafts import BodyDraft
from backend.organizations.models import Organization, OrganizationKind
from backend.submissions import actions, queries
from backend.submissions.models import (
    ChamberStanding,
    DeclineReason,
    Grade,
    Outcome,
    State,
    Submission,
    Verdict,
    Visibility,
    Withdrawal,
)
from backend.submissions.workflow import Act
from backend.surveys import actions as surveys
from backend.surveys import queries as answers
from backend.surveys.models import Evaluation
from backend.tasks import actions as tasks
from backend.tasks import queries as task_queries
from backend.tasks.models import Task, TaskState
from tests.submissions.cast import DISTRICT, SENTENCE, Cast, a_firm, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True)
class Filed:
    """A case that a chamber has filed for the cast's firm."""

    cast: Cast
    chamber: Organization
    head: Actor
    case: Submission


async def a_chamber(code: str) -> tuple[Organization, Actor]:
    """Return a chamber with its head."""
    draft = BodyDraft(
        kind=OrganizationKind.CHAMBER, code=code, name="示例商会（虚构）", area_code="320500"
    )
    [chamber] = await found_organizations([draft], actor=SYSTEM)
    return chamber, await somebody(Role.CHAMBER_HEAD, chamber)


async def filed(**given: object) -> Filed:
    """File for a member."""
    cast = await the_cast()
    chamber, head = await a_chamber("CH901")
    firm = await Organization.get(id=cast.firm_id)
    await join_chamber(firm, chamber, actor=SYSTEM)
    return Filed(cast, chamber, head, await file(head, firm, chamber, **given))


async def file(
    actor: Actor, firm: Organization, chamber: Organization, **given: object
) -> Submission:
    """File one sentence as the chamber."""
    filing = actions.Filing(firm_id=firm.id, chamber_id=chamber.id, body=SENTENCE, **given)  # pyright: ignore[reportArgumentType]
    return await actions.file_for_member(filing, firm=firm, actor=actor)


def may(actor: Actor, case: Submission) -> set[Act]:
    """Return what the server would accept now."""
    return set(queries.viewer_acts(case, actor))


async def sees(actor: Actor) -> int:
    """Count the cases the actor sees."""
    return await sql.count(Submission, queries.visible_to(actor))


async def test_a_case_filed_for_a_member_is_the_firms_and_names_the_chamber() -> None:
    made = await filed()
    assert made.case.firm_id == made.cast.firm_id
    assert made.case.chamber_id == made.chamber.id
    assert made.case.area_code == DISTRICT
    assert made.case.chamber_standing is ChamberStanding.ACTING
    assert await sees(made.head) == await sees(made.cast.firm) == 1


async def test_the_firm_is_told_by_an_event_it_can_read() -> None:
    made = await filed()
    event = await Event.get(name="submission.filed_for_member")
    assert event.payload == {}
    seen = visibility.visible_to(made.cast.firm) & sql.Where("event.id = ?", (event.id,))
    assert await sql.count(Event, seen) == 1


async def test_a_chamber_files_for_its_own_members_alone() -> None:
    made = await filed()
    other_chamber, other_head = await a_chamber("CH902")
    firm = await Organization.get(id=made.cast.firm_id)
    stranger = await a_firm()
    for actor, whose, of in [
        (other_head, firm, made.chamber),
        (other_head, firm, other_chamber),
        (made.head, firm, other_chamber),
        (made.head, stranger, made.chamber),
        (made.cast.firm, firm, made.chamber),
        (made.cast.clerk, firm, made.chamber),
    ]:
        with pytest.raises(NotAllowed):
            await file(actor, whose, of)
    assert await sees(other_head) == 0


async def test_a_chamber_files_no_more_for_a_firm_that_has_left() -> None:
    made = await filed()
    firm = await Organization.get(id=made.cast.firm_id)
    member = await join_chamber(firm, made.chamber, actor=SYSTEM)
    await leave_chamber(member, actor=SYSTEM)
    with pytest.raises(NotAllowed) as refused:
        await file(made.head, firm, made.chamber)
    assert "会员" in refused.value.words.zh
    assert "members" in refused.value.words.en


async def test_the_chamber_answers_and_writes_but_the_verdict_is_the_firms() -> None:
    made = await filed()
    assert may(made.head, made.case) == {Act.ADD_INFO, Act.POST_MESSAGE}
    assert {Act.TAKE_OVER, Act.OBJECT, Act.WITHDRAW} <= may(made.cast.firm, made.case)
    await actions.ask_info(made.case, question="何时到期？", actor=made.cast.clerk)
    await actions.answer_info(made.case, text="月底", actor=made.head)
    await actions.post_message(made.case, text="请尽快", actor=made.head)
    await actions.accept(made.case, actor=made.cast.clerk)
    await actions.answer_directly(
        made.case, text="已办妥", outcome=Outcome.SOLVED, actor=made.cast.clerk
    )
    answer = surveys.Answer(Verdict.SOLVED, Grade.SATISFIED)
    with pytest.raises(NotAllowed):
        await surveys.evaluate(made.case, answer=answer, actor=made.head)
    await surveys.evaluate(made.case, answer=answer, actor=made.cast.firm)
    assert await sql.count(Evaluation, answers.visible_to(made.head)) == 0


async def test_a_chamber_reads_the_tasks_of_its_filings_and_of_no_others() -> None:
    made = await filed()
    assignment = tasks.Assignment(made.cast.lead_id)
    await tasks.accept_and_dispatch(made.case, assignments=[assignment], actor=made.cast.clerk)
    _, other_head = await a_chamber("CH902")
    assert await sql.count(Task, task_queries.visible_to(made.head)) == 1
    assert await sql.count(Task, task_queries.visible_to(other_head)) == 0


async def test_once_the_firm_takes_over_the_chamber_reads_and_acts_no_more() -> None:
    made = await filed()
    await actions.take_over(made.case, actor=made.cast.firm)
    assert made.case.chamber_standing is ChamberStanding.TAKEN_OVER
    assert made.case.filed_by_id == made.cast.firm.person_id
    assert await sees(made.head) == 1
    assert may(made.head, made.case) == set()
    with pytest.raises(NotPossible):
        await actions.take_over(made.case, actor=made.cast.firm)


async def test_what_the_firm_objects_to_ends_with_its_tasks() -> None:
    made = await filed()
    assignment = tasks.Assignment(made.cast.lead_id)
    [task] = await tasks.accept_and_dispatch(
        made.case, assignments=[assignment], actor=made.cast.clerk
    )
    await tasks.object_to_chamber(made.case, goes_on=False, actor=made.cast.firm)
    assert made.case.state is State.WITHDRAWN
    assert (await Task.get(id=task.id)).state is TaskState.CANCELLED
    assert await Withdrawal.filter(submission_id=made.case.id).count() == 1
    assert await sees(made.head) == 0


async def test_the_firm_objects_to_a_case_that_is_over_and_nothing_is_left_to_end() -> None:
    made = await filed()
    await actions.decline(
        made.case,
        reason=DeclineReason.DUPLICATE,
        text="重复",
        where="原诉求",
        actor=made.cast.clerk,
    )
    assert Act.OBJECT in may(made.cast.firm, made.case)
    await tasks.object_to_chamber(made.case, goes_on=False, actor=made.cast.firm)
    assert made.case.state is State.DECLINED
    assert await sees(made.head) == 0


async def test_it_goes_on_without_the_chamber_if_the_firm_says_so() -> None:
    made = await filed()
    await tasks.object_to_chamber(made.case, goes_on=True, actor=made.cast.firm)
    assert made.case.state is State.FILED
    assert await sees(made.head) == 0
    assert await sees(made.cast.firm) == 1


async def test_nobody_but_the_firm_takes_over_or_objects() -> None:
    made = await filed()
    for actor in (made.head, made.cast.clerk, made.cast.coordinator, made.cast.supervisor):
        with pytest.raises(NotAllowed):
            await actions.take_over(made.case, actor=actor)
        with pytest.raises(NotAllowed):
            await tasks.object_to_chamber(made.case, goes_on=True, actor=actor)


async def test_a_case_the_firm_filed_itself_has_no_chamber_to_object_to() -> None:
    cast = await the_cast()
    case = await actions.file(actions.Filing(cast.firm_id, SENTENCE), actor=cast.firm)
    for act in (Act.TAKE_OVER, Act.OBJECT):
        assert act not in may(cast.firm, case)
    with pytest.raises(NotPossible):
        await actions.object_to_chamber(case, actor=cast.firm)


async def test_the_chamber_knows_a_firm_that_hides_and_departments_learn_neither() -> None:
    made = await filed(visibility=Visibility.CONFIDENTIAL)
    assert queries.identity_visible(made.head, made.case)
    assert not queries.identity_visible(made.cast.officer, made.case)
    other = await somebody(Role.CHAMBER_HEAD, await body("FED"))
    assert not queries.identity_visible(other, made.case)
