"""What tasks do when others' events happen."""

from __future__ import annotations

from backend.actor import SYSTEM
from backend.events import Event
from backend.submissions.models import DisputeReason, State, Submission
from backend.submissions.workflow import REDONE_BY_THEMSELVES
from backend.tasks import actions, queries
from backend.tasks.actions.reach import is_in_reach


async def redo_what_needs_no_ruling(event: Event) -> None:
    """'Not contacted' and 'not answered' start a new round by themselves."""
    if DisputeReason(str(event.payload["reason"])) not in REDONE_BY_THEMSELVES:
        return
    case = await Submission.get(id=event.aggregate_id)
    standing = await queries.standing(case)
    if case.state is not State.DISPUTED or not standing:
        return  # decided meanwhile, or answered without a department: a person decides
    for task in standing:
        if not await is_in_reach(case, task.department_id):
            return  # the case has moved on without it: a person of its area decides
    await actions.redo(case, actor=SYSTEM)


async def count_again(event: Event) -> None:
    """The working days of an area changed: its open clocks follow."""
    await actions.recompute_dues(str(event.area_code))
