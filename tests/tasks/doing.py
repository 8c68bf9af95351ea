"""What people do who do anything: every act with something to say, to whomever."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.instructions.actions import Saying, accept, acknowledge, issue, not_enough, report_back
from backend.instructions.models import Instruction, InstructionType
from backend.instructions.workflow import LineAct
from backend.submissions import actions as cases
from backend.submissions.models import (
    AuditFinding,
    DeclineReason,
    DisputeReason,
    Grade,
    Kind,
    Outcome,
    Submission,
    Verdict,
    WithdrawalReason,
)
from backend.submissions.workflow import Act
from backend.surveys.actions import Answer, evaluate
from backend.tasks import actions as tasks
from backend.tasks.models import ContactChannel, ReturnReason, SampleFinding, Support, Task
from backend.tasks.workflow import SupportAct, TaskAct
from tests.submissions.cast import DISTRICT
from tests.tasks.city import CITY, OTHER_DISTRICT, TEXT, City


def given(city: City, departments: Sequence[UUID]) -> list[tasks.Assignment]:
    """Return assignments to these departments, the first one perhaps with support beside."""
    first, *others = departments
    if others and city.random.random() < 0.5:
        return [tasks.Assignment(first, supports=tuple(tasks.Asked(each) for each in others))]
    return [tasks.Assignment(each) for each in departments]


async def evaluates(city: City, case: Submission, actor: Actor) -> None:
    """The firm answers: content, or not."""
    reason = city.random.choice([None, *DisputeReason])
    answer = Answer(
        verdict=city.random.choice([*Verdict, Verdict.NOT_SOLVED, Verdict.NOT_SOLVED]),
        grade=city.random.choice([None, *Grade]),
        reason=reason,
    )
    await evaluate(case, answer=answer, actor=actor)


async def answers(city: City, task: Task, actor: Actor) -> None:
    """The department replies."""
    outcome = city.random.choice([*Outcome])
    planned = clock.today() + timedelta(days=20) if outcome is Outcome.PLANNED else None
    may_call = task.contacted_at is None and not task.is_masked
    await tasks.answer(
        task,
        text=TEXT,
        outcome=outcome,
        planned_on=planned,
        detail=TEXT,
        contact=tasks.Contact(ContactChannel.CALL) if may_call else None,
        without_support_reason=city.random.choice(["", TEXT]),
        actor=actor,
    )


async def asks_more_time(city: City, task: Task, actor: Actor) -> None:
    """The department asks for more time."""
    due_on = clock.today() + timedelta(days=city.random.randint(1, 30))
    await tasks.request_extension(task, due_on=due_on, reason=TEXT, interim_reply=TEXT, actor=actor)


async def instructs(city: City, case: Submission, actor: Actor) -> None:
    """A leader speaks, or corrects what was said."""
    named = city.random.choice([[], city.any_departments()])
    kind = city.random.choice([*InstructionType])
    old = await Instruction.filter(submission_id=case.id, superseded_at=None).first()
    corrects = old if city.random.random() < 0.5 else None
    saying = Saying(type=kind, text=TEXT, department_ids=named, corrects=corrects)
    await issue(case, saying, actor=actor)


async def lists(city: City, task: Task, actor: Actor) -> None:
    """The supervisor lists a task as long-term."""
    steps = [tasks.Planned(clock.today() + timedelta(days=30), TEXT)]
    await tasks.list_long_term(task, plan=TEXT, milestones=steps, actor=actor)


async def rules_support(city: City, row: Support, actor: Actor) -> None:
    """Dropped, elsewhere, or the same again."""
    where = city.random.choice([None, *city.departments])
    drops = where is None and city.random.random() < 0.5
    await tasks.rule_support(row, text=TEXT, department_id=where, is_dropped=drops, actor=actor)


async def moves(city: City, case: Submission, actor: Actor) -> None:
    """The case goes to another area."""
    code = city.random.choice([CITY, DISTRICT, OTHER_DISTRICT])
    await tasks.move_to_area(case, area_code=code, reason=TEXT, actor=actor)


async def splits(city: City, case: Submission, actor: Actor) -> None:
    """The case becomes two."""
    parts = [cases.Part(f"{TEXT}其{number}") for number in range(2)]
    city.case_ids += [part.id for part in await cases.split(case, parts=parts, actor=actor)]


async def records_contact(city: City, task: Task, actor: Actor) -> None:
    """Somebody reached the firm."""
    contact = tasks.Contact(ContactChannel.VISIT)
    await tasks.put_contact_on_record(task, contact=contact, actor=actor)


Doing = Callable[[City, Any, Actor], Awaitable[object]]
BY_ACT: dict[Any, Doing] = {
    Act.OPEN: lambda _, row, actor: cases.open_case(row, actor=actor),
    Act.ACCEPT: lambda city, row, actor: cases.accept(
        row, kind=city.random.choice([*Kind]), actor=actor
    ),
    Act.ACCEPT_AND_DISPATCH: lambda city, row, actor: tasks.accept_and_dispatch(
        row,
        assignments=given(city, city.any_departments()),
        kind=city.random.choice([*Kind]),
        actor=actor,
    ),
    Act.ASK_INFO: lambda _, row, actor: cases.ask_info(row, question=TEXT, actor=actor),
    Act.ANSWER_INFO: lambda _, row, actor: cases.answer_info(row, text=TEXT, actor=actor),
    Act.DECLINE: lambda _, row, actor: cases.decline(
        row, reason=DeclineReason.DUPLICATE, text=TEXT, where=TEXT, actor=actor
    ),
    Act.DISPATCH: lambda city, row, actor: tasks.dispatch(
        row, assignments=given(city, city.any_departments()), actor=actor
    ),
    Act.ANSWER_DIRECTLY: lambda _, row, actor: cases.answer_directly(
        row, text=TEXT, outcome=Outcome.SOLVED, actor=actor
    ),
    Act.CONFIRM: evaluates,
    Act.REDO: lambda city, row, actor: tasks.redo(
        row,
        assignments=city.random.choice([(), given(city, city.any_departments())]),
        actor=actor,
    ),
    Act.UPHOLD: lambda _, row, actor: cases.uphold(row, explanation=TEXT, actor=actor),
    Act.REQUEST_REVIEW: lambda _, row, actor: cases.request_review(row, text=TEXT, actor=actor),
    Act.WITHDRAW: lambda city, row, actor: tasks.withdraw(
        row, reason=city.random.choice([*WithdrawalReason]), text="", actor=actor
    ),
    Act.MOVE: moves,
    Act.ADD_INFO: lambda _, row, actor: cases.add_info(row, text=TEXT, actor=actor),
    Act.MARK_COMPLAINT: lambda city, row, actor: cases.mark_complaint(
        row, department_id=city.random.choice([None, *city.departments]), actor=actor
    ),
    Act.AUDIT_WITHDRAWAL: lambda _, row, actor: cases.audit_withdrawal(
        row, finding=AuditFinding.IN_ORDER, note="", actor=actor
    ),
    Act.SPLIT: splits,
    Act.INSTRUCT: instructs,
    Act.VERIFY_BESIDE: lambda _, row, actor: cases.verify_beside(row, text=TEXT, actor=actor),
    TaskAct.RECORD_CONTACT: records_contact,
    TaskAct.CALL_FOR_DEPARTMENT: records_contact,
    TaskAct.WRITE_TO_FIRM: lambda _, row, actor: tasks.write_to_firm(row, text=TEXT, actor=actor),
    TaskAct.REPORT_PROGRESS: lambda _, row, actor: tasks.report_progress(
        row, text=TEXT, actor=actor
    ),
    TaskAct.ASK: lambda _, row, actor: tasks.ask(row, question=TEXT, actor=actor),
    TaskAct.REPLY: lambda _, row, actor: tasks.reply(row, text=TEXT, actor=actor),
    TaskAct.CONTEST: lambda _, row, actor: tasks.contest(row, actor=actor),
    TaskAct.ANSWER: answers,
    TaskAct.PASS: lambda _, row, actor: tasks.pass_review(row, actor=actor),
    TaskAct.SEND_BACK: lambda _, row, actor: tasks.send_back(row, reason=TEXT, actor=actor),
    TaskAct.REQUEST_RETURN: lambda _, row, actor: tasks.request_return(
        row, reason=ReturnReason.OTHER, text=TEXT, actor=actor
    ),
    TaskAct.RULE: lambda city, row, actor: tasks.rule(
        row, text=TEXT, department_id=city.random.choice([None, *city.departments]), actor=actor
    ),
    TaskAct.REQUEST_EXTENSION: asks_more_time,
    TaskAct.DECIDE_EXTENSION: lambda city, row, actor: tasks.decide_extension(
        row, is_granted=city.random.random() < 0.7, text=TEXT, actor=actor
    ),
    TaskAct.LIST: lists,
    TaskAct.REPORT_MILESTONE: lambda _, row, actor: tasks.report_milestone(
        row, text=TEXT, actor=actor
    ),
    TaskAct.RESUME_LISTED: lambda _, row, actor: tasks.resume_listed(row, actor=actor),
    TaskAct.CANCEL: lambda _, row, actor: tasks.cancel(row, reason=TEXT, actor=actor),
    TaskAct.REQUEST_SUPPORT: lambda city, row, actor: tasks.request_support(
        row, supports=[tasks.Asked(each) for each in city.any_departments(2)], actor=actor
    ),
    TaskAct.SAMPLE_CHECK: lambda _, row, actor: tasks.check_sample(
        row, finding=SampleFinding.GOOD, actor=actor
    ),
    SupportAct.GIVE_OPINION: lambda _, row, actor: tasks.give_opinion(
        row, opinion=TEXT, actor=actor
    ),
    SupportAct.DECLINE_SUPPORT: lambda _, row, actor: tasks.decline_support(
        row, reason=ReturnReason.OTHER, text=TEXT, actor=actor
    ),
    SupportAct.RULE_SUPPORT: rules_support,
}
# Some acts of several machines have one name, and are equal as text.
BY_LINE_ACT: dict[Any, Doing] = {
    LineAct.ACKNOWLEDGE: lambda _, row, actor: acknowledge(row, actor=actor),
    LineAct.REPORT_BACK: lambda _, row, actor: report_back(row, text=TEXT, actor=actor),
    LineAct.ACCEPT: lambda _, row, actor: accept(row, actor=actor),
    LineAct.NOT_ENOUGH: lambda _, row, actor: not_enough(row, text=TEXT, actor=actor),
}
