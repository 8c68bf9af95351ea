"""The thread between the firm and those who handle its case: who writes, who reads, what is shown."""

from __future__ import annotations

import pytest

from backend.actor import Role
from backend.db import sql
from backend.errors import DomainError, Invalid, NotAllowed, NotPossible
from backend.events.models import Event
from backend.submissions import actions, correspondence
from backend.submissions.models import Kind, Outcome, Submission, Visibility, WithdrawalReason
from backend.submissions.voice_models import MESSAGE_LENGTH, CaseMessage
from backend.tasks import actions as tasks
from tests.submissions.cast import BY_CALL, a_filed_case, a_task, body, somebody, the_cast

pytestmark = pytest.mark.usefixtures("database")


async def test_the_firm_and_the_offices_in_charge_write_to_each_other() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    for actor in (cast.firm, cast.clerk, cast.coordinator):
        await actions.post_message(case, text=" 您好 \n", actor=actor)
    messages = await CaseMessage.filter(submission_id=case.id).order_by("posted_at", "id")
    assert [message.role for message in messages] == [
        Role.ENTREPRENEUR,
        Role.FEDERATION,
        Role.COORDINATOR,
    ]
    assert {message.text for message in messages} == {"您好"}


async def test_its_event_carries_ids_and_no_words() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    message = await actions.post_message(case, text="一句话", actor=cast.firm)
    event = await Event.get(name="submission.message_posted")
    assert event.thread_id == case.id
    assert event.payload == {"message_id": str(message.id), "task_id": None, "from_firm": True}


async def test_nobody_else_writes_and_a_department_is_told_where_to() -> None:
    cast = await the_cast()
    case = await Submission.get(id=(await a_task(cast)).submission_id)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    neighbour = await somebody(Role.FEDERATION, await body("FED-320583"))
    for actor in (cast.indit_officer, cast.supervisor, auditor, neighbour):
        with pytest.raises(NotAllowed):
            await actions.post_message(case, text="您好", actor=actor)
    with pytest.raises(NotAllowed) as refused:
        await actions.post_message(case, text="您好", actor=cast.officer)
    assert refused.value.words.zh == "请在任务里给企业发消息"
    assert "task" in refused.value.words.en


@pytest.mark.parametrize("text", ["", " \n ", "长" * (MESSAGE_LENGTH + 1)])
async def test_an_empty_or_boundless_message_is_refused(text: str) -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    with pytest.raises(Invalid) as refused:
        await actions.post_message(case, text=text, actor=cast.firm)
    assert refused.value.path == ("input", "text")
    assert await CaseMessage.all().count() == 0


async def test_a_case_that_is_over_has_no_more_messages() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast)
    await actions.withdraw(case, reason=WithdrawalReason.OTHER, text="", actor=cast.firm)
    with pytest.raises(NotPossible):
        await actions.post_message(case, text="您好", actor=cast.firm)


async def test_messages_are_read_by_who_sees_the_case_but_not_for_an_audit() -> None:
    cast = await the_cast()
    case = await Submission.get(id=(await a_task(cast)).submission_id)
    await actions.post_message(case, text="您好", actor=cast.firm)
    await Submission.filter(id=case.id).update(is_sampled=True)
    auditor = await somebody(Role.AUDITOR, await body("AUDIT"))
    other_firm = await somebody(Role.ENTREPRENEUR, await body("COMM"))
    neighbour = await somebody(Role.FEDERATION, await body("FED-320583"))
    readers = (cast.firm, cast.clerk, cast.coordinator, cast.officer, cast.supervisor)
    for actor, count in [
        *((reader, 1) for reader in readers),
        *((stranger, 0) for stranger in (auditor, other_firm, neighbour, cast.indit_officer)),
    ]:
        where = correspondence.messages_visible_to(actor)
        assert await sql.count(CaseMessage, where) == count, actor.roles


async def test_a_department_whose_work_is_done_writes_no_more() -> None:
    cast = await the_cast()
    task = await a_task(cast, kind=Kind.CONSULT)
    await tasks.answer(
        task, text="已办妥", outcome=Outcome.SOLVED, contact=BY_CALL, actor=cast.officer
    )
    case = await Submission.get(id=task.submission_id)
    with pytest.raises(DomainError):
        await actions.post_message(case, text="您好", actor=cast.officer)
    await actions.post_message(case, text="谢谢", actor=cast.firm)


async def test_the_database_keeps_what_was_said() -> None:
    cast = await the_cast()
    case = await a_filed_case(cast, visibility=Visibility.CONFIDENTIAL)
    message = await actions.post_message(case, text="您好", actor=cast.firm)
    for change in ("UPDATE case_message SET text = 'x'", "DELETE FROM case_message"):
        with pytest.raises(Exception, match="append-only"):
            await sql.execute(f"{change} WHERE id = ?", (message.id,))
