"""When an instruction has to be acknowledged and reported back (product defaults)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from backend import clock
from backend.errors import Invalid, Words
from backend.instructions.models import InstructionType
from backend.organizations import queries as organizations
from backend.workdays import Target, targets

REPORT_BACK: Mapping[InstructionType, Target] = {
    InstructionType.NOTE: Target(workdays=7),
    InstructionType.HANDLE: Target(workdays=3),
    InstructionType.URGENT: Target(clock_hours=24),
    InstructionType.JOINT_MEETING: Target(workdays=7),
}
"""How long the departments have, unless the leader names a day."""

_ACKNOWLEDGE = Target(working_hours=2)
_ACKNOWLEDGE_URGENT = Target(clock_hours=2)
"""An urgent word is answered on holidays too."""
LATEST = timedelta(days=366)


async def due(
    kind: InstructionType, *, issued_at: datetime, area_code: str, due_on: date | None
) -> datetime:
    """Return the exclusive end of the last day (URGENT: of the 24 hours) to report back.

    Raises Invalid for a day that is over or more than a year away.
    """
    calendar = await organizations.calendar_of(area_code)
    if due_on is None:
        return targets.due_by(REPORT_BACK[kind], issued_at, calendar).exclusive_end
    today = calendar.date_of(issued_at)
    if not today <= due_on <= today + LATEST:
        raise Invalid(
            Words("期限应在今天之后的一年之内", "The due day must lie within a year from today"),
            path=("input", "dueOn"),
        )
    return clock.end_of(due_on, await organizations.zone_of(area_code))


async def acknowledge_due(
    kind: InstructionType, *, issued_at: datetime, area_code: str
) -> datetime:
    """Return by when each department should have acknowledged."""
    calendar = await organizations.calendar_of(area_code)
    target = _ACKNOWLEDGE_URGENT if kind is InstructionType.URGENT else _ACKNOWLEDGE
    return targets.due_by(target, issued_at, calendar).exclusive_end
