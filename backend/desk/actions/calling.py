"""A case by telephone or at the counter: a number and one sentence (代录)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend import clock
from backend.accounts import queries as accounts
from backend.accounts.actions import enrol, give_role
from backend.accounts.models import NAME_LENGTH, Person
from backend.accounts.senders import sender
from backend.actor import Actor, Role
from backend.db import clean_text, unit_of_work
from backend.desk import policy, queries
from backend.errors import Invalid, Words
from backend.jobs import enqueue
from backend.organizations.actions import enter_firm
from backend.organizations.models import Organization
from backend.submissions import actions as cases
from backend.submissions import promises
from backend.submissions.group_answer import link_to
from backend.submissions.models import BODY_LENGTH, Channel, Submission

CHANNELS = frozenset({Channel.PHONE, Channel.VISIT})


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, and what he says; the firm is found by his number where it can be."""

    phone: str
    text: str
    channel: Channel = Channel.PHONE
    firm: Organization | None = None
    caller_name: str = ""
    firm_name: str = ""
    area_code: str = ""
    category_code: str | None = None
    is_urgent: bool = False


async def record_call(call: Call, *, actor: Actor) -> Submission:
    """File a caller's sentence for his firm; the caller gets the number by SMS."""
    if call.channel not in CHANNELS:
        raise Invalid(Words("代录仅限来电和走访", "A call or a visit"), path=("input", "channel"))
    policy.ensure_clerk(actor)
    text = clean_text(call.text, minimum=1, maximum=BODY_LENGTH, path=("input", "text"))
    clean_text(call.caller_name, maximum=NAME_LENGTH, path=("input", "callerName"))
    async with unit_of_work():
        person, firms = await queries.firms_of_caller(call.phone, actor=actor)
        firm, is_new = await _firm(call, firms, actor=actor)
        seat = policy.ensure_may_file_for(firm, actor=actor)
        person = person or await _caller(call, actor=actor)
        if is_new:
            # Of a firm nobody knew there is nothing to read but this case. To a firm that is
            # known a call opens nothing: anybody may say that he is of it.
            await give_role(person, Role.ENTREPRENEUR, organization=firm, actor=actor)
        filing = cases.Filing(
            firm_id=firm.id,
            body=text,
            category_code=call.category_code,
            is_urgent=call.is_urgent,
            channel=call.channel,
        )
        row = await cases.enter(
            filing, actor=actor, seat=seat, area_code=firm.area_code, filed_by_id=person.id
        )
        await enqueue(
            "desk.send_number",
            key=f"desk.send_number:{row.id}",
            run_at=clock.now(),
            payload={"submission_id": str(row.id)},
        )
    return row


async def _firm(
    call: Call, firms: Sequence[Organization], *, actor: Actor
) -> tuple[Organization, bool]:
    """Return the firm of the call, and whether it is new: chosen, found by the number, or named."""
    if call.firm is not None:
        return call.firm, False
    if len(firms) == 1 and not call.firm_name.strip():
        return firms[0], False
    if len(firms) > 1 and not call.firm_name.strip():
        raise Invalid(
            Words("该号码属于多家企业，请选择一家", "This number is of several firms; choose one"),
            path=("input", "firmId"),
        )
    if not call.firm_name.strip():
        raise Invalid(
            Words(
                "没有登记这个号码，请填写企业名称", "This number is not known; give the firm's name"
            ),
            path=("input", "newFirm"),
        )
    policy.ensure_clerk(actor, call.area_code)
    return await enter_firm(
        call.firm_name, area_code=call.area_code, actor=actor, path=("input", "newFirm", "name")
    )


async def _caller(call: Call, *, actor: Actor) -> Person:
    if not call.caller_name.strip():
        raise Invalid(
            Words("请填写来电人姓名", "Please give the caller's name"),
            path=("input", "callerName"),
        )
    return await enrol(call.caller_name, phone=call.phone, actor=actor)


async def send_number(submission: Submission) -> None:
    """Tell the caller his number; a crash before the job is finished tells it again."""
    if submission.filed_by_id is None:
        return
    carrier = sender()
    if not carrier.stays_here and await accounts.is_demo(submission.filed_by_id):
        return  # a fictional person's number may be somebody's
    due = await promises.promised(submission)
    said = Words("", "") if due is None else promises.in_words(due, is_accepted=False)
    address = link_to(submission)
    await carrier.send_text(
        await accounts.phone_of(submission.filed_by_id),
        Words(
            f"您反映的事项已登记，编号 {submission.number}，{said.zh}。查看进度：{address}",
            f"Your case is on record as {submission.number}. {said.en}. Follow it: {address}",
        ),
    )
