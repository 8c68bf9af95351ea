"""A leader instructs or forwards: the case is with a department in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock
from backend.actor import Actor
from backend.db import clean_text, unit_of_work
from backend.errors import Invalid, Words, not_found
from backend.instructions import deadlines, policy
from backend.instructions.actions.reading import keep_read
from backend.instructions.actions.releasing import keep_summary
from backend.instructions.models import (
    TEXT_LENGTH,
    Form,
    Instruction,
    InstructionLine,
    InstructionType,
    LineState,
    TargetType,
)
from backend.instructions.summaries import Summary
from backend.instructions.telling import tell
from backend.instructions.workflow import STEPS, InstructionAct
from backend.submissions import handling
from backend.submissions import policy as case_policy
from backend.submissions.leading import Lead, leaders_on
from backend.submissions.models import AccessReason, Submission
from backend.submissions.replies import required_text
from backend.submissions.workflow import STEPS as CASE_STEPS
from backend.submissions.workflow import Act
from backend.tasks.actions import Assignment, let_go, send_at_once
from backend.tasks.actions.dispatching import check_assignments
from backend.tasks.models import Task
from backend.workflow import change, ensure_possible, move


@dataclass(frozen=True, slots=True)
class Saying:
    """What a leader says: to whom (the first leads; none: whoever has the case), what, and by when.

    `leader_id` names for whom an office speaks that acts for several; `corrects` the instruction
    that this one replaces; `summary` is released to the firm at once.
    """

    type: InstructionType = InstructionType.HANDLE
    text: str = ""
    department_ids: Sequence[UUID] = ()
    due_on: date | None = None
    leader_id: UUID | None = None
    corrects: Instruction | None = None
    summary: Summary | None = None


async def issue(
    submission: Submission, saying: Saying, *, actor: Actor, expected_version: int | None = None
) -> Instruction:
    """批示: instruct departments on a case; its lead has it from now on."""
    text = required_text(saying.text, path=("input", "text"), maximum=TEXT_LENGTH)
    return await _speak(
        submission,
        saying,
        form=Form.INSTRUCTION,
        text=text,
        actor=actor,
        expected_version=expected_version,
    )


async def forward(
    submission: Submission, saying: Saying, *, actor: Actor, expected_version: int | None = None
) -> Instruction:
    """转发: pass a case to the head of a department, who has it from now on; words are optional."""
    text = clean_text(saying.text, maximum=TEXT_LENGTH, path=("input", "text"))
    return await _speak(
        submission,
        saying,
        form=Form.FORWARD,
        text=text,
        actor=actor,
        expected_version=expected_version,
    )


async def _speak(
    submission: Submission,
    saying: Saying,
    *,
    form: Form,
    text: str,
    actor: Actor,
    expected_version: int | None,
) -> Instruction:
    act = Act.INSTRUCT if form is Form.INSTRUCTION else Act.FORWARD
    case_policy.ensure_may(act, submission, actor=actor)
    ensure_possible(submission, CASE_STEPS[act], expected_version=expected_version)
    lead = who_speaks(submission, saying.leader_id, actor=actor)
    department_ids = saying.department_ids or leads_now(submission)
    await check_assignments(submission, [Assignment(each) for each in department_ids])
    async with unit_of_work():
        gone: set[UUID] = set()
        if saying.corrects is not None:
            gone = await _supersede(saying.corrects, submission, lead=lead, actor=actor)
        task = await send_at_once(
            submission,
            act=act,
            department_ids=department_ids,
            is_urgent=saying.type is InstructionType.URGENT,
            actor=actor,
            seat=lead.seat,
        )
        await let_go(submission, gone - {*department_ids}, actor=actor, seat=lead.seat)
        await change(submission, {"instructed_at": clock.now()})
        row = await _keep(submission, saying, form=form, text=text, lead=lead, actor=actor)
        await _address(row, submission, department_ids, task=task)
        await _tell_issued(row, department_ids, task=task, lead=lead, actor=actor)
        await keep_read(submission, lead)
        if saying.summary is not None:
            await keep_summary(row, saying.summary, actor=actor, seat=lead.seat)
    return row


def who_speaks(submission: Submission, leader_id: UUID | None, *, actor: Actor) -> Lead:
    """Return for which leader the actor speaks: himself, or the one his office acts for.

    Raises Invalid where several come into question and none is named, or another one is.
    """
    leads = leaders_on(actor, submission)
    if leader_id is not None:
        leads = [lead for lead in leads if lead.leader.person_id == leader_id]
    own = [lead for lead in leads if not lead.is_by_office]
    if own:
        return own[0]
    if len({lead.leader.person_id for lead in leads}) != 1:
        raise Invalid(
            Words("请选择代哪位领导办理", "Say for which leader you act"),
            path=("input", "leaderId"),
        )
    return leads[0]


def leads_now(submission: Submission) -> list[UUID]:
    """Return who leads the case, the first lead first; raises Invalid where nobody does yet."""
    found = case_policy.leads(submission)
    if not found:
        raise Invalid(Words("请选择主办部门", "Choose a department"), path=("input", "departments"))
    return sorted(found, key=lambda each: each != submission.lead_department_id)


async def _supersede(
    old: Instruction, submission: Submission, *, lead: Lead, actor: Actor
) -> set[UUID]:
    """Mark an instruction as replaced; what its departments saw by it alone they see no more."""
    policy.ensure_may(InstructionAct.CORRECT, old, actor=actor)
    if old.submission_id != submission.id or old.leader_id != lead.leader.person_id:
        raise not_found(("input", "correctsId"))
    now = clock.now()
    await move(old, STEPS[InstructionAct.CORRECT], changes={"superseded_at": now})
    lines = await InstructionLine.filter(instruction_id=old.id)
    for line in lines:
        await change(line, {"superseded_at": now})
        await handling.revoke_access(
            submission.id, line.department_id, reason=AccessReason.INSTRUCTION
        )
    await tell("superseded", old, actor=actor, seat=lead.seat)
    return {line.department_id for line in lines}


async def _keep(
    submission: Submission, saying: Saying, *, form: Form, text: str, lead: Lead, actor: Actor
) -> Instruction:
    now, area_code = clock.now(), submission.area_code
    if actor.person_id is None:
        raise ValueError("an instruction is a person's")
    return await Instruction.create(
        form=form,
        type=saying.type,
        target_type=TargetType.SUBMISSION,
        target_id=submission.id,
        submission_id=submission.id,
        area_code=area_code,
        leader_id=lead.leader.person_id,
        leader_organization_id=lead.leader.seat.organization_id,
        office_id=lead.seat.organization_id if lead.is_by_office else None,
        written_by_id=actor.person_id,
        text=text or None,
        issued_at=now,
        due_at=await deadlines.due(
            saying.type, issued_at=now, area_code=area_code, due_on=saying.due_on
        ),
        acknowledge_due_at=await deadlines.acknowledge_due(
            saying.type, issued_at=now, area_code=area_code
        ),
        corrects_id=saying.corrects.id if saying.corrects else None,
        state=LineState.ISSUED,
    )


async def _address(
    row: Instruction, submission: Submission, department_ids: Sequence[UUID], *, task: Task
) -> None:
    """Give each department its line, and let it see the case; the first one has the task."""
    for position, department_id in enumerate(department_ids):
        await InstructionLine.create(
            instruction_id=row.id,
            department_id=department_id,
            position=position,
            state=LineState.ISSUED,
            task_id=task.id if position == 0 else None,
            submission_id=row.submission_id,
            leader_id=row.leader_id,
            area_code=row.area_code,
            due_at=row.due_at,
            acknowledge_due_at=row.acknowledge_due_at,
        )
        await handling.grant_access(submission, department_id, reason=AccessReason.INSTRUCTION)


async def _tell_issued(
    row: Instruction, department_ids: Sequence[UUID], *, task: Task, lead: Lead, actor: Actor
) -> None:
    facts = {
        "form": row.form,
        "type": row.type,
        "leader_organization_id": row.leader_organization_id,
        "office_id": row.office_id,
        "department_ids": [*department_ids],
        "task_id": task.id,
        "due_at": row.due_at,
        "acknowledge_due_at": row.acknowledge_due_at,
        "corrects_id": row.corrects_id,
    }
    await tell("issued", row, actor=actor, seat=lead.seat, payload=facts)
