"""A declined case is verified once more, by somebody else; the firm adds to its case at any time."""

from __future__ import annotations

import pytest

from backend import clock
from backend.actor import Role
from backend.errors import DomainError, Invalid
from backend.events.models import Event
from backend.organizations import queries as organizations
from backend.submissions import actions
from backend.submissions.models import DeclineReason, Kind, Outcome, State, Submission
from backend.submissions.queries import viewer_acts
from backend.submissions.replies import ADDRESSES
from backend.submissions.workflow import OPEN_STATES, Act
from backend.tasks import actions as tasks
from backend.tasks.actions.answering import is_sampled, review_is_due
from backend.tasks.models import TaskState
from tests.submissions.cast import BY_CALL, Cast, a_filed_case, a_task, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")
VERIFYING = {Act.ACCEPT, Act.ACCEPT_AND_DISPATCH, Act.ASK_INFO, Act.DECLINE}


async def declined(cast: Cast) -> Submission:
    """Return a case that the clerk of the cast declined."""
    case = await a_filed_case(cast)
    await actions.decline(
        case, reason=DeclineReason.OTHER, text="不属受理范围", where="市场监管局", actor=cast.clerk
    )
    return case


async def test_whoever_declined_it_does_not_verify_it_again() -> None:
    cast = await the_cast()
    case = await declined(cast)
    assert case.declined_by_id == cast.clerk.person_id
    assert viewer_acts(case, cast.firm) == [Act.REQUEST_REVIEW]
    await actions.request_review(case, text="确属企业诉求", actor=cast.firm)
    assert (case.state, case.verifier_id) == (State.VERIFYING, None)
    second = await somebody(Role.FEDERATION, await body("FED"))
    assert not VERIFYING & set(viewer_acts(case, cast.clerk))
    assert set(viewer_acts(case, second)) >= VERIFYING
    with pytest.raises(DomainError) as refused:
        await actions.accept(case, actor=cast.clerk)
    assert refused.value.code == "NOT_ALLOWED"
    await actions.accept(case, actor=second)
    assert (case.state, case.decline_reason) == (State.ACCEPTED, None)


async def test_a_second_decline_is_final() -> None:
    cast = await the_cast()
    case = await declined(cast)
    await actions.request_review(case, text="确属企业诉求", actor=cast.firm)
    second = await somebody(Role.FEDERATION, await body("FED"))
    await actions.decline(
        case, reason=DeclineReason.OTHER, text="维持", where="市场监管局", actor=second
    )
    assert viewer_acts(case, cast.firm) == []
    with pytest.raises(DomainError) as refused:
        await actions.request_review(case, text="再次申请", actor=cast.firm)
    assert refused.value.code == "NOT_POSSIBLE"


async def test_a_review_is_asked_by_the_firm_alone_with_a_reason_and_of_a_declined_case() -> None:
    cast = await the_cast()
    case = await declined(cast)
    for actor in (cast.clerk, cast.coordinator, cast.supervisor, cast.officer):
        with pytest.raises(DomainError) as refused:
            await actions.request_review(case, text="请复核", actor=actor)
        assert refused.value.code == "NOT_ALLOWED"
    with pytest.raises(Invalid):
        await actions.request_review(case, text=" ", actor=cast.firm)
    for state in set(State) - {State.DECLINED}:
        case.state = state
        assert Act.REQUEST_REVIEW not in viewer_acts(case, cast.firm)


async def test_the_target_of_verification_begins_anew_and_the_promise_does_not() -> None:
    cast = await the_cast()
    case = await declined(cast)
    promised, due = case.promised_due_at, case.verify_due_at
    assert due is not None
    with clock.set_to(due):
        await actions.request_review(case, text="确属企业诉求", actor=cast.firm)
    assert case.promised_due_at == promised
    assert case.verify_due_at is not None
    assert case.verify_due_at > due


CLOCKS = ("state", "promised_due_at", "verify_due_at", "contact_due_at", "info_due_at", "round")


async def test_the_firm_adds_to_an_open_case_and_no_clock_moves() -> None:
    cast = await the_cast()
    task = await a_task(cast)
    case = await Submission.get(id=task.submission_id)
    before = [getattr(case, name) for name in CLOCKS]
    await actions.add_info(case, text="合同编号补充如下", actor=cast.firm)
    case = await Submission.get(id=case.id)
    assert [getattr(case, name) for name in CLOCKS] == before
    told = await Event.get(thread_id=case.id, name="submission.info_added")
    assert told.payload == {"text": "合同编号补充如下"}
    for state in State:
        case.state = state
        assert (Act.ADD_INFO in viewer_acts(case, cast.firm)) is (state in OPEN_STATES)
    for actor in (cast.clerk, cast.officer):
        with pytest.raises(DomainError) as refused:
            await actions.add_info(case, text="代企业补充", actor=actor)
        assert refused.value.code == "NOT_ALLOWED"


async def test_what_is_always_declined_goes_to_an_address_the_product_knows() -> None:
    cast = await the_cast()
    for reason in (DeclineReason.LITIGATION, DeclineReason.PETITION, DeclineReason.CORRUPTION):
        category = (await organizations.categories())[reason.value]
        assert category.is_declined
        assert ADDRESSES[reason].zh == category.where_zh
        case = await a_filed_case(cast)
        await actions.decline(case, reason=reason, text="依法另行处理", where="", actor=cast.clerk)
        assert case.decline_where == category.where_zh
        again = await a_filed_case(cast, category_code=category.code)
        with pytest.raises(DomainError) as refused:
            await actions.accept(again, actor=cast.clerk)
        assert category.where_zh in refused.value.words.zh


@pytest.mark.parametrize("reason", [*set(DeclineReason) - set(ADDRESSES)])
async def test_every_other_decline_needs_an_address_in_words(reason: DeclineReason) -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    with pytest.raises(Invalid) as refused:
        await actions.decline(case, reason=reason, text="不属受理范围", where=" ", actor=cast.clerk)
    assert refused.value.path == ("input", "where")


@pytest.mark.parametrize("kind", [*Kind])
async def test_complex_replies_are_reviewed_before_they_go(kind: Kind) -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=kind)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    is_reviewed = task.state is TaskState.COMPLETION_CLAIMED
    assert is_reviewed is (kind is Kind.COMPLEX)
    assert review_is_due(task, now=clock.now()) is is_reviewed


async def test_one_reply_in_ten_is_drawn_and_each_that_solves_less() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.CONSULT)
    least = {Outcome.PARTLY, Outcome.PLANNED, Outcome.NOT_POSSIBLE, Outcome.NOT_OURS}
    drawn = is_sampled(task, Outcome.SOLVED)
    assert drawn is is_sampled(task, Outcome.EXPLAINED)
    for outcome in Outcome:
        assert is_sampled(task, outcome) is (drawn or outcome in least)
