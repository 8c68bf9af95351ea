"""A leader speaks: where the case stood, and where it stands then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from backend import clock
from backend.errors import Invalid, NotAllowed, NotPossible
from backend.instructions.actions import (
    Saying,
    Summary,
    forward,
    issue,
)
from backend.instructions.models import (
    Form,
    Instruction,
    InstructionType,
)
from backend.statistics.rebuild import rebuild
from backend.submissions import actions as cases
from backend.submissions.models import (
    DisputeReason,
    Handling,
    Kind,
    Outcome,
    State,
    Submission,
    Verdict,
)
from backend.surveys import actions as surveys
from backend.surveys.actions import Answer
from backend.tasks import actions as tasks
from backend.tasks.models import Task, TaskState
from tests.instructions.cast import WORDS, Leaders, an_instruction, case_of, line_of, the_leaders
from tests.submissions.cast import BY_CALL, a_filed_case

pytestmark = pytest.mark.usefixtures("database")

Bring = Callable[[Leaders], Awaitable[Submission]]


async def filed(leaders: Leaders) -> Submission:
    return await a_filed_case(leaders.case_cast)


async def opened(leaders: Leaders) -> Submission:
    case = await filed(leaders)
    await cases.open_case(case, actor=leaders.case_cast.clerk)
    return case


async def asked(leaders: Leaders) -> Submission:
    case = await filed(leaders)
    await cases.ask_info(case, question="哪家银行？", actor=leaders.case_cast.clerk)
    return case


async def accepted(leaders: Leaders) -> Submission:
    case = await filed(leaders)
    await cases.accept(case, actor=leaders.case_cast.clerk)
    return case


async def in_handling(leaders: Leaders) -> Submission:
    case = await filed(leaders)
    given = [tasks.Assignment(leaders.lead_id)]
    await tasks.accept_and_dispatch(case, assignments=given, actor=leaders.case_cast.clerk)
    return await Submission.get(id=case.id)


async def answered(leaders: Leaders) -> Submission:
    case = await in_handling(leaders)
    task = await Task.get(submission_id=case.id)
    await tasks.answer(
        task,
        text="已办妥",
        outcome=Outcome.SOLVED,
        contact=BY_CALL,
        actor=leaders.case_cast.officer,
    )
    return await Submission.get(id=case.id)


async def disputed(leaders: Leaders) -> Submission:
    case = await answered(leaders)
    said = Answer(Verdict.NOT_SOLVED, reason=DisputeReason.NOT_SOLVED)
    await surveys.evaluate(case, answer=said, actor=leaders.case_cast.firm)
    return await Submission.get(id=case.id)


@pytest.mark.parametrize("bring", [filed, opened, asked, accepted])
@pytest.mark.parametrize("speak", [issue, forward])
async def test_a_leaders_word_gives_the_case_to_the_named_department_at_once(
    bring: Bring, speak: Callable[..., Awaitable[Instruction]]
) -> None:
    leaders = await the_leaders()
    case = await bring(leaders)
    await speak(case, Saying(text=WORDS, department_ids=(leaders.lead_id,)), actor=leaders.mayor)
    case = await Submission.get(id=case.id)
    task = await Task.get(submission_id=case.id)
    assert (case.state, case.lead_department_id) == (State.IN_HANDLING, leaders.lead_id)
    assert case.accepted_at is not None
    assert (task.state, task.is_instructed) == (TaskState.ASSIGNED, True)
    assert task.contact_due_at - task.assigned_at == timedelta(hours=24)
    assert case.verify_beside is (bring is not accepted)
    assert case.instructed_at is not None


@pytest.mark.parametrize("bring", [filed, accepted])
async def test_an_urgent_word_makes_the_case_urgent_with_two_hours_for_the_first_contact(
    bring: Bring,
) -> None:
    leaders = await the_leaders()
    case = await bring(leaders)
    saying = Saying(InstructionType.URGENT, WORDS, (leaders.lead_id,))
    row = await issue(case, saying, actor=leaders.mayor)
    task = await Task.get(submission_id=case.id)
    assert task.kind is Kind.URGENT
    assert task.contact_due_at - task.assigned_at == timedelta(hours=2)
    assert row.due_at - row.issued_at == timedelta(hours=24)
    assert row.acknowledge_due_at - row.issued_at == timedelta(hours=2)


async def test_a_case_in_handling_keeps_its_task_which_is_instructed_now() -> None:
    leaders = await the_leaders()
    case = await in_handling(leaders)
    row = await issue(case, Saying(text=WORDS), actor=leaders.mayor)
    task = await Task.get(submission_id=case.id)
    assert task.is_instructed
    line = await line_of(row, leaders.lead_id)
    assert line.task_id == task.id


async def test_another_department_is_given_a_task_beside_and_the_case_waits_for_both() -> None:
    leaders = await the_leaders()
    case = await in_handling(leaders)
    saying = Saying(text=WORDS, department_ids=(leaders.health_id,))
    await issue(case, saying, actor=leaders.mayor)
    case = await Submission.get(id=case.id)
    assert case.open_task_count == 2
    assert case.lead_ids == [str(leaders.lead_id), str(leaders.health_id)]
    assert case.lead_department_id == leaders.lead_id
    assert await Task.filter(submission_id=case.id, is_instructed=True).count() == 1


async def test_a_disputed_case_begins_its_next_round_on_a_leaders_word() -> None:
    leaders = await the_leaders()
    case = await disputed(leaders)
    await issue(case, Saying(text=WORDS), actor=leaders.mayor)
    case = await Submission.get(id=case.id)
    assert (case.state, case.round) == (State.IN_HANDLING, 2)


async def test_what_is_with_the_firm_or_over_is_not_instructed() -> None:
    leaders = await the_leaders()
    case = await answered(leaders)
    with pytest.raises(NotPossible):
        await issue(case, Saying(text=WORDS), actor=leaders.mayor)


async def test_an_instructed_reply_is_reviewed_before_it_goes() -> None:
    leaders = await the_leaders()
    row = await an_instruction(leaders)
    task = await Task.get(submission_id=row.submission_id)
    officer = leaders.case_cast.officer
    await tasks.answer(task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=officer)
    assert task.state is TaskState.COMPLETION_CLAIMED


@pytest.mark.parametrize("bring", [filed, accepted, in_handling, disputed])
async def test_figures_are_told_again_from_the_events_alone(bring: Bring) -> None:
    leaders = await the_leaders()
    case = await bring(leaders)
    saying = Saying(InstructionType.URGENT, WORDS, (leaders.health_id,))
    await issue(case, saying, actor=leaders.mayor)
    rows = Handling.filter(submission_id=case.id).order_by("round")
    before = [{k: v for k, v in row.items() if k != "id"} for row in await rows.values()]
    await rebuild()
    after = [{k: v for k, v in row.items() if k != "id"} for row in await rows.values()]
    assert after == before


async def test_the_facts_are_verified_beside_the_handling_once() -> None:
    leaders = await the_leaders()
    case = await case_of(await an_instruction(leaders))
    clerk = leaders.case_cast.clerk
    with pytest.raises(NotAllowed):
        await cases.verify_beside(case, text="属实", actor=leaders.mayor)
    await cases.verify_beside(case, text="属实", actor=clerk)
    case = await Submission.get(id=case.id)
    assert (case.state, case.verify_beside) == (State.IN_HANDLING, False)
    with pytest.raises(NotPossible):
        await cases.verify_beside(case, text="属实", actor=clerk)


@pytest.mark.parametrize(
    "given",
    [
        {"text": " "},
        {"text": "长" * 1001},
        {"department_ids": ()},
        {"due_on": clock.today() - timedelta(days=1)},
        {"due_on": clock.today() + timedelta(days=400)},
        {"summary": Summary(text="长" * 121)},
    ],
)
async def test_what_cannot_be_right_is_refused_and_nothing_is_kept(
    given: dict[str, object],
) -> None:
    leaders = await the_leaders()
    case = await filed(leaders)
    said = {"text": WORDS, "department_ids": (leaders.lead_id,), **given}
    with pytest.raises(Invalid):
        await issue(case, Saying(**said), actor=leaders.mayor)  # pyright: ignore[reportArgumentType]
    assert (await Submission.get(id=case.id)).state is State.FILED
    assert await Instruction.all().count() == 0


async def test_who_is_no_leader_does_not_instruct() -> None:
    leaders = await the_leaders()
    case = await filed(leaders)
    cast = leaders.case_cast
    for actor in (cast.clerk, cast.coordinator, cast.officer, cast.supervisor, cast.firm):
        with pytest.raises(NotAllowed):
            await forward(case, Saying(department_ids=(leaders.lead_id,)), actor=actor)


async def test_a_forward_needs_no_words() -> None:
    leaders = await the_leaders()
    case = await filed(leaders)
    row = await forward(case, Saying(department_ids=(leaders.lead_id,)), actor=leaders.mayor)
    assert (row.form, row.text) == (Form.FORWARD, None)
