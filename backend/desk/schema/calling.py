"""A phone caller's case on the graph."""

from __future__ import annotations

import strawberry

from backend import graph
from backend.actor import Scope
from backend.desk import actions
from backend.desk.schema.pasting import NewFirmInput
from backend.organizations.schema import Organization
from backend.submissions.models import Channel
from backend.submissions.schema import SubmissionPayload


@strawberry.input
class CallRecordInput(graph.MutationInput):
    """A number and one sentence; what the number does not tell is asked for.

    `firmId` where the number is of several firms, or of none the clerk knows it is of; `newFirm` and
    `callerName` for people nobody has on record.
    """

    phone: str
    text: str
    channel: Channel = Channel.PHONE
    firm_id: strawberry.ID | None = None
    new_firm: NewFirmInput | None = None
    caller_name: str = ""
    category_code: str | None = None
    is_urgent: bool = False


@strawberry.type
class CallMutation:
    """What is said on the phone and at the counter."""

    @graph.mutation(
        scope=Scope.SUBMISSIONS_WRITE,
        description="File a phone caller's or visitor's sentence for his firm (代录): the firm is "
        "found by the number, and he gets the case's number by SMS.",
    )
    async def call_record(self, info: strawberry.Info, input: CallRecordInput) -> SubmissionPayload:
        """Record a call."""

        async def work() -> dict[str, object]:
            firm = None
            if input.firm_id is not None:
                firm = await graph.find(info, Organization, input.firm_id, path=("input", "firmId"))
            new = input.new_firm
            call = actions.Call(
                phone=input.phone,
                text=input.text,
                channel=input.channel,
                firm=firm,
                caller_name=input.caller_name,
                firm_name=new.name if new is not None else "",
                area_code=new.area_code if new is not None else "",
                category_code=input.category_code,
                is_urgent=input.is_urgent,
            )
            return {"submission": await actions.record_call(call, actor=graph.actor_of(info))}

        return await graph.perform(info, SubmissionPayload, input, work)
